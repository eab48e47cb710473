"""Demos that several lessons run: networks in the cell of the notation, and tables and plots made from what they gave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.notation import Writer, show, show_log
from explainer.records import Axis, Band, Cell, Line, Mark, Plot, Query, Residual, Table, Words

if TYPE_CHECKING:
    from explainer.numeric.experiments import Carried, Spread
    from explainer.records.trace import Trace


def gate(query: Query, name: str) -> Decimal:
    """A settled real parameter."""
    return Decimal(str(query.parameters[name]))


def count(query: Query, name: str) -> int:
    """A settled whole number."""
    return int(str(query.parameters[name]))


def gru_kind(write: Writer) -> str:
    """The GRU of the notation, by its name in `numeric.networks`: PyTorch's resets after the product."""
    return "reset_after" if write.convention.reset_enters == "after" else "gru"


def untrained(kind: str, steps: int, units: int, seed: int) -> Trace:
    """A fresh network of a kind (update gates near 1/2), unrolled on the same inputs as the demo's own."""
    from explainer import numeric

    cell = numeric.fresh(kind, units=units, seed=seed)
    start = numeric.random_start(cell.size, seed)
    return numeric.unroll(cell, numeric.random_inputs(steps, cell.inputs, seed), start, seed=seed)


def from_log(write: Writer, log: float) -> Words:
    """A cell that shows e^log, also where a double underflows."""
    return write.words(f"${show_log(log)}$")


def singular(write: Writer, spread: Spread, log: float) -> Cell:
    """A cell for one singular value: a number, or "rounding level" where the largest one drowns it."""
    return write.words(f"${trusted(spread, log)}$")


def trusted(spread: Spread, log: float) -> str:
    """One singular value in linear notation; "rounding level" where the largest one drowns it in rounding."""
    from explainer.numeric.experiments import rounding_level

    return '"rounding level"' if rounding_level(log, spread.log_largest) else show_log(log)


def lag_plot(write: Writer, title: str, marks: Sequence[Mark], alt: str, *, state: str = "c") -> Plot:
    """Gradient norm over lag on a logarithmic axis, the picture that most lessons share. state: the letter, c or a."""
    lag, norm = Axis(write.words("lag $T-s$"), "steps"), write.words(f"$norm(d{state}[T]/d{state}[s])$")
    return Plot(write.words(title), lag, Axis(norm, "", "log"), tuple(marks), alt)


def curve(write: Writer, label: str, at: Sequence[int], logs: Sequence[float], style: str = "solid") -> Line:
    """A line from logarithms; where a double can't hold the value there is a gap."""
    return Line(write.words(label), tuple(map(float, at)), tuple(_within_doubles(log) for log in logs), style)


def bound_band(write: Writer, trace: Trace, gamma: float, at: Sequence[int]) -> Band:
    """The two-sided bound on every singular value, (1 − γ(1+K))^lag to (1 − γ + γK)^lag, as a band."""
    from explainer.numeric import constant

    K = float(constant(trace.cell, float(abs(trace.start).max())))
    low, high = max(0.0, 1 - gamma * (1 + K)), 1 - gamma + gamma * K
    lows = tuple(_within_doubles(lag * math.log(low)) if low else None for lag in at)
    highs = tuple(_within_doubles(lag * math.log(high)) if high else None for lag in at)
    return Band(write.words("two-sided bound"), tuple(map(float, at)), lows, highs)


def _within_doubles(log: float) -> float | None:
    return math.exp(log) if -690 < log < 700 else None


def shown(value: Decimal, log: Decimal | float) -> str:
    """A computed decimal in linear notation, through its natural logarithm where a double would underflow."""
    return show(float(value), 7) if abs(value) > Decimal("1e-300") or log == -math.inf else show_log(float(log))


def percent(share: Decimal | float) -> str:
    """A share in words for a sentence: 60.5 %, less than 0.01 %, more than 99.9 %; never a rounded 0 % or 100 %.

    A short decimal is a reader's own number and is given back exactly: 0.0001 %.
    """
    number = float(share)
    if isinstance(share, Decimal) and len(share.as_tuple().digits) <= 6 and share.adjusted() >= -8:
        return f"{(share * 100).normalize():f} %"
    if number in (0.0, 1.0):
        return f"{number:.0%}".replace("%", " %")
    if number < 1e-4:
        return "less than 0.01 %"
    if number > 0.9995:
        return "more than 99.9 %"
    return f"{100 * number:.3g} %"


def run_table(write: Writer, run: Carried, predicted: float) -> Table:
    """What a real unroll with every gate at γ kept, beside (1−γ)^T: value, carry, and the whole gradient."""
    whole = run.gradient
    rows: tuple[tuple[Cell, ...], ...] = (
        (write.words("predicted, $(1-γ)^T$"), write.words(f"${show(predicted, 7)}$"), None),
        (write.words("memory: $c[T]/c[0]$ while $c~ = 0$"), run.value, Residual(abs(run.value - predicted))),
        (write.words("gradient, carry path: the product of $1-Γu$"), run.carry, Residual(abs(run.carry - predicted))),
        ("whole gradient, median singular value", singular(write, whole, whole.log_median), None),
        ("whole gradient, smallest", singular(write, whole, whole.log_smallest), None),
        ("whole gradient, largest", from_log(write, whole.log_largest), None),
    )
    title = f"Unrolled for $T = {run.steps}$ steps, every gate at $γ$"
    return Table(write.words(title), (("",), ("value",), ("difference",)), rows)
