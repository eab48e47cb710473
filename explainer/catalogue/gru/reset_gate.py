"""reset-gate: where Γr enters, what it changes in what is written, and why it is not what keeps the gradient."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, from_log, gate, gru_kind, singular, trusted
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, STEPS, UNITS
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.numeric.cell import Cell as Network
    from explainer.numeric.experiments import PathNorms, Spread
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

FORCED = 1000.0  # a bias at which the sigmoid is exactly 0 or 1 in float64
LABELS = {"zero": "$Γr = 0$", "computed": "$Γr$ as computed", "one": "$Γr = 1$"}

HEADLINES = {
    "": (
        "It decides how much of the old state the candidate is made from, $c~ = tanh(W_c [Γr * c', x] + b_c)$; how much is "
        "kept is decided by $Γu$ alone. With $Γr = 0$ the candidate comes from the input only (turning the start round changes "
        "it by ${turn_zero}$), with $Γr = 1$ it sees all of the old state (${turn_one}$)."
    ),
    "why-two": (
        "Because they answer two questions: $Γu$ how much is replaced, $Γr$ what the replacement is made from. Without $Γr$ every "
        "candidate depends on the old state (turning that round changes it by ${turn_one}$ here, by ${turn_zero}$ with "
        "$Γr = 0$), so nothing can start afresh; a GRU without it still works, and keeps its gradient as well."
    ),
    "short-long": (
        "Only as a tendency, not by what they are: how long something is kept hangs on $Γu$ alone, and $Γr$ is no memory at all. "
        "Over {steps} steps with $γ = {gamma}$ the median singular value of the gradient is ${median_zero}$ at $Γr = 0$, "
        "${median_computed}$ with $Γr$ as computed and ${median_one}$ at $Γr = 1$; the carry is ${carry}$ in all three."
    ),
    "zero-or-one": (
        "At $Γr = 0$ the candidate is made from the input alone, a fresh start for what is written (what is kept is not "
        "touched); at $Γr = 1$ it sees the whole old state, as in the GRU without this gate. Turning the start round changes "
        "the first candidate by ${turn_zero}$ and ${turn_one}$."
    ),
    "gradient": (
        "Little, and nothing without $Γu$: its own path carries $Γr (1-Γr) ≤ 1/4$ and the factor $Γu$. With $γ = {gamma}$ its "
        "norm in one step's Jacobian is ${through}$ (bound: ${through_bound}$), beside ${candidate}$ for the candidate's direct "
        "path and ${kept}$ for the carry; at $Γr = 0$ or 1 it is 0."
    ),
}
ASSUMPTIONS = (
    "One random network in three versions: the relevance gate forced to 0, as computed from state and input (untrained, so "
    "near 1/2), and forced to 1. The update gate is exactly $γ$ at every step in all of them.",
    '"Turning the start round" means a second run from $-c[0]$; the change is the largest difference of the two first '
    "candidates.",
)
MISCONCEPTION = (
    '"$c~$ is already balanced by $Γr$, so $Γu$ is not needed" forgets that the candidate goes through $W_c$ and tanh: with '
    "$Γr = 1$ it still is no copy of the old state. Only $Γu$ copies; with $Γu = 1$ this network's gradient norm over the same "
    "steps is at most {rewritten} in all three versions."
)
BEYOND = (
    "Cho et al. (2014) report that units of short memory tend to have active reset gates and units of long memory active update "
    "gates: an observation on trained networks, as stated there and not checked here.",
    "Whether the gate helps on a task is not measured here.",
    "In PyTorch and in Keras's default the gate acts after the product with the weights, $r * (W_hn h + b_hn)$: a different "
    "function of the same letters.",
)


@dataclass(frozen=True, slots=True)
class Version:
    """One of the three networks: its run, path norms, gradient, and how far its first candidate turns with the start."""

    trace: Trace
    norms: PathNorms
    whole: Spread
    turn: float


def derive(notation: str) -> Mapping[str, Proof]:
    """Where Γr enters the candidate, its path in the Jacobian and the bound on its slope, and Γr = 0."""
    from explainer.symbolic.lemmas import reset

    return reset.derive(notation)


def with_reset(cell: Network, bias: float | None) -> Network:
    """The network with its relevance gate forced by a bias; as it is for None."""
    import numpy as np

    from explainer import numeric

    if bias is None:
        return cell
    if isinstance(cell, numeric.GRUResetAfter):
        b_ih = cell.b_ih.copy()
        b_ih[: cell.units] = bias
        return replace(cell, b_ih=b_ih)
    assert isinstance(cell, numeric.GRU)
    return replace(cell, b_r=np.full(cell.units, bias))


def version(cell: Network, bias: float | None, gamma: float, steps: int, seed: int) -> Version:
    """Run one version, and once more from the start turned round."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    forced, x, start = (
        with_reset(cell, bias),
        numeric.random_inputs(steps, cell.inputs, seed),
        numeric.random_start(cell.size, seed),
    )
    trace = numeric.gates_at(gamma, cell=forced, x=x, start=start)
    turned = numeric.unroll(forced, x[:1], -start)
    # Rounded, so that two roads to the same candidate do not show their last digit as a difference.
    turn = round(float(np.abs(turned.candidates[0] - trace.candidates[0]).max()), 14)
    (norms,) = experiments.path_norms(trace)
    return Version(trace, norms, experiments.spread_of_run(trace), turn)


