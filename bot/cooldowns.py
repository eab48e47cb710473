"""How often one person and one server may ask: uses in a sliding window, and an answer that says when to come back."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

TIDY_ABOVE = 1_000  # windows held before the idle ones are looked for


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now. until: Unix time in whole seconds, never too early. whole_server: the server's share is used up."""

    until: int
    whole_server: bool

    @property
    def sentence(self) -> str:
        """The answer. Discord shows <t:…:R> as "in 5 seconds", in the reader's language, and counts it down."""
        who = "This server asks" if self.whole_server else "You ask"
        return f"{who} faster than I can answer. Please try again <t:{self.until}:R>."


class Window:
    """At most `uses` in any `seconds`, for each key that was seen."""

    def __init__(self, uses: int, seconds: float) -> None:
        self._uses = uses
        self._seconds = seconds
        self._times: dict[int, deque[float]] = {}
        self._tidy_at = TIDY_ABOVE

    def free_at(self, key: int, now: float) -> float | None:
        """None when the key may act now, else the time from which it may."""
        times = self._times.get(key)
        if times is None:
            return None
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if not times:
            del self._times[key]
            return None
        return times[0] + self._seconds if len(times) >= self._uses else None

    def record(self, key: int, now: float) -> None:
        """Count one use."""
        if self._seconds <= 0:
            return
        self._times.setdefault(key, deque(maxlen=self._uses)).append(now)
        if len(self._times) > self._tidy_at:
            for old in [key for key, times in self._times.items() if times[-1] <= now - self._seconds]:
                del self._times[old]
            # Twice what is left, so that tidying costs a constant time a use however many are active.
            self._tidy_at = max(TIDY_ABOVE, 2 * len(self._times))

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._times)


class Cooldowns:
    """Both limits. They live in memory: a restart forgives everyone."""

    def __init__(
        self,
        *,
        person_uses: int,
        person_seconds: float,
        server_uses: int,
        server_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._people = Window(person_uses, person_seconds)
        self._servers = Window(server_uses, server_seconds)
        self._clock = clock

    @classmethod
    def from_settings(cls, settings: Settings) -> Cooldowns:
        """As the operator set them."""
        return cls(
            person_uses=settings.person_cooldown_uses,
            person_seconds=settings.person_cooldown_seconds,
            server_uses=settings.server_cooldown_uses,
            server_seconds=settings.server_cooldown_seconds,
        )

    def use(self, person_id: int, server_id: int | None) -> Wait | None:
        """None: go on, and the use is counted. A refused one isn't counted, so asking again doesn't add to it."""
        now = self._clock()
        person_free = self._people.free_at(person_id, now)
        server_free = None if server_id is None else self._servers.free_at(server_id, now)
        if person_free is not None or server_free is not None:
            until = math.ceil(max(person_free or 0.0, server_free or 0.0))
            return Wait(until, whole_server=(server_free or 0.0) > (person_free or 0.0))
        self._people.record(person_id, now)
        if server_id is not None:
            self._servers.record(server_id, now)
        return None
