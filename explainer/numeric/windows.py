"""Truncated backpropagation through time: what the newest k steps give of a gradient, for every k at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainer.numeric.arrays import Array
from explainer.numeric.backward import Gradients, gradients
from explainer.records.trace import Trace


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The truncated gradient beside the full one, index k − 1 for the window k = 1 … T.

    cosine: of the angle between them. norm: ‖truncated‖/‖full‖. dropped: ‖full − truncated‖/‖full‖. full: ‖full‖.
    """

    cosine: Array
    norm: Array
    dropped: Array
    full: float


def windows(trace: Trace, loss: Array) -> Windows:
    """For a trace without a batch and a loss gradient (k,) on the last state: all weights (not the biases) together."""
    found = gradients(trace, {trace.steps: loss})
    each = shares(found)
    kept = np.cumsum(each[::-1], axis=0)  # row k − 1: the newest k steps
    # What is left out is added up on its own: the difference of the two would be lost in rounding.
    old = np.concatenate([np.cumsum(each, axis=0)[-2::-1], np.zeros_like(each[:1])])
    full = kept[-1]
    size = float(np.linalg.norm(full))
    norms = np.linalg.norm(kept, axis=1)
    cosine = np.divide(kept @ full, norms * size, out=np.zeros_like(norms), where=norms * size > 0)
    return Windows(cosine, norms / size, np.linalg.norm(old, axis=1) / size, size)


def shares(found: Gradients) -> Array:
    """What each step adds to the gradient of the weights, flattened: (T, number of weights)."""
    steps = [
        (left[:, :, None] * right[:, None, :]).reshape(len(left), -1)
        for left, right in found.factors.values()
        if right is not None
    ]
    return np.concatenate(steps, axis=1)


def share_of_sizes(trace: Trace, loss: Array, window: int) -> float:
    """How much of Σ_s ‖term of step s‖ lies in the newest `window` steps."""
    sizes = np.linalg.norm(shares(gradients(trace, {trace.steps: loss})), axis=1)
    return float(sizes[-window:].sum() / sizes.sum())


def dropped_at_most(trace: Trace, loss: Array, window: int) -> float:
    """The bound on what a plain tanh network drops: Σ_(s ≤ T−k) σ₁^(T−s) ‖λ_T‖ ‖[a_(s−1); x_s]‖ (absolute)."""
    sigma = float(np.linalg.norm(trace.cell.W_a[:, : trace.units], 2))  # type: ignore[attr-defined]
    seen = np.sqrt((trace.states[:-1] ** 2).sum(axis=1) + (trace.inputs**2).sum(axis=1))[: trace.steps - window]
    ages = np.arange(trace.steps - 1, window - 1, -1)
    return float((sigma**ages * seen).sum() * np.linalg.norm(loss))


def steps_needed(found: Windows, cosine: float = 0.99, dropped: float | None = None) -> int:
    """The shortest window from which on the cosine stays at least this; or from which on at most this share is dropped."""
    good = found.cosine >= cosine if dropped is None else found.dropped <= dropped
    bad = np.flatnonzero(~good)
    return int(bad[-1]) + 2 if len(bad) else 1
