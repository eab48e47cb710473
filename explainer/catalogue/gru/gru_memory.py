"""gru-memory: what a gate near 0 does to the memory, how long it lasts, and what it is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Block, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.closed_forms import Retention
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

TABLE_GAMMAS = ("0.5", "0.1", "0.01", "0.001", "1e-6")
DRAWN_GAMMAS = ("0.1", "0.01", "0.001")
HALF = Decimal("0.5")
ONE_OVER_E = (-Decimal(1)).exp()
LONGEST_MEASURED = 1000  # steps of an unroll from which a half-life is taken

HEADLINES = {
    "": (
        "It makes the memory hold: a step replaces only the share $Γu$ of it. With $γ = {gamma}$ the start still has the "
        "weight $(1-γ)^T = {fraction}$ after {steps} steps (measured: ${carry}$), and half of it is left after ${half}$ steps."
    ),
    "duration": (
        "The memory fades rather than ends, over about $1/γ$ steps: with $γ = {gamma}$ half of it is left after ${half}$ steps "
        "(taken from a real unroll: ${half_measured}$), $1/e$ after ${constant}$ and 1 % after ${hundredth}$."
    ),
    "exactly": (
        "Not exactly: each step replaces the share $γ = {gamma}$, so after {steps} steps the start has the weight "
        "${fraction}$ instead of 1, and no unit can have moved by more than $2(1 - (1-γ)^T) = {bound}$ (measured: ${moved}$)."
    ),
    "candidate-zero": (
        "Then the memory shrinks by the factor $1-γ$ a step and no faster: with $γ = {gamma}$ a candidate of 0 leaves "
        "${silent}$ of $c[0]$ after {steps} steps (predicted: ${fraction}$). A candidate counts only as far as the gate lets "
        "it in."
    ),
    "where": (
        "As a number in one unit of the vector $c$ or in a few, say near 1 for singular and near −1 for plural; nobody "
        "assigns the unit, training finds it. It stays there while that unit's own gate is near 0: at $γ = {gamma}$ it "
        "keeps the weight ${fraction}$ over {steps} steps."
    ),
    "weights": (
        "What was written at step $s$ counts $γ (1-γ)^(T-s)$ and the start $(1-γ)^T$, and together they make 1: with "
        "$γ = {gamma}$ and {steps} steps the start has ${fraction}$, the latest write ${gamma}$ and all writes together "
        "${written}$."
    ),
}
ASSUMPTIONS = (
    "The update gate is exactly $γ$ in every unit and at every step. In the sums and products below every unit stands by "
    "itself.",
    "The start has $norm(c[0])_∞ ≤ 1$. Each candidate depends on the state before it; a weight says how much of the candidate "
    "is in $c[T]$, whatever the candidate came from.",
)
MISCONCEPTION = (
    'The value is not "kept exactly": $1-γ$ is below 1, and a share below 1 taken often enough comes to nothing. What is true '
    "is that it takes about $1/γ$ steps, so that $γ = 10^-6$ hardly matters over a sentence or a book chapter."
)
BEYOND = (
    "A real gate is no constant: it depends on the input and the state. The sum over steps holds for any gates; the powers of "
    "$1-γ$ only for a constant one.",
    "That a value is kept does not by itself say that its gradient is; the step has to be near the identity as a function.",
    "Floating point sets limits of its own: in float32 a gate below $2^-25 = 2.98e-8$ leaves $1-γ$ at exactly 1.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The memory as a weighted average, the half-life, and how far it can have moved."""
    from explainer.symbolic.lemmas import memory

    return memory.derive(notation)


def explain(query: Query) -> Answer:
    """The memory of a GRU with every gate at γ: its weights, its half-life, and its course over time."""
    from explainer import numeric
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    kind = gru_kind(w)
    trace = numeric.gates_at(float(gamma), kind=kind, steps=steps, units=units, seed=query.seed)
    weights, kept = numeric.attention(trace), closed_forms.retention(gamma, steps)
    silent = experiments.memory_left(float(gamma), [steps], kind=kind, units=units, seed=query.seed)[0]
    values = {
        "fraction": float(kept.fraction),
        "carry": float(weights.carry[0]),
        "written": float(weights.weights.sum(axis=0)[0]),
        "silent": silent,
        "moved": float(abs(trace.last - trace.start).max()),
        "bound": 2 * float(1 - kept.fraction),
    }
    half, measured = steps_until(gamma, HALF), half_life_measured(gamma, kind, query.seed)
    if half is not None and measured is not None:
        values |= {"half_life": half, "half_life_measured": measured}
    said = {
        "steps": show(steps),
        "gamma": show(gamma),
        "half": steps_shown(half),
        "half_measured": steps_shown(measured),
        "constant": steps_shown(steps_until(gamma, ONE_OVER_E)),
        "hundredth": steps_shown(steps_until(gamma, Decimal("0.01"))),
        **{name: show(value) for name, value in values.items()},
        "fraction": shown(kept.fraction, kept.log),
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo(w, query, trace, kept, gamma),
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(gamma, steps, query.seed),
    )


