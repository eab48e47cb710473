"""Reading a row of gradient norms: the factor per step, how sure it is, and whether it vanishes, explodes or is healthy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from explainer.numeric.arrays import Array
from explainer.records.record import record

LOST, GROWN = 1e-3, 1e3


@record
class Diagnosis:
    """What a row of norms says, the first time step first.

    verdict: "vanishing", "exploding", "healthy" or "broken" (NaN or infinite norms in it). ratio: first over last norm.
    factor: what one step back multiplies by, from a least-squares line through the logarithms; low, high: its 95 % range
    (Student's t; the steps' scatter taken as independent). fit: R² of the line. used: how many positive norms it rests on.
    """

    verdict: str
    ratio: float
    factor: float
    low: float
    high: float
    fit: float
    used: int
    zeros: int


def diagnose(norms: Sequence[float]) -> Diagnosis:
    """Fit ln‖dL/dh_t‖ over the lag T − t. Raises ValueError for fewer than three norms, or a negative one."""
    if len(norms) < 3:
        raise ValueError("A rate needs at least three gradient norms, one for each time step, the first step first.")
    given = np.asarray(norms, dtype=float)
    if (given < 0).any():
        raise ValueError("A norm is never negative: give the norms of the gradients, not the gradients' entries.")
    if not np.isfinite(given).all():
        return Diagnosis("broken", math.nan, math.nan, math.nan, math.nan, math.nan, 0, 0)
    lag = len(given) - 1 - np.arange(len(given))
    positive = given > 0
    zeros, used = int((~positive).sum()), int(positive.sum())
    if used < 3:
        return Diagnosis("vanishing", 0.0, 0.0, 0.0, 0.0, math.nan, used, zeros)
    slope, error, fit = line(lag[positive].astype(float), np.log(given[positive]))
    spread = student(used - 2) * error
    ratio = float(given[0] / given[-1]) if given[-1] > 0 else math.inf
    verdict = "vanishing" if ratio < LOST else "exploding" if ratio > GROWN else "healthy"
    with np.errstate(over="ignore"):
        low, high = float(np.exp(slope - spread)), float(np.exp(slope + spread))
    return Diagnosis(verdict, ratio, math.exp(slope), low, high, fit, used, zeros)


def line(x: Array, y: Array) -> tuple[float, float, float]:
    """Slope of the least-squares line, its standard error, and R²."""
    dx, dy = x - x.mean(), y - y.mean()
    slope = float((dx * dy).sum() / (dx * dx).sum())
    left = float(((dy - slope * dx) ** 2).sum())
    total = float((dy * dy).sum())
    error = math.sqrt(left / (len(x) - 2) / float((dx * dx).sum()))
    return slope, error, 1.0 if total == 0 else 1 - left / total


def student(degrees: int) -> float:
    """The 97.5 % point of Student's t: a table for few degrees of freedom, beyond it 1.96 + 2.4/degrees (to 1 %)."""
    table = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
    return table[degrees - 1] if degrees <= len(table) else 1.96 + 2.4 / degrees
