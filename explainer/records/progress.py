"""How long work tells whoever waits for it how far it has come, without either knowing the other.

The one who waits listens (`with listening(show): …`); the one who works reports. Nobody listening costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Called with how much is done, of how much, and of what: (120, 600, "training the GRU with chrono bias").
Listener = Callable[[int, int, str], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report(done: int, total: int, what: str) -> None:
    """Tell the listener, if there is one, that `done` of `total` is finished."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total, what)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear what is reported inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
