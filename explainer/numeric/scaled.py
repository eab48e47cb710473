"""Products of many Jacobians that can't underflow: a matrix beside a power of two."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from explainer.numeric.arrays import Array
from explainer.numeric.one_step import chunks, stretch
from explainer.records.record import record
from explainer.records.trace import Trace

LN2 = math.log(2)
SAFE = 1e-250


@record(eq=False)
class Scaled:
    """matrix · 2^exponent. matrix: (…, k, k), largest entry in [½, 1), or 0 (less if below 10^−300); exponent: (…) whole numbers."""

    matrix: Array
    exponent: Array

    @classmethod
    def of(cls, matrix: Array, exponent: Array | int = 0) -> Scaled:
        """The same matrix with its largest entry brought to [½, 1)."""
        largest = np.abs(matrix).max(axis=(-2, -1), initial=0.0)
        # A number so small that 2^1000 does not bring it up is brought up by the next product.
        power = np.minimum(np.maximum(np.frexp(largest)[1], -1000), 1000)
        return cls(matrix * np.ldexp(1.0, -power)[..., None, None], power + exponent)

    def again(self) -> Scaled:
        """The same, scaled again."""
        return Scaled.of(self.matrix, self.exponent)

    def __matmul__(self, other: Scaled) -> Scaled:
        """The product, scaled again."""
        return Scaled.of(self.matrix @ other.matrix, self.exponent + other.exponent)

    def dense(self) -> Array:
        """The matrix itself; underflows to 0 and overflows to ∞ where float64 does."""
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(np.ldexp(self.matrix, np.clip(self.exponent, -5000, 5000)[..., None, None]))

    def log_singular_values(self) -> Array:
        """ln of the singular values, largest first, (…, k)."""
        with np.errstate(divide="ignore"):
            logs = np.log(np.linalg.svd(self.matrix, compute_uv=False))
        return np.asarray(logs + LN2 * self.exponent[..., None])

    def singular_values(self) -> Array:
        """The singular values, largest first, (…, k)."""
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(np.exp(self.log_singular_values()))

    def log_norm(self) -> Array:
        """ln of the spectral norm, (…)."""
        return np.asarray(self.log_singular_values()[..., 0])

    def norm(self) -> Array:
        """The spectral norm, (…)."""
        return np.asarray(self.singular_values()[..., 0])


def product(trace: Trace, start: int = 0, stop: int | None = None) -> Scaled:
    """d state_stop / d state_start: the product of the one-step Jacobians, the latest on the left."""
    stop = trace.steps if stop is None else stop
    shape = () if trace.batch is None else (trace.batch,)
    total = Scaled.of(np.broadcast_to(np.eye(trace.cell.size), (*shape, trace.cell.size, trace.cell.size)))
    for first, last in chunks(trace, start, stop):
        total = total @ in_pairs(stretch(trace, first, last))
    return total


def products(trace: Trace, starts: Sequence[int] | None = None, stop: int | None = None) -> Scaled:
    """d state_stop / d state_s for each s in starts (all of 0 … stop when not given); matrix (…, S, k, k)."""
    stop = trace.steps if stop is None else stop
    wanted = list(range(stop + 1)) if starts is None else list(starts)
    total = product(trace, stop, stop)
    found = {stop: total}
    asked = sorted(set(wanted) - {stop}, reverse=True)
    for first, last in chunks(trace, min(wanted, default=stop), stop):
        J, high = stretch(trace, first, last), last
        for low in [start for start in asked if first <= start < last] + [first]:
            if low < high:
                total, high = total @ in_pairs(J[low - first : high - first]), low
            found[low] = total
    matrices = np.stack([found[start].matrix for start in wanted], axis=-3)
    return Scaled(matrices, np.stack([found[start].exponent for start in wanted], axis=-1))


def in_pairs(J: Array) -> Scaled:
    """J[-1] … J[1] J[0] for J (T, …, k, k), neighbours first: T products in log₂ T calls.

    Eight factors at a time are multiplied before they are scaled again. With entries of at most 1 before, and k ≤ 128, a
    partial product below 10^−308 would leave less than 10^−250 of the eight: only then is each pair scaled by itself.
    """
    factors = Scaled.of(J)
    while len(factors.matrix) > 1:
        eights = halved(halved(halved(factors)))
        if np.abs(eights.matrix).max(axis=(-2, -1)).min() < SAFE:
            eights = halved(halved(halved(factors).again()).again())
        factors = eights.again()
    return Scaled(factors.matrix[0], factors.exponent[0])


def halved(factors: Scaled) -> Scaled:
    """Each pair of neighbours multiplied, not scaled; an odd one at the end stays as it is."""
    count = len(factors.matrix)
    if count < 2:
        return factors
    even = count // 2 * 2
    matrix = factors.matrix[1:even:2] @ factors.matrix[0:even:2]
    exponent = factors.exponent[1:even:2] + factors.exponent[0:even:2]
    if even < count:
        matrix = np.concatenate([matrix, factors.matrix[even:]])
        exponent = np.concatenate([exponent, factors.exponent[even:]])
    return Scaled(matrix, exponent)
