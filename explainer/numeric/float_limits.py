"""What floating point does to a nearly closed gate: which γ is lost, and what a long run in float32 really keeps."""

from __future__ import annotations

import math

import numpy as np

from explainer.numeric import limits
from explainer.records.record import record

# Bits of the significand, the leading one counted: 1 − γ is 1 when γ ≤ 2^−(bits+1), half the gap below 1.
BITS = {"float16": 11, "bfloat16": 8, "float32": 24, "float64": 53}


@record
class Precision:
    """How a number format sees 1 − γ.

    absorbed: the largest γ whose 1 − γ rounds to 1. below_one: the largest number below 1. half_life: of that factor.
    """

    name: str
    absorbed: float
    below_one: float
    half_life: float


def precision(name: str) -> Precision:
    """The limits of "float16", "bfloat16", "float32" or "float64"; ValueError for other names."""
    if name not in BITS:
        raise ValueError(f"There is no number format {name!r} here; choose one of {', '.join(BITS)}.")
    gap = 2.0 ** -BITS[name]
    return Precision(name, gap / 2, 1 - gap, -math.log(2) / math.log1p(-gap))


def effective_gamma(gamma: float) -> float:
    """The γ that float32 really uses: 1 − float32(1 − γ), exactly."""
    return float(1 - np.float64(np.float32(1.0 - gamma)))


def carried(gamma: float, steps: int) -> float:
    """1 multiplied `steps` times by float32(1 − γ), every product rounded to float32, as a float32 network does."""
    if not 0 <= steps <= 10 * limits.STEPS:
        raise ValueError(f"A float32 loop goes to {10 * limits.STEPS:,} steps here, not {steps}; take fewer.")
    kept = np.cumprod(np.full(steps, np.float32(1.0 - gamma), dtype=np.float32), dtype=np.float32)
    return float(kept[-1]) if steps else 1.0


def steps_to_zero(factor: float, name: str = "float64", most: int = 100_000) -> int | None:
    """After how many multiplications by `factor` the product is exactly 0, or None when it is not within `most`."""
    if name not in ("float32", "float64"):
        raise ValueError(f"Underflow is counted in float32 or float64, not {name!r}.")
    with np.errstate(under="ignore"):
        product = np.cumprod(np.full(most, factor, dtype=name), dtype=name)
    zeros = np.flatnonzero(product == 0)
    return int(zeros[0]) + 1 if zeros.size else None
