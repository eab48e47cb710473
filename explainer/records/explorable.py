"""An answer that moves: the same question answered at every point of a small grid of its numbers."""

from __future__ import annotations

from decimal import Decimal

from explainer.records.answer import Answer
from explainer.records.record import record
from explainer.records.topic import Parameter


@record
class Slider:
    """One number that a reader may move. values: the grid, in order. at: which of them the answer was made with."""

    parameter: Parameter
    values: tuple[Decimal | int, ...]
    at: int


@record
class Explorable:
    """An answer, its sliders, and what the engine answers at every point of the grid.

    frames: row by row, the last slider's values next to each other; a str is the sentence that refuses the point.
    No sliders and no frames where the topic has nothing to move.
    """

    answer: Answer
    sliders: tuple[Slider, ...] = ()
    frames: tuple[Answer | str, ...] = ()
