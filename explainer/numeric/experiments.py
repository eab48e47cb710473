"""What several lessons measure in the same way: the gradient over its lag, the share of each path, singular values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from explainer.numeric.arrays import Array, median
from explainer.numeric.bounds import kept_and_written
from explainer.numeric.cell import Cell
from explainer.numeric.gru import GRU
from explainer.numeric.gru_reset_after import GRUResetAfter
from explainer.numeric.networks import fresh, gates_at, random_inputs, random_start, stacked
from explainer.numeric.one_step import paths
from explainer.numeric.running import unroll
from explainer.numeric.scaled import Scaled, product, products
from explainer.numeric.singular import spectrum
from explainer.records.record import record
from explainer.records.trace import Trace


@record
class Spread:
    """The singular values of a gradient d c_T / d c_s in three numbers, and their natural logarithms."""

    smallest: float
    median: float
    largest: float
    log_smallest: float
    log_median: float
    log_largest: float


def spread(gradient: Scaled) -> Spread:
    """The smallest, median and largest singular value of one (k, k) product."""
    return spread_of(gradient.log_singular_values())


def spread_of_run(trace: Trace) -> Spread:
    """The same of the whole d state_T / d state_0, each value to full accuracy, also where the largest one drowns it."""
    return spread_of(spectrum(trace))


def spread_of(logs: Array) -> Spread:
    """The three from the logarithms of all singular values, largest first."""
    largest = float(logs[0])
    with np.errstate(under="ignore", over="ignore", divide="ignore", invalid="ignore"):
        # The median of the values, not of their logarithms: of an even number the two differ.
        beside = float(median(np.exp(logs - largest))) if math.isfinite(largest) else 0.0
        middle = largest + math.log(beside) if beside > 0 else float(median(logs))
        low = float(logs[-1])
        return Spread(float(np.exp(low)), float(np.exp(middle)), float(np.exp(largest)), low, middle, largest)


def rounding_level(log: float, log_largest: float) -> bool:
    """Whether a quantity is below 1e-8 of the largest one it was computed beside: its digits are then not to be trusted."""
    return log < log_largest - 8 * math.log(10)


def lags(steps: int, per_decade: int = 4) -> tuple[int, ...]:
    """Whole lags from 1 to `steps`, evenly spread in their logarithm, both ends among them."""
    count = max(2, round(per_decade * math.log10(max(steps, 1))) + 1)
    raw = np.geomspace(1, max(steps, 1), count)
    return tuple(sorted({round(float(lag)) for lag in raw} | {1, steps}))


def even_lags(steps: int, count: int = 41) -> tuple[int, ...]:
    """Whole lags from 0 to `steps`, evenly spread."""
    return tuple(sorted({round(float(lag)) for lag in np.linspace(0, steps, count)}))


def memory_block(trace: Trace, gradient: Scaled) -> Scaled:
    """d c_T / d c_s alone, for the LSTM whose state is [c; a]; other cells are all memory."""
    n = trace.units
    return gradient if trace.cell.size == n else Scaled.of(gradient.matrix[..., :n, :n], gradient.exponent)


def gradient(trace: Trace, lag: int | None = None) -> Scaled:
    """d c_T / d c_{T−lag} of the memory; back to the start when no lag is given."""
    start = 0 if lag is None else trace.steps - lag
    return memory_block(trace, product(trace, start))


def log_norm_by_lag(trace: Trace, at: Sequence[int]) -> Array:
    """ln ‖d c_T / d c_{T−lag}‖ (spectral) for each lag."""
    scaled = memory_block(trace, products(trace, [trace.steps - lag for lag in at]))
    return scaled.log_norm()


@record
class PathNorms:
    """Spectral norms of the parts of J − I: the median over the steps of each path."""

    lost_carry: float
    by_path: dict[str, float]
    deviation: float


def path_norms(trace: Trace) -> list[PathNorms]:
    """How large each path's part of the one-step Jacobian is: the median over the steps of its spectral norm.

    One record for each member of a batch, one alone without a batch.
    """
    parts = paths(trace)
    identity = np.eye(trace.cell.size)
    measured = {name: part for name, part in parts.items() if name != "carry"}
    measured |= {"lost": parts["carry"] - identity, "deviation": sum(parts.values()) - identity}
    sizes = {name: median(np.linalg.norm(part, 2, axis=(-2, -1)), -1).ravel() for name, part in measured.items()}
    rows = [dict(zip(sizes, map(float, row), strict=True)) for row in zip(*sizes.values(), strict=True)]
    return [PathNorms(row.pop("lost"), deviation=row.pop("deviation"), by_path=row) for row in rows]


LONGEST_RUN = 100_000  # steps; beyond it a demo runs this many and says so


@record
class Carried:
    """What a real unroll with every gate at γ kept: of the memory's value, and of the gradient.

    steps: how many were run. value: c_T / c_0 with the candidate at 0, the median unit. carry: the product of the gates'
    1 − Γu, and its logarithm. gradient: the singular values of the whole d c_T / d c_0.
    """

    steps: int
    value: float
    carry: float
    log_carry: float
    gradient: Spread


def carried(gamma: float, steps: int, *, kind: str = "gru", units: int = 8, seed: int = 0) -> Carried:
    """Run a GRU with every gate at γ for min(steps, 10⁵) steps and measure what is left of value and gradient."""
    run = min(steps, LONGEST_RUN)
    trace = gates_at(gamma, kind=kind, steps=run, units=units, seed=seed)
    keep, _ = kept_and_written(trace)
    silent = gates_at(gamma, cell=without_candidate(trace.cell), x=trace.inputs, start=trace.start)
    ratio = silent.memory[-1] / silent.memory[0]
    with np.errstate(divide="ignore", under="ignore"):
        log_carry = float(median(np.log(keep).sum(axis=0)))
        return Carried(run, float(median(ratio)), math.exp(log_carry), log_carry, spread(gradient(trace)))


def memory_left(gamma: float, at: Sequence[int], *, kind: str = "gru", units: int = 8, seed: int = 0) -> list[float]:
    """c_t / c_0 (the median unit) at the steps `at` of a GRU with every gate at γ that writes zeros."""
    cell = without_candidate(fresh(kind, units=units, seed=seed))
    trace = gates_at(gamma, cell=cell, steps=max(1, *at), seed=seed)
    return [float(median(trace.memory[step] / trace.memory[0])) for step in at]


def without_candidate(cell: Cell) -> Cell:
    """The same cell writing zeros: the candidate's weights are 0, so that c̃ = 0 whatever comes."""
    if isinstance(cell, GRUResetAfter):
        n = cell.units
        W_ih, W_hh, b_ih, b_hh = cell.W_ih.copy(), cell.W_hh.copy(), cell.b_ih.copy(), cell.b_hh.copy()
        for part in (W_ih, W_hh):
            part[2 * n :] = 0
        b_ih[..., 2 * n :], b_hh[..., 2 * n :] = 0, 0
        return replace(cell, W_ih=W_ih, W_hh=W_hh, b_ih=b_ih, b_hh=b_hh)
    assert isinstance(cell, GRU)
    return replace(cell, W_c=np.zeros_like(cell.W_c), b_c=np.zeros_like(cell.b_c))


