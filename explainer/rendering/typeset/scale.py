"""From a value to a place along an axis: what fits, what lies beyond a logarithmic axis, and what is missing.

A logarithmic axis has no zero. Instead of dropping zeros or drawing a false line to the edge, the axis gets a slot of its
own below its lowest power, apart from the rest, where they are marked; so has infinity, above.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from explainer.records.record import record
from explainer.rendering.typeset import ticks as ticks_of

SLOT = 0.11  # the share of the axis that a slot for zeros (or infinities) takes


@record
class Place:
    """Where a value goes: `at` runs from 0 to 1 along the axis; `beyond` when it is marked in a slot, not on the scale."""

    at: float
    beyond: bool = False


@record
class Scale:
    """One axis: its ticks, and whether it has slots for values below (≤ 0 on a logarithmic axis) and above (infinite)."""

    ticks: ticks_of.Ticks
    logarithmic: bool
    below: str = ""
    above: str = ""

    @property
    def start(self) -> float:
        """Where the scale proper begins, as a share of the axis."""
        return SLOT if self.below else 0.0

    @property
    def end(self) -> float:
        """Where the scale proper ends, as a share of the axis."""
        return 1 - SLOT if self.above else 1.0

    def place(self, value: float | None) -> Place | None:
        """The place of a value; None when there is nothing to show (no value, or not a number)."""
        if value is None or math.isnan(value):
            return None
        if math.isinf(value):
            return Place(1.0 if value > 0 else 0.0, beyond=True)
        if self.logarithmic:
            if value <= 0:
                return Place(0.0, beyond=True)
            value = math.log10(value)
        low, high = float(self.ticks.low), float(self.ticks.high)
        if 1e-290 < high - low < 1e300:
            return Place(self._within((value - low) / (high - low)))
        return Place(self.along(Decimal(value)))

    def along(self, value: Decimal) -> float:
        """The share of the axis at a value in the ticks' own measure (a decimal logarithm on a logarithmic axis)."""
        low, high = self.ticks.low, self.ticks.high
        return self._within(float((value - low) / (high - low)))

    def _within(self, share: float) -> float:
        """From a share of the scale proper to a share of the axis with its slots."""
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)


def scale(values: Iterable[float | None], kind: str, *, most: int, widen: bool, zero: bool = False) -> Scale:
    """The scale for these values: `kind` is "linear" or "log".

    most: at most that many ticks. widen: end on ticks. zero: a linear axis must show 0 (bars start there).
    """
    known = [float(value) for value in values if value is not None and not math.isnan(value)]
    finite = [value for value in known if math.isfinite(value)]
    above = "∞" if math.inf in known else ""
    if kind == "log":
        positive = [value for value in finite if value > 0]
        below = "" if len(positive) == len(finite) and -math.inf not in known else "≤ 0" if min(known) < 0 else "0"
        made = ticks_of.logarithmic(min(positive, default=1.0), max(positive, default=1.0), most=most, widen=widen)
        return Scale(made, True, below, above)
    low, high = min(finite, default=0.0), max(finite, default=1.0)
    if zero or (widen and 0 < low <= 0.3 * high):
        low = min(low, 0.0)
    if zero or (widen and 0 > high >= 0.3 * low):
        high = max(high, 0.0)
    made = ticks_of.linear(low, high, most=most, widen=widen)
    return Scale(made, False, "−∞" if -math.inf in known else "", above)
