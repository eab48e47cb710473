"""The one-step Jacobians of a trace, split by path or summed, a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from explainer.numeric import limits
from explainer.numeric.arrays import Array, time_inside
from explainer.numeric.cell import Run
from explainer.numeric.running import run_of
from explainer.records.trace import Trace

CHUNK = 16_000  # numbers in one chunk of Jacobians: it stays in the cache, and its pages are used again


def paths(trace: Trace, start: int = 0, stop: int | None = None) -> dict[str, Array]:
    """The Jacobians of the steps from state `start` to state `stop`, split by path.

    Gives name → (…, stop−start, k, k); entry i holds the path's part of d state_{start+i+1} / d state_{start+i}.
    Names: "carry", "update gate", "candidate", "candidate through reset gate" (GRUs, MGU); "carry", "forget gate",
    "update gate", "candidate", "output gate" (LSTM, over [c; a]); "candidate" (RNN). Raises ValueError when the stretch
    is too long to hold.
    """
    fits(trace, start, stop)
    found = trace.cell.paths(inside(run_of(trace, start, stop)))
    return {name: batch_before(path, trace.batch) for name, path in found.items()}


def jacobians(trace: Trace, start: int = 0, stop: int | None = None) -> Array:
    """The one-step Jacobians (…, stop−start, k, k): the sum of all paths."""
    fits(trace, start, stop)
    return batch_before(stretch(trace, start, trace.steps if stop is None else stop), trace.batch)


def stretch(trace: Trace, start: int, stop: int) -> Array:
    """The one-step Jacobians between two states, time first (T, [B,] k, k)."""
    total, *others = trace.cell.paths(inside(run_of(trace, start, stop))).values()
    for path in others:
        total += path
    return np.ascontiguousarray(total)


def inside(run: Run) -> Run:
    """The run with time last in memory."""
    gates = {name: time_inside(gate) for name, gate in run.gates.items()}
    return Run(time_inside(run.states), run.inputs, gates, time_inside(run.candidates))


def chunks(trace: Trace, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Stretches that cover the states from start to stop, the last one first, each small enough for the cache."""
    length = max(16, CHUNK // ((trace.batch or 1) * trace.cell.size**2))
    while stop > start:
        first = max(start, stop - length)
        yield first, stop
        stop = first


def fits(trace: Trace, start: int, stop: int | None) -> None:
    """Refuse a stretch whose Jacobians would not fit in memory."""
    steps = (trace.steps if stop is None else stop) - start
    size = (trace.batch or 1) * trace.cell.size**2
    if steps * size > limits.NUMBERS:
        raise ValueError(
            f"The Jacobians of {steps:,} steps hold {steps * size:,} numbers, more than {limits.NUMBERS:,}; "
            "ask for a shorter stretch, or for their product."
        )


def batch_before(a: Array, batch: int | None) -> Array:
    """(T, B, k, k) → (B, T, k, k)."""
    return a if batch is None else np.moveaxis(a, 0, 1)
