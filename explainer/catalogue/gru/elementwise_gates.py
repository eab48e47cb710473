"""elementwise-gates: Γu is a vector, each unit has a gate and a time scale of its own, and busy units leak little."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, STEPS
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.bounds import Leak
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

# The gates of the two busy units beside the memory unit; the first is the reader's.
BUSY = (0.01, 0.5)
NAMES = ("memory", "slow", "busy")

HEADLINES = {
    "": (
        "A vector: $Γu$ has one number for each unit of the memory and multiplies entry by entry, so each unit has a time scale "
        "of its own. In one network with the gates ${gates}$ the units' own gradients after {steps} steps are ${memory}$, "
        "${slow}$ and ${busy}$ (measured)."
    ),
    "vector": (
        "It is a vector with as many numbers as the memory has units, and it multiplies entry by entry: unit $i$ keeps "
        "the share $1-Γu$ of its own gate alone. Gates of ${gates}$ in one network leave ${memory}$, ${slow}$ and ${busy}$ of the "
        "units' own gradients after {steps} steps."
    ),
    "one-unit": (
        "Yes, if its own gate is near 0: at $γ = {gamma}$ one unit moves by ${moved}$ in {steps} steps, while beside it the busy unit "
        "changes by ${change}$ at every single step (mean size, gate 0.5, same network, same inputs)."
    ),
    "time-scales": (
        "Yes, each for as long as its own gate says: gates of ${gates}$ are half-lives of ${half_memory}$, ${half_slow}$ and "
        "${half_busy}$ steps, side by side in one network; after {steps} steps their own gradients are ${memory}$, ${slow}$ "
        "and ${busy}$."
    ),
    "leak": (
        "Only as far as its own gate lets them: the memory unit's row of $dc[T]/dc[0]$ differs from its own carry by ${leak}$ "
        "over {steps} steps (bound: ${leak_bound}$), since everything that enters the unit passes its own gate, here "
        "$γ = {gamma}$, however wide the other gates are."
    ),
}
ASSUMPTIONS = (
    "One network of three units, whose update gates are held at three different values at every step while $W_u$ is not zero "
    "(a bias that varies over time). Weights, inputs and start are random.",
    "Unit $i$'s own gradient is the entry $(i, i)$ of $dc[T]/dc[0]$; its own carry is the product of its own $1-Γu$. The leak is "
    "the norm of the difference of the whole row from that carry.",
)
MISCONCEPTION = (
    'There is no single gate that is open or shut for the whole memory. "$Γu ≈ 0$ over the sentence" is said of the units that '
    "hold something; in the same step other units' gates may be wide open."
)
BEYOND = (
    "The bound on the leak assumes that the other units do not explode: it contains the norms of the Jacobians up to each step, "
    "taken here from the run itself.",
    "What is in another unit's gradient along the way is not lost for the loss: it reaches the parameters by its own paths.",
    "In a trained network one fact is often spread over several units; that one unit holds it is the simplest case, not a rule.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The carry is diagonal; with "proof" the bound on what leaks into one unit."""
    from explainer.symbolic.lemmas import single_unit

    return single_unit.derive(notation)


def explain(query: Query) -> Answer:
    """Three units with three gates in one network: values, gradients and the leak."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import closed_forms

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    gates = (float(gamma), *BUSY)
    trace = numeric.gates_at(np.array(gates), kind=gru_kind(w), steps=steps, units=3, seed=query.seed)
    whole = numeric.product(trace).dense()
    leaks = [numeric.one_unit(trace, unit) for unit in range(3)]
    values = {name: float(whole[i, i]) for i, name in enumerate(NAMES)} | {
        "carry": leaks[0].carry,
        "leak": leaks[0].deviation,
        "leak_bound": leaks[0].bound,
        "moved": float(abs(trace.last[0] - trace.start[0])),
        "change": float(np.abs(np.diff(trace.states[:, 2])).mean()),
    }
    halves = {
        f"half_{name}": show(float(closed_forms.half_life(each))) if each else "∞"
        for name, each in zip(NAMES, gates, strict=True)
    }
    said = {name: show(value) for name, value in values.items()} | halves
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            steps=show(steps), gamma=show(gamma), gates=", ".join([show(gamma), *(show(each) for each in BUSY)]), **said
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            unit_table(w, gates, whole.diagonal().tolist(), leaks, steps),
            values_plot(w, trace, gates),
            gradient_plot(w, trace, gates),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(query.notation, gates, steps, query.seed),
    )


def unit_table(w: Writer, gates: tuple[float, ...], own: list[float], leaks: list[Leak], steps: int) -> Table:
    """Each unit's own carry beside its own gradient, and what leaks into its row."""
    rows: list[tuple[Cell, ...]] = []
    for each, entry, leak in zip(gates, own, leaks, strict=True):
        carry = math.exp(steps * math.log1p(-each)) if each < 1 else 0.0
        rows.append(
            (w.words(f"${show(each)}$"), carry, entry, Residual(abs(entry - carry)), leak.deviation, leak.bound)
        )
    heads = (
        "unit's gate",
        "own carry, $(1-γ)^T$",
        "own gradient",
        "difference",
        "leak into its row",
        "bound on the leak",
    )
    return Table(
        w.words(f"Three units of one network after $T = {steps}$ steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "A unit with its gate nearly shut keeps its gradient whatever its neighbours do. Where a busy unit's own gradient is "
            "larger than its carry, the rest came round through the units that hold."
        ),
    )