def explain(query: Query) -> Answer:
    """The same network with Γr at 0, as computed and at 1: candidates, paths, gradients."""
    from explainer import numeric
    from explainer.numeric import closed_forms

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    share, cell = float(gamma), numeric.fresh(gru_kind(w), units=units, seed=query.seed)
    biases = {"zero": -FORCED, "computed": None, "one": FORCED}
    runs = {name: version(cell, bias, share, steps, query.seed) for name, bias in biases.items()}
    rewritten = max(version(cell, bias, 1.0, steps, query.seed).whole.log_largest for bias in biases.values())
    computed = runs["computed"]
    through = computed.norms.by_path["candidate through reset gate"]
    values = {
        **{f"turn_{name}": run.turn for name, run in runs.items()},
        **{f"median_{name}": run.whole.median for name, run in runs.items()},
        "carry": float(closed_forms.retention(gamma, steps).fraction),
        "norm": computed.whole.largest,
        "through": through,
        "through_bound": share * reset_bound(computed.trace),
        "candidate": computed.norms.by_path["candidate"],
        "kept": 1 - share,
        "rewritten": math.exp(rewritten),
    }
    said = {name: show(value) for name, value in values.items()}
    said |= {f"median_{name}": trusted(run.whole, run.whole.log_median) for name, run in runs.items()}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(gamma=show(gamma), steps=show(steps), **said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[versions_table(w, runs, float(values["carry"])), paths_table(w, runs, values["through_bound"])],
        misconception=MISCONCEPTION.format(rewritten=f"${show_log(rewritten)}$"),
        beyond=BEYOND,
        program=programs.held_gru(query.notation, gamma=share, steps=steps, units=units, seed=query.seed)
        + 'print("carry", (1 - gamma) ** T)\nprint("norm", np.linalg.norm(product, 2))\n',
    )


def reset_bound(trace: Trace) -> float:
    """Norms that bound the path through Γr without its factor Γu: slope at most 1/4, times the weights it passes."""
    import numpy as np

    from explainer import numeric

    cell, n = trace.cell, trace.units
    if isinstance(cell, numeric.GRUResetAfter):
        return float(np.abs(trace.gates["q"]).max() * np.linalg.norm(cell.W_hh[:n], 2) / 4)
    assert isinstance(cell, numeric.GRU)
    inside = np.linalg.norm(cell.W_c[:, :n], 2) * np.linalg.norm(cell.W_r[:, :n], 2)
    return float(np.abs(trace.states).max() * inside / 4)


def versions_table(w: Writer, runs: Mapping[str, Version], carry: float) -> Table:
    """State and gradient of the three versions; the carry is the same in all."""
    import numpy as np

    base = runs["computed"].trace.last
    rows: list[tuple[Cell, ...]] = []
    for name, run in runs.items():
        apart = float(np.abs(run.trace.last - base).max())
        median = singular(w, run.whole, run.whole.log_median)
        rows.append(
            (
                w.words(LABELS[name]),
                run.turn,
                apart,
                carry,
                median,
                Residual(abs(run.whole.median - carry)),
                from_log(w, run.whole.log_largest),
            )
        )
    heads = ("", "candidate turns by", "$c[T]$ apart", "carry, $(1-γ)^T$", "gradient, median", "difference", "largest")
    return Table(
        w.words(f"One network, three relevance gates, $T = {runs['computed'].trace.steps}$ steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "Apart: the largest difference of the last state from that of the network as computed. The gradient's median "
            "singular value differs from the carry by what the other paths add."
        ),
    )


def paths_table(w: Writer, runs: Mapping[str, Version], bound: float) -> Table:
    """The paths of one step's Jacobian in the three versions."""
    names = ("update gate", "candidate", "candidate through reset gate")
    rows: list[tuple[Cell, ...]] = []
    for name, run in runs.items():
        rows.append((w.words(LABELS[name]), 1 - run.norms.lost_carry, *(run.norms.by_path[path] for path in names)))
    heads = ("", "carry", "update gate", "candidate, direct", "candidate through $Γr$")
    return Table(
        w.words("Norms of the four paths of one step (median over the steps)"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            f"The path through $Γr$ is at most ${show(bound)}$ here: $γ$ times a slope of at most $1/4$ and the weights' norms."
        ),
    )


TOPIC = Topic(
    slug="reset-gate",
    title="What the relevance gate is for",
    question=QUESTIONS["reset-gate"],
    parameters=(
        replace(GAMMA, default=Decimal("0.01"), grid=GATE_GRID),
        replace(STEPS, default=50, grid=(10, 50)),
        UNITS,
    ),
    related=("update-gate", "simplified-gru", "gru-jacobian", "gru-conventions", "gru-forward"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("why-two", "Why is a second gate needed; isn't Γu enough?"),
        Facet("short-long", "Is Γr for the short term and Γu for the long term?"),
        Facet("zero-or-one", "What happens at Γr = 0, and at Γr = 1?"),
        Facet("gradient", "What does Γr do to the gradient?"),
    ),
)
