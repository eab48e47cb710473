"""What a reader may choose about the look of an answer; each format uses what concerns it."""

from __future__ import annotations

from explainer.records.record import record

THEMES: tuple[str, ...] = ("light", "dark")


@record
class Options:
    """theme: "light" or "dark". width: columns of a text answer, None for the usual 80.

    color: escape sequences for a terminal that shows colours. ascii_only: no character that an old terminal can't show.
    """

    theme: str = "light"
    width: int | None = None
    color: bool = False
    ascii_only: bool = False