def steps_until(gamma: Decimal, share: Decimal) -> float | None:
    """After how many steps this share is left; None when it never is."""
    from explainer.numeric import closed_forms

    return None if gamma == 0 else float(closed_forms.solve_steps(share, gamma))


def half_life_measured(gamma: Decimal, kind: str, seed: int) -> float | None:
    """The half-life from what a real unroll with candidate 0 has left after about one half-life, at most 1000 steps."""
    from explainer.numeric import experiments

    half = steps_until(gamma, HALF)
    if half is None:
        return None
    run = int(min(LONGEST_MEASURED, max(1, round(half))))
    left = experiments.memory_left(float(gamma), [run], kind=kind, units=1, seed=seed)[0]
    return 0.0 if left == 0 else run * math.log(2) / -math.log(left)


def steps_shown(steps: float | None) -> str:
    """A number of steps in linear notation; ∞ when the share is never reached."""
    return "∞" if steps is None else show(steps)


def demo(w: Writer, query: Query, trace: Trace, kept: Retention, gamma: Decimal) -> list[Block]:
    """The weights first; in the full lesson also the half-lives and the memory's course over time."""
    blocks: list[Block] = [weights_table(w, trace, kept)]
    if query.depth == "full":
        blocks += [
            half_lives(w, with_the_readers(gamma), gru_kind(w), query.seed),
            *courses(w, trace, with_the_readers(gamma)),
        ]
    return blocks


def with_the_readers(gamma: Decimal) -> list[Decimal]:
    """The reader's γ among those of the tables, largest first."""
    return sorted({*map(Decimal, TABLE_GAMMAS), gamma}, reverse=True)


def weights_table(w: Writer, trace: Trace, kept: Retention) -> Table:
    """What c_T is made of: predicted by powers of 1−γ, measured from the gates along the run and from its states."""
    import numpy as np

    from explainer import numeric

    parts, gamma, T = numeric.attention(trace), float(kept.gamma), trace.steps
    rebuilt = parts.carry * trace.start + (parts.weights * trace.candidates).sum(axis=0)
    first = gamma * float(kept.fraction) / (1 - gamma) if gamma < 1 else float(T == 1)

    def row(name: str, predicted: float, measured: float) -> tuple[Cell, ...]:
        return (w.words(name), predicted, measured, Residual(abs(predicted - measured)))

    rows: tuple[tuple[Cell, ...], ...] = (
        row("weight of the start $c[0]$", float(kept.fraction), float(parts.carry[0])),
        row("weight of the first candidate", first, float(parts.weights[0, 0])),
        row("weight of the latest candidate", gamma, float(parts.weights[-1, 0])),
        row("weight of all candidates", float(1 - kept.fraction), float(parts.weights[:, 0].sum())),
        row("all weights", 1.0, float(parts.weights[:, 0].sum() + parts.carry[0])),
        row("$c[T]$, first unit: weighted sum, unroll", float(rebuilt[0]), float(trace.last[0])),
        (
            "largest move of a unit: bound, unroll",
            2 * float(1 - kept.fraction),
            float(np.abs(trace.last - trace.start).max()),
            None,
        ),
    )
    heads = ("", "predicted", "measured", "difference")
    return Table(
        w.words(f"What the memory is made of after {show(T)} steps with every gate at $γ = {show(kept.gamma)}$"),
        tuple(w.words(head) for head in heads),
        rows,
        w.words(
            "Measured: the products of the gates along the run, and the states of the run itself, in a network of "
            f"{trace.units} {'unit' if trace.units == 1 else 'units'} on random inputs."
        ),
    )


