"""The checker that ships with the product: analytic derivatives against the complex step and centred differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from explainer.numeric.arrays import Array
from explainer.numeric.backward import Gradients, gradients
from explainer.numeric.cell import Cell
from explainer.numeric.one_step import jacobians
from explainer.numeric.running import textbook
from explainer.records.record import record
from explainer.records.trace import Trace

Function = Callable[[Array], Array]
TINY = 1e-30  # the complex step has no subtraction, so its step may be as small as it likes
ROUNDING = 1e-8


@record
class Difference:
    """How far two computations of one quantity are apart: largest difference, and that over the largest entry."""

    name: str
    absolute: float
    relative: float

    def within(self, tolerance: float = 1e-10) -> bool:
        """Whether the relative difference is at most the tolerance."""
        return self.relative <= tolerance


def complex_step(function: Function, point: Array) -> Array:
    """The Jacobian of a real-analytic function by Im f(x + ih)/h (Squire & Trapp, 1998): exact to rounding.

    function: (k,) → (r,), and it must pass complex numbers through. Gives (r, k).
    """
    columns = []
    for i in range(point.size):
        nudged = point.astype(complex)
        nudged.flat[i] += 1j * TINY
        columns.append(np.imag(function(nudged)) / TINY)
    return np.stack(columns, axis=-1)


def centred(function: Function, point: Array, epsilon: float = 1e-6) -> Array:
    """The Jacobian by (f(x+ε) − f(x−ε))/2ε: error about ε² + u/ε with u = 1.1e-16. Gives (r, k)."""
    columns = []
    for i in range(point.size):
        up, down = point.astype(float), point.astype(float)
        up.flat[i] += epsilon
        down.flat[i] -= epsilon
        columns.append((function(up) - function(down)) / (2 * epsilon))
    return np.stack(columns, axis=-1)


def compare(name: str, analytic: Array, reference: Array) -> Difference:
    """The largest difference of two arrays, absolute and over the reference's largest entry."""
    if analytic.shape != reference.shape:
        raise ValueError(f"{name}: the shapes {analytic.shape} and {reference.shape} differ; transpose or reshape one.")
    absolute = float(np.abs(analytic - reference).max(initial=0.0))
    largest = float(np.abs(reference).max(initial=0.0))
    return Difference(name, absolute, absolute / largest if largest else (0.0 if absolute == 0 else float("inf")))


def check_jacobians(trace: Trace, claimed: Array | None = None) -> Difference:
    """The one-step Jacobians of a trace without a batch (or `claimed` ones) against the complex step of `cell.step`."""
    one_run(trace)
    cell: Cell = trace.cell
    reference = np.stack(
        [
            complex_step(partial(cell.step, x=trace.inputs[t], t=t), trace.states[t])
            for t in range(trace.steps)
        ]
    )
    return compare("Jacobian", jacobians(trace) if claimed is None else claimed, reference)


def check_gradients(
    trace: Trace,
    weights: Array,
    *,
    method: str = "complex",
    epsilon: float = 1e-6,
    claimed: Gradients | None = None,
) -> tuple[Difference, ...]:
    """Every weight gradient of L = Σ weights · states, (T+1, k), and dL/d start, for a trace without a batch.

    method: "complex" (exact to rounding) or "centred" with epsilon. The reference runs the textbook loop, so it
    shares no code with the analytic gradients but the equation. claimed: other gradients to judge, a planted lie say.
    """
    one_run(trace)
    found = gradients(trace, weights) if claimed is None else claimed
    results = []
    for name, analytic in found.weights.items():
        reference = slope(partial(changed_loss, trace, weights, name), getattr(trace.cell, name), method, epsilon)
        results.append(compare(name, analytic, reference))
    start = slope(partial(changed_loss, trace, weights, "start"), trace.start, method, epsilon)
    return (*results, compare("start", found.adjoints[0], start))


def slope(function: Function, value: Array, method: str, epsilon: float) -> Array:
    """The gradient of a function of one array, in the shape of the array."""
    if method not in ("complex", "centred"):
        raise ValueError(f"There is no method {method!r} here; choose complex or centred.")
    row = complex_step(function, value) if method == "complex" else centred(function, value, epsilon)
    return row.reshape(value.shape)


def changed_loss(trace: Trace, weights: Array, name: str, value: Array) -> Array:
    """Σ weights · states after a textbook run with one weight, or the start, changed."""
    cell: Any = trace.cell if name == "start" else replace(trace.cell, **{name: value})
    states = textbook(cell, trace.inputs, value if name == "start" else trace.start)
    return np.asarray((weights * states).sum())


def one_run(trace: Trace) -> None:
    """Refuse a batch: the checker perturbs one number at a time."""
    if trace.batch is not None:
        raise ValueError("The checker takes one run at a time; unroll one member of the batch.")


def rounding_level(value: float, *terms: float) -> bool:
    """Whether a value lost so much to cancellation that no rate may be read off it.

    True when |value| is below 1e-8 of the largest of its uncancelled terms; the text then says "rounding level".
    """
    return abs(value) < ROUNDING * max((abs(term) for term in terms), default=0.0)