def values_plot(w: Writer, trace: Trace, gates: tuple[float, ...]) -> Plot:
    """The three units' values over time."""
    from explainer.numeric import experiments

    at = experiments.even_lags(trace.steps, 101)
    lines = tuple(
        Line(
            w.words(f"unit with $γ = {show(each)}$"),
            tuple(map(float, at)),
            tuple(float(trace.states[t, i]) for t in at),
        )
        for i, each in enumerate(gates)
    )
    alt = (
        f"The values of three units of one network over {trace.steps} steps. The unit with gate {show(gates[0])} goes from "
        f"{show(float(trace.start[0]))} to {show(float(trace.last[0]))}, the one with {show(gates[1])} drifts, the one with "
        f"{show(gates[2])} follows the inputs."
    )
    return Plot(
        w.words("One network, three time scales"),
        Axis(w.words("step $t$"), "steps"),
        Axis(w.words("$c[t]$")),
        lines,
        alt,
    )


def gradient_plot(w: Writer, trace: Trace, gates: tuple[float, ...]) -> Plot:
    """Each unit's own gradient over the lag, with its own carry."""
    from explainer import numeric
    from explainer.numeric import experiments

    at = experiments.even_lags(trace.steps)
    entries = abs(numeric.products(trace, [trace.steps - lag for lag in at]).dense())
    lines: list[Line] = []
    for i, each in enumerate(gates):
        own = tuple(float(value) if value > 1e-30 else None for value in entries[:, i, i])
        lines.append(Line(w.words(f"unit with $γ = {show(each)}$"), tuple(map(float, at)), own))
    alt = (
        f"Each unit's own gradient over the lag, logarithmic. After {trace.steps} steps: "
        + ", ".join(f"gate {show(each)}: {show(float(entries[-1, i, i]))}" for i, each in enumerate(gates))
        + "."
    )
    axis = Axis(w.words("$abs(dc_i[T]/dc_i[s])$"), "", "log")
    return Plot(w.words("Each unit's own gradient"), Axis(w.words("lag $T-s$"), "steps"), axis, tuple(lines), alt)


def program(notation: str, gates: tuple[float, ...], steps: int, seed: int) -> str:
    """The same network with a gate for each unit, and its Jacobian."""
    lines = "".join(f'print("{name}", product[{i}, {i}])\n' for i, name in enumerate(NAMES[:2]))
    return programs.held_gru(notation, gamma=gates, steps=steps, units=3, seed=seed) + "\n" + lines


TOPIC = Topic(
    slug="elementwise-gates",
    title="One gate for each unit",
    question=QUESTIONS["elementwise-gates"],
    parameters=(replace(GAMMA, grid=GATE_GRID), replace(STEPS, default=100, grid=(30, 100))),
    related=("frozen-memory", "update-gate", "gru-memory", "gru-jacobian", "gate-bias-init"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("vector", "Is Γu one number or a vector?"),
        Facet("one-unit", "Can one unit hold the plural while the others change?"),
        Facet("time-scales", "Can units remember for different lengths of time?"),
        Facet("leak", "Do the busy units spoil the gradient of the one that holds?"),
    ),
)
