"""Backward through time: adjoints of every state, and the gradient of every weight, for a loss on any steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explainer.numeric import limits
from explainer.numeric.arrays import Array
from explainer.numeric.one_step import chunks, stretch
from explainer.numeric.running import batch_first, run_of
from explainer.records.trace import Trace

Loss = Mapping[int, npt.ArrayLike] | npt.ArrayLike


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """What a loss sends back. weights: by name, shaped as the weight (batch axis first where the trace has one).

    A bias that varies over time gets one gradient a step, (…, T, n). adjoints: dL/d state_t, (…, T+1, k).
    by_step: for each weight and bias the norm of step t's own share, (…, T): dL/dW is the sum of these shares.
    """

    weights: dict[str, Array]
    adjoints: Array
    by_step: dict[str, Array]


def gradients(trace: Trace, loss: Loss) -> Gradients:
    """Every weight gradient of a loss attached to any states.

    loss: step → dL/d state_step taken alone, (k,) or (B, k) (0 is the start, T the last state); or one array
    (…, T+1, k). Raises ValueError for a step that does not exist.
    """
    adjoints = adjoints_of(trace, loss)
    pulls = trace.cell.pulls(run_of(trace), adjoints[1:])
    timed = trace.cell.timed()
    weights = {name: summed(left, right, name in timed) for name, (left, right) in pulls.items()}
    sizes = {id(v): np.linalg.norm(v, axis=-1) for pair in pulls.values() for v in pair if v is not None}
    by_step = {
        name: np.moveaxis(sizes[id(left)] * (1 if right is None else sizes[id(right)]), 0, -1)
        for name, (left, right) in pulls.items()
    }
    return Gradients(weights, batch_first(adjoints), by_step)


def adjoints_of(trace: Trace, loss: Loss) -> Array:
    """l_{t−1} = J_tᵀ l_t + dL_{t−1}/d state, time first (T+1, [B,] k)."""
    adjoints = attached(trace, loss)
    pulled = np.empty_like(adjoints[0])
    for first, last in chunks(trace, 0, trace.steps):
        J = stretch(trace, first, last)
        if trace.batch is None:
            for t in range(last, first, -1):
                adjoints[t].dot(J[t - 1 - first], pulled)
                adjoints[t - 1] += pulled
        else:
            for t in range(last, first, -1):
                adjoints[t - 1] += (adjoints[t][:, None, :] @ J[t - 1 - first])[:, 0, :]
    return adjoints


def attached(trace: Trace, loss: Loss) -> Array:
    """The loss's own gradient at every state, time first (T+1, [B,] k)."""
    k, T = trace.cell.size, trace.steps
    shape = (T + 1, k) if trace.batch is None else (T + 1, trace.batch, k)
    own = np.zeros(shape)
    if not isinstance(loss, Mapping):
        given = limits.shape("loss", limits.numbers("loss", loss), (T + 1, k), "a loss on every state")
        own += np.moveaxis(given, 1, 0) if given.ndim == 3 else given.reshape(T + 1, *(1,) * (own.ndim - 2), k)
        return own
    for step, gradient in loss.items():
        if not 0 <= step <= T:
            raise ValueError(f"There is no state {step} to attach a loss to: states go from 0 to {T}.")
        own[step] += limits.shape(f"loss at step {step}", limits.numbers("loss", gradient), (k,), "a state's gradient")
    return own


def summed(left: Array, right: Array | None, timed: bool) -> Array:
    """Σ_t left_t right_tᵀ, as one product; a bias that varies keeps its steps apart."""
    if right is None:
        return batch_first(left) if timed else np.asarray(left.sum(axis=0))
    if left.ndim == 2:
        return np.asarray(left.T @ right)
    return np.asarray(np.moveaxis(left, 0, -1) @ np.moveaxis(right, 0, 1))