def over_seeds(
    cells: Sequence[Cell], steps: int, seeds: Sequence[int], *, gamma: float | None = None, update: float | None = None
) -> Trace:
    """Several networks of one kind as one batch, each on the inputs and from the start of its own seed.

    gamma: every gate that keeps is held at it (see `gates_at`, where `update` is explained); left free when None.
    """
    first = cells[0]
    x = np.stack([random_inputs(steps, first.inputs, seed) for seed in seeds])
    starts = np.stack([random_start(first.size, seed) for seed in seeds])
    if gamma is None:
        return unroll(stacked(cells), x, starts)
    return gates_at(gamma, cell=stacked(cells), x=x, start=starts, update=update)


def typical(gradients: Scaled) -> Spread:
    """The spread of a batch of gradients: of each of the three singular values the median over the batch."""
    each = [spread(Scaled(matrix, power)) for matrix, power in zip(gradients.matrix, gradients.exponent, strict=True)]
    smallest = float(median([one.log_smallest for one in each]))
    middle = float(median([one.log_median for one in each]))
    largest = float(median([one.log_largest for one in each]))
    with np.errstate(under="ignore", over="ignore"):
        values = (float(np.exp(smallest)), float(np.exp(middle)), float(np.exp(largest)))
    return Spread(values[0], values[1], values[2], smallest, middle, largest)
