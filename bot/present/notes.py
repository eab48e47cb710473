"""Short messages without an answer in them: a refusal, a thank-you, a hint."""

from __future__ import annotations

from bot.present.pieces import Message, Row, Text
from bot.views.state import State


def note(text: str, *rows: Row, state: State | None = None) -> Message:
    """A few sentences of our own, with buttons under them where they help."""
    return Message((Text(text), *rows), state or State(), tone="plain")


def trouble(text: str) -> Message:
    """A sentence that says what went wrong and how to mend it."""
    return Message((Text(text),), State(), tone="trouble")