def half_lives(w: Writer, gammas: list[Decimal], kind: str, seed: int) -> Table:
    """The half-life by formula beside one measured on an unroll, and when 1/e and 1 % are left."""
    rows: list[tuple[Cell, ...]] = []
    for gamma in gammas:
        half, measured = steps_until(gamma, HALF), half_life_measured(gamma, kind, seed)
        others = [steps_until(gamma, share) for share in (ONE_OVER_E, Decimal("0.01"))]
        difference = None if half is None or measured is None else Residual(abs(measured - half) / max(half, 1.0))
        times = [w.words(f"${steps_shown(value)}$") for value in (half, measured)]
        rows.append(
            (w.words(f"${show(gamma)}$"), *times, difference, *(w.words(f"${steps_shown(value)}$") for value in others))
        )
    heads = (
        "$γ$",
        "half-life, $ln 2/(-ln(1-γ))$",
        "measured",
        "relative difference",
        "$1/e$ left after",
        "1 % left after",
    )
    return Table(
        w.words("How many steps it lasts"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            f"Measured: from $c[t]/c[0]$ in a real unroll with candidate 0, after about one half-life but at most "
            f"{LONGEST_MEASURED} steps. Times are in steps and need not be whole."
        ),
    )


def courses(w: Writer, trace: Trace, gammas: list[Decimal]) -> tuple[Plot, Plot]:
    """One unit's memory over time for several γ: with the network's own candidates, and with candidates of 0."""
    from explainer import numeric
    from explainer.numeric import experiments

    at = experiments.even_lags(trace.steps, 81)
    drawn = [gamma for gamma in gammas if gamma != HALF]
    names = [f"$γ = {show(gamma)}$" for gamma in drawn]
    x, steps = tuple(map(float, at)), Axis(w.words("step $t$"), "steps")
    kind, seed = gru_kind(w), trace.seed or 0
    runs = numeric.sweep([float(gamma) for gamma in drawn], kind=kind, steps=trace.steps, units=trace.units, seed=seed)
    own = tuple(
        Line(w.words(name), x, tuple(float(value) for value in runs.states[i, list(at), 0]))
        for i, name in enumerate(names)
    )
    left = [experiments.memory_left(float(gamma), at, kind=kind, seed=seed) for gamma in drawn]
    silent = tuple(Line(w.words(name), x, tuple(values)) for name, values in zip(names, left, strict=True))
    ends = ", ".join(f"γ = {show(gamma)}: {show(values[-1])}" for gamma, values in zip(drawn, left, strict=True))
    return (
        Plot(
            w.words("One unit of the memory over time, candidates of a random network"),
            steps,
            Axis(w.words("$c[t]$")),
            own,
            "The value of one unit over time. With a small gate it stays at its start, with a larger one it follows the "
            f"candidates. Gates: {', '.join(show(gamma) for gamma in drawn)}; steps: {trace.steps}.",
        ),
        Plot(
            w.words("The same when every candidate is 0: what is left of the start"),
            steps,
            Axis(w.words("$c[t]/c[0]$")),
            silent,
            f"What is left of the start over time when the candidate is 0. After {trace.steps} steps: {ends}.",
        ),
    )


def program(gamma: Decimal, steps: int, seed: int) -> str:
    """A memory that is written to at random, beside the weighted sum of what was written."""
    return (
        programs.header(gamma=repr(float(gamma)), T=steps, seed=seed)
        + """
random = np.random.default_rng(seed).uniform
start, candidates = random(-1, 1), random(-1, 1, T)
c = start
for t in range(T):
    c = gamma * candidates[t] + (1 - gamma) * c

weights = gamma * (1 - gamma) ** np.arange(T - 1, -1, -1)  # the first candidate is the oldest
fraction = (1 - gamma) ** T
assert abs(fraction * start + weights @ candidates - c) < 1e-9

print("fraction", fraction)
print("written", weights.sum())
"""
        + ("" if gamma in (0, 1) else 'print("half_life", np.log(2) / -np.log1p(-gamma))\n')
    )


TOPIC = Topic(
    slug="gru-memory",
    title="What a small gate does to the memory, and how long it lasts",
    question=QUESTIONS["gru-memory"],
    parameters=(replace(GAMMA, grid=GATE_GRID), replace(STEPS, grid=(100, 1000)), UNITS),
    related=("gru-gradient", "value-vs-gradient", "solve-steps", "write-and-hold", "leaky-integrator"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("duration", "How long does a GRU remember?"),
        Facet("exactly", 'Is the value really kept "pretty much exactly"?'),
        Facet("candidate-zero", "What if the candidate runs to 0 while the gate is shut?"),
        Facet("where", "How does the memory cell hold something like singular or plural?"),
        Facet("weights", "How much does each past step count in the memory?"),
    ),
)
