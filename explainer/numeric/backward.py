"""Backward through time: adjoints of every state, and the gradient of every weight, for a loss on any steps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from explainer.numeric import limits
from explainer.numeric.arrays import Array
from explainer.numeric.one_step import chunks, stretch
from explainer.numeric.running import batch_first, run_of
from explainer.numeric.scaled import Scaled, in_pairs, product
from explainer.records.record import record
from explainer.records.trace import Trace

Loss = Mapping[int, npt.ArrayLike] | npt.ArrayLike


@record(eq=False)
class Gradients:
    """What a loss sends back. weights: by name, shaped as the weight (batch axis first where the trace has one).

    A bias that varies over time gets one gradient a step, (…, T, n). adjoints: dL/d state_t, (…, T+1, k).
    factors: for each weight the two vectors of step t's own share left_t right_tᵀ, time first (T, [B,] …); right is None
    for a bias. total: dc_T/dc_0 when it was asked for, else None.
    """

    weights: dict[str, Array]
    adjoints: Array
    factors: dict[str, tuple[Array, Array | None]]
    total: Scaled | None = None

    @property
    def by_step(self) -> dict[str, Array]:
        """For each weight and bias the norm of step t's own share of its gradient, (…, T): the gradient is their sum."""
        norms: dict[str, Array] = {}
        for name, (left, right) in self.factors.items():
            size = np.linalg.norm(left, axis=-1)
            norms[name] = np.moveaxis(size if right is None else size * np.linalg.norm(right, axis=-1), 0, -1)
        return norms


def gradients(trace: Trace, loss: Loss, *, total: bool = False) -> Gradients:
    """Every weight gradient of a loss attached to any states.

    loss: step → dL/d state_step taken alone, (k,) or (B, k) (0 is the start, T the last state); or one array
    (…, T+1, k). total: also give dc_T/dc_0, whose factors are at hand here. Raises ValueError for a step that does
    not exist.
    """
    adjoints, product_of_all = pull_back(trace, loss, total)
    pulls = trace.cell.pulls(run_of(trace), adjoints[1:])
    timed = trace.cell.timed()
    weights = {name: summed(left, right, name in timed) for name, (left, right) in pulls.items()}
    return Gradients(weights, batch_first(adjoints), pulls, product_of_all)


def pull_back(trace: Trace, loss: Loss, total: bool) -> tuple[Array, Scaled | None]:
    """l_{t−1} = J_tᵀ l_t + dL_{t−1}/d state, time first (T+1, [B,] k); and the product of the same Jacobians."""
    k, T = trace.cell.size, trace.steps
    own = attached(trace, loss)
    adjoints = np.zeros((T + 1, k) if trace.batch is None else (T + 1, trace.batch, k))
    adjoints[T] = own.get(T, 0.0)
    gradient = product(trace, T) if total else None
    for first, last in chunks(trace, 0, T):
        J = stretch(trace, first, last)
        gradient = gradient @ in_pairs(J) if gradient is not None else None
        # Between two steps with a loss of their own the recursion is one product a step.
        stops = sorted({first, last, *(step for step in own if first < step < last)}, reverse=True)
        for high, low in pairwise(stops):
            backward = zip(J[low - first : high - first][::-1], adjoints[low + 1 :][high - low - 1 :: -1],
                           adjoints[low:high][::-1], strict=True)  # fmt: skip
            if trace.batch is None:
                for J_t, later, here in backward:
                    later.dot(J_t, here)
            else:
                for J_t, later, here in backward:
                    np.matmul(later[:, None, :], J_t, out=here[:, None, :])
            adjoints[low] += own.get(low, 0.0)
    return adjoints, gradient


def attached(trace: Trace, loss: Loss) -> dict[int, Array]:
    """The loss's own gradient at each state that has one, ([B,] k)."""
    k, T = trace.cell.size, trace.steps
    if not isinstance(loss, Mapping):
        given = limits.shape("loss", limits.numbers("loss", loss), (T + 1, k), "a loss on every state")
        return {step: given[..., step, :] for step in range(T + 1) if given[..., step, :].any()}
    own: dict[int, Array] = {}
    for step, gradient in loss.items():
        if not 0 <= step <= T:
            raise ValueError(f"There is no state {step} to attach a loss to: states go from 0 to {T}.")
        own[step] = limits.shape(f"loss at step {step}", limits.numbers("loss", gradient), (k,), "a state's gradient")
    return own


def summed(left: Array, right: Array | None, timed: bool) -> Array:
    """Σ_t left_t right_tᵀ, as one product; a bias that varies keeps its steps apart."""
    if right is None:
        return batch_first(left) if timed else np.asarray(left.sum(axis=0))
    if left.ndim == 2:
        return np.asarray(left.T @ right)
    return np.asarray(np.moveaxis(left, 0, -1) @ np.moveaxis(right, 0, 1))
