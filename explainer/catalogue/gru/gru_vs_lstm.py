"""gru-vs-lstm: one gate for two, what that does to gradient and memory at equal retention, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, gru_kind, lag_plot, trusted
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import (
    Answer,
    Axis,
    Block,
    Cell,
    Facet,
    Formula,
    Line,
    Plot,
    Prose,
    Query,
    Residual,
    Source,
    Table,
    Topic,
)

if TYPE_CHECKING:
    from explainer.numeric.experiments import Spread
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

HEADLINES = {
    "": (
        "The GRU has one gate where the LSTM has two: $Γu$ writes and $1-Γu$ keeps, while the LSTM's $Γf$ and $Γi$ are free of each "
        "other. At equal retention ($γ = {gamma}$, {steps} steps) the gradient keeps {gru} in the GRU and {lstm} in the LSTM (medians); "
        "the GRU's memory never leaves ±1, the LSTM's may grow, here to {grown}. The GRU has three blocks of weights, the LSTM four."
    ),
    "which": (
        "Either; the comparisons named below found no clear winner, so try the cheaper one first. The GRU has 3/4 of the parameters "
        "({p_gru} to {p_lstm} here) and a memory that can't run away; the LSTM can add up without limit, here to {grown}. In both the "
        "bias of the gate that keeps decides how far the gradient reaches, so set it."
    ),
    "one-state": (
        "They were merged: what the GRU remembers is also what it gives out, and its gates see it as it is. The LSTM keeps its memory "
        "apart and shows only its tanh through the output gate $Γo$, so its state has $2n$ numbers to the GRU's $n$: here {states} to "
        "{units}."
    ),
    "gates": (
        "$1-Γu$ does what the LSTM's forget gate $Γf$ does, and $Γu$ what its input gate $Γi$ does; the GRU ties them, so that the "
        "two add up to 1. $Γr$ has no exact partner: like the output gate $Γo$ it limits what the next step sees of the memory, but "
        "only in the candidate."
    ),
    "memory": (
        "Neither, at equal gates: with a share $γ = {gamma}$ lost at each step both keep $(1-γ)^T = {predicted}$ of the value along "
        "the memory. Over all paths the gradient keeps {gru} in the GRU and {lstm} in the LSTM (medians). What differs is where the "
        "gates stand: a bias decides that, not the name of the cell."
    ),
}
ASSUMPTIONS = (
    "Equal retention: the GRU's $Γu$ is $γ$ and the LSTM's $Γf$ is $1-γ$, in every unit and at every step, with weights of the same "
    "size and the same inputs. The memory starts within ±1. The LSTM's other gates are left to their weights, near 1/2; in the third "
    "column its input gate is tied to $γ$ as well.",
    "Gradients are those of the memory, $dc[T]/dc[0]$, over all paths; the LSTM's also run through what it shows to the next step.",
)
MISCONCEPTION = (
    '"The LSTM is always better" (or the GRU): at equal gates the carry is the same $(1-γ)^T$, and a fresh one of either kind, with '
    'its gates '
    "near 1/2, loses its gradient. Comparisons that change the cell and the bias at once compare the biases."
)
BEYOND = (
    "Which one learns a given task better is not settled by any of this. Chung et al. (2014) found the two comparable, Greff et al. "
    "(2017) no variant clearly better than the LSTM; as their abstracts state, not checked here.",
    "Three blocks to four is the ratio of parameters and of multiplications; the time of a step also depends on the library.",
)

PROGRAM = """
gru, lstm, kept = 0.0, 0.0, 1.0
for _ in range(T):
    gru = gamma * 1.0 + (1 - gamma) * gru  # one gate: an average, the candidate is 1
    lstm = 1.0 * 1.0 + (1 - gamma) * lstm  # two gates: the input gate is open, and it adds
    kept *= 1 - gamma  # along the memory both keep the same

