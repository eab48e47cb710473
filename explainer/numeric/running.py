"""Running a cell over its inputs: the fast loop, and the textbook loop that it is tested against."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from explainer.numeric import limits
from explainer.numeric.arrays import Array
from explainer.numeric.cell import Cell, Run
from explainer.records.trace import Trace


def unroll(
    cell: Cell, inputs: npt.ArrayLike, start: npt.ArrayLike | None = None, *, seed: int | None = None
) -> Trace:
    """The cell over all inputs, from the start state (zeros when not given).

    inputs: (T, m), or (B, T, m) for a batch. start: (k,) or (B, k); k = n, 2n for the LSTM's [c; a].
    What has no batch axis is shared by the whole batch. T ≤ 100,000. Raises ValueError with a sentence otherwise.
    """
    fed, state = settle(cell, inputs, start)
    run = cell.run(time_first(fed), np.ascontiguousarray(state, dtype=float))
    gates = {name: batch_first(gate) for name, gate in run.gates.items()}
    return Trace(cell, fed, batch_first(run.states), gates, batch_first(run.candidates), seed)


def textbook(cell: Cell, inputs: npt.ArrayLike, start: npt.ArrayLike | None = None) -> Array:
    """The states (…, T+1, k) by calling `cell.step` once a step. Slow and plain; everything may be complex."""
    fed, state = settle(cell, inputs, start)
    states = [state]
    for t in range(fed.shape[-2]):
        states.append(cell.step(states[-1], fed[..., t, :], t))
    return np.stack(np.broadcast_arrays(*states), axis=-2)


def settle(cell: Cell, inputs: npt.ArrayLike, start: npt.ArrayLike | None) -> tuple[Array, Array]:
    """Inputs and start checked against the cell, and both with the batch axis when anything has one."""
    fed = limits.shape("inputs", limits.numbers("inputs", inputs), (cell.inputs,), "each step's input", extra=2)
    if fed.ndim < 2:
        raise ValueError(f"inputs has the shape {fed.shape}; give (T, {cell.inputs}), one row a step.")
    given = np.zeros(cell.size) if start is None else limits.numbers("start", start)
    state = limits.shape("start", given, (cell.size,), "the state")
    sizes = {"inputs": len(fed) if fed.ndim == 3 else None, "start": len(state) if state.ndim == 2 else None}
    B = limits.batch({**sizes, "the cell": cell.batch})
    T = limits.steps(fed.shape[-2], (B or 1) * (cell.size + cell.inputs))
    for name, length in cell.timed().items():
        if length != T:
            raise ValueError(f"{name} varies over {length} steps, but the inputs have {T}; give one row for each step.")
    if B is not None:
        fed = np.broadcast_to(fed, (B, *fed.shape[-2:]))
        state = np.broadcast_to(state, (B, cell.size))
    return fed, state


def run_of(trace: Trace, start: int = 0, stop: int | None = None) -> Run:
    """The trace between two states as the cell's own record, time first."""
    stop = trace.steps if stop is None else stop
    if not 0 <= start <= stop <= trace.steps:
        raise ValueError(f"There is no stretch from state {start} to {stop}: states go from 0 to {trace.steps}.")
    gates = {name: time_first(gate[..., start:stop, :]) for name, gate in trace.gates.items()}
    return Run(
        time_first(trace.states[..., start : stop + 1, :]),
        time_first(trace.inputs[..., start:stop, :]),
        gates,
        time_first(trace.candidates[..., start:stop, :]),
    )


def time_first(a: Array) -> Array:
    """(B, T, n) → (T, B, n); (T, n) stays."""
    return np.moveaxis(a, 1, 0) if a.ndim == 3 else a


def batch_first(a: Array) -> Array:
    """(T, B, …) → (B, T, …) for states and gates; (T, n) stays."""
    return np.moveaxis(a, 0, 1) if a.ndim == 3 else a