block = n * (n + m) + n
print("predicted", kept)
print("grown_gru", gru)
print("grown_lstm", lstm)
print("parameters_gru", 3 * block)
print("parameters_lstm", 4 * block)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One of the three networks: its run, the spread of its gradient, and how far its memory grows when pushed."""

    name: str
    trace: Trace
    gradient: Spread
    pushed: tuple[float, ...]
    parameters: int


def derive(notation: str) -> Mapping[str, Proof]:
    """With the gates tied the LSTM's recursion is the GRU's, and bounded like it."""
    from explainer.symbolic.lemmas import coupled

    proofs = coupled.derive(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"]}


def explain(query: Query) -> Answer:
    """GRU, LSTM, and an LSTM with tied gates, all losing the share γ at each step."""
    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    found = networks(gru_kind(w), float(gamma), steps, units, query.seed)
    gru, lstm, tied = found
    predicted = math.exp(steps * math.log1p(-float(gamma)))
    values = {
        "predicted": predicted,
        "gru": gru.gradient.median,
        "lstm": lstm.gradient.median,
        "lstm_tied": tied.gradient.median,
        "grown_gru": gru.pushed[-1],
        "grown_lstm": lstm.pushed[-1],
        "parameters_gru": float(blocks(3, units)),
        "parameters_lstm": float(blocks(4, units)),
    }
    said = {
        "gamma": show(gamma),
        "steps": show(steps),
        "predicted": show(predicted),
        "gru": f"${trusted(gru.gradient, gru.gradient.log_median)}$",
        "lstm": f"${trusted(lstm.gradient, lstm.gradient.log_median)}$",
        "grown": f"${show(lstm.pushed[-1])}$",
        "p_gru": f"{blocks(3, units):,}",
        "p_lstm": f"{blocks(4, units):,}",
        "units": units,
        "states": 2 * units,
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
        demo=[
            beside(w, found, predicted, steps),
            gates_table(w),
            *equations(w),
            gradient_plot(w, found, float(gamma), steps),
            growth_plot(w, found),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(gamma=float(gamma), T=steps, n=units, m=4) + PROGRAM,
    )


def blocks(number: int, units: int, inputs: int = 4) -> int:
    """Parameters of so many blocks of weights with one bias each."""
    return number * (units * (units + inputs) + units)


def networks(kind: str, gamma: float, steps: int, units: int, seed: int) -> tuple[Network, Network, Network]:
    """The three networks at equal retention, on the same inputs."""
    from explainer import numeric
    from explainer.numeric import experiments

    made = []
    kinds = (("GRU", kind, None, 3), ("LSTM", "lstm", None, 4), ("LSTM, $Γi = 1-Γf$", "lstm", gamma, 4))
    for name, cell, tied, number in kinds:
        trace = numeric.gates_at(gamma, kind=cell, steps=steps, units=units, seed=seed, update=tied)
        spread = experiments.spread(experiments.gradient(trace))
        pushed = grown(cell, gamma, steps, tied)
        made.append(Network(name, trace, spread, pushed, blocks(number, units)))
    return made[0], made[1], made[2]


def grown(kind: str, gamma: float, steps: int, tied: float | None) -> tuple[float, ...]:
    """|c| of one unit after every step from 0, while the candidate is pushed to 1 and a free input gate stands open."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric.networks import CELLS

    arrays = {name: np.zeros(shape) for name, shape in CELLS[kind].shapes(1, 1).items()}
    # tanh(20) is 1 to 16 digits; the candidate's bias is PyTorch's last entry, the course's b_c.
    if kind == "reset_after":
        arrays["b_ih"][2] = 20.0
    else:
        arrays["b_c"][0] = 20.0
    update = (1.0 if tied is None else tied) if kind == "lstm" else None
    cell = CELLS[kind](**arrays)
    trace = numeric.gates_at(gamma, cell=cell, x=np.zeros((steps, 1)), start=np.zeros(cell.size), update=update)
    return tuple(float(value) for value in abs(trace.memory[:, 0]))


def beside(w: Writer, found: Sequence[Network], predicted: float, steps: int) -> Table:
    """The three networks side by side: gradient, growth, size."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    def logs(pick: str) -> list[Cell]:
        return [w.words(f"${trusted(each.gradient, getattr(each.gradient, pick))}$") for each in found]

    largest: list[Cell] = [from_log(w, each.gradient.log_largest) for each in found]
    states = [each.trace.cell.size for each in found]
    entire = [experiments.spread(numeric.product(each.trace)) for each in found]
    # At equal gates the carry is the same product; here it is multiplied out from the gates of the run.
    carries = [numeric.attention(each.trace).carry for each in found]
    carried: list[Cell] = [Residual(float(np.abs(carry - predicted).max())) for carry in carries]
    lines: tuple[tuple[str, list[Cell]], ...] = (
        ("along the memory, $(1-γ)^T$", [w.words(f"${show(predicted)}$")] * 3),
        ("difference of the gates multiplied out", carried),
        ("$dc[T]/dc[0]$, smallest singular value", logs("log_smallest")),
        ("$dc[T]/dc[0]$, median", logs("log_median")),
        ("$dc[T]/dc[0]$, largest", largest),
        ("the whole state's, largest", [from_log(w, each.log_largest) for each in entire]),
        ("largest memory in this run", [float(abs(each.trace.memory).max()) for each in found]),
        ("memory pushed up for $T$ steps", [each.pushed[-1] for each in found]),
        ("numbers in the state", list(states)),
        ("parameters (4 inputs, one bias for each gate)", [each.parameters for each in found]),
    )
    rows = tuple((w.words(label), *cells) for label, cells in lines)
    heads = (("at equal retention",), *(w.words(name) for name in ("GRU", "LSTM", "LSTM, $Γi = 1-Γf$")))
    note = (
        "Pushed up: one unit whose candidate is always 1, the LSTM's free input gate open. The GRU averages and stops at 1, the LSTM "
        "adds."
    )
    return Table(w.words(f"Three networks, $T = {steps}$ steps"), heads, rows, w.words(note))


def gates_table(w: Writer) -> Table:
    """What does in one cell what the other cell's gate does."""
    lstm = w.for_cell("lstm")
    rows: tuple[tuple[Cell, ...], ...] = (
        ("share kept", w.words("$1-Γu$"), lstm.words("$Γf$")),
        ("share written", w.words("$Γu$"), lstm.words("$Γi$")),
        ("what the candidate sees of the memory", w.words("$c[t-1]$ through $Γr$"), lstm.words("$tanh(c[t-1])$ through $Γo$, as $a[t-1]$")),
        ("what the gates see of it", w.words("$c[t-1]$ itself"), lstm.words("only $a[t-1]$")),
        ("what is given out", w.words("$c[t]$"), lstm.words("$a[t] = Γo[t] * tanh(c[t])$")),
    )
    return Table(w.words("Which gate does what"), (("task",), ("GRU",), ("LSTM",)), rows)


def equations(w: Writer) -> list[Block]:
    """The LSTM's own equations, for the eye to compare."""
    return [Prose(w.words("The LSTM, for comparison:")), *(Formula(line) for line in w.cell("lstm"))]


def gradient_plot(w: Writer, found: Sequence[Network], gamma: float, steps: int) -> Plot:
    """The largest singular value of the memory's gradient over the lag."""
    from explainer.numeric import experiments

    at = sorted({*experiments.lags(steps), *experiments.even_lags(steps)})
    logs = [[float(log) for log in experiments.log_norm_by_lag(each.trace, at)] for each in found]
    carry = math.log1p(-gamma)
    marks = [curve(w, each.name, at, log) for each, log in zip(found, logs, strict=True)]
    marks.append(curve(w, "$(1-γ)^(T-s)$", at, [lag * carry for lag in at], "dashed"))
    names = ("GRU", "LSTM", "LSTM with tied gates")
    ends = ", ".join(f"{name} {show_log(log[-1])}" for name, log in zip(names, logs, strict=True))
    alt = f"Gradient norm over lag. After {steps} steps: {ends}."
    return lag_plot(w, "How much of the gradient is left, at equal retention", marks, alt)


def growth_plot(w: Writer, found: Sequence[Network]) -> Plot:
    """The memory of one unit that is always pushed up."""
    steps = len(found[0].pushed) - 1
    at = sorted({round(i * steps / 60) for i in range(61)})
    marks = tuple(
        Line(w.words(each.name), tuple(map(float, at)), tuple(each.pushed[t] for t in at)) for each in (found[0], found[1])
    )
    return Plot(
        w.words("The memory while the candidate is always 1"),
        Axis(w.words("step $t$"), "steps"),
        Axis(w.words("$abs(c[t])$")),
        marks,
        f"The GRU's memory ends at {show(found[0].pushed[-1])}, the LSTM's at {show(found[1].pushed[-1])}.",
    )


TOPIC = Topic(
    slug="gru-vs-lstm",
    title="GRU and LSTM at equal retention",
    question=QUESTIONS["gru-vs-lstm"],
    parameters=(
        replace(
            GAMMA,
            meaning="γ, the share of the memory that one step loses in both cells",
            default=Decimal("0.01"),
            high=Decimal("0.999999"),
            because="at 1 nothing is kept in either",
            grid=tuple(Decimal(m).scaleb(p) for p in (-6, -4, -3, -2, -1) for m in (1, 3)),
        ),
        replace(STEPS, default=100, high=Decimal(10**4), grid=(10, 30, 100, 300)),
        UNITS,
    ),
    related=("compare-cells", "lstm-gradient", "lstm-forget-bias", "gru-parameters", "gate-bias-init"),
    sources=(
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Hochreiter, Schmidhuber", 1997, "Long short-term memory", "Neural Computation 9(8)"),
        Source("Gers, Schmidhuber, Cummins", 2000, "Learning to forget: continual prediction with LSTM", "Neural Computation 12(10)"),
        Source("Greff et al.", 2017, "LSTM: a search space odyssey", "IEEE Transactions on Neural Networks 28(10)"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("which", "Which one should I use?"),
        Facet("one-state", "The LSTM has a and c; where did the second state of the GRU go?"),
        Facet("gates", "Which gate of one corresponds to which of the other?"),
        Facet("memory", "Which of the two remembers longer?"),
    ),
)
