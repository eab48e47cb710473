"""update-gate: what Γu is, who sets it, why it is never exactly 0 or 1, and what a value of it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import BIAS, GAMMA, GATE_GRID, STEPS
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

TABLE_LOGITS = tuple(map(Decimal, ("-20", "-10", "-6.9", "-4.6", "-2.2", "0", "2.2", "10")))
SHUT, OPENING = -10.0, 20.0  # bias and input weight of the unit that opens at one word
WORDS = (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # the word at step 3, fillers around it

HEADLINES = {
    "": (
        "It is the share of the memory that the candidate replaces at this step, one number between 0 and 1 for each unit, "
        "which the network computes anew from input and state: $Γu[t] = σ(W_u [c[t-1], x[t]] + b_u)$. At $γ = {gamma}$ "
        "(logit ${logit}$) half of the memory is left after ${half}$ steps."
    ),
    "who-sets": (
        "The network itself, at every step: $Γu[t] = σ(W_u [c[t-1], x[t]] + b_u)$ comes from the input and the state, and "
        "training finds the weights. In the unit below it stands at ${shut}$ on fillers and opens to ${open}$ at one word, "
        "although nothing in it was hard-coded for that step."
    ),
    "never-zero": (
        "Only close: a sigmoid of a finite number lies strictly between 0 and 1. $Γu = {gamma}$ needs the logit ${logit}$, and "
        "exactly 0 would need minus infinity; only rounding can make it exactly 0 or 1."
    ),
    "near-zero": (
        "Because most words should not change what a unit holds: where a change would harm, training pushes the pre-activation "
        "down, and each 2.3 makes the gate ten times smaller ($γ = {gamma}$ is the logit ${logit}$). It is an extreme case, "
        "not a rule: a unit that follows every word has its gate open."
    ),
    "per-step": (
        "The share of the gate's own value: at $γ = {gamma}$ a step replaces that share of the memory by the candidate, so "
        "${kept}$ of it is left after {steps} steps (measured: ${measured}$) and half after ${half}$."
    ),
    "bias-value": (
        "The logit: $γ = σ(a)$ is solved by $a = ln(γ/(1-γ))$. So $γ = {gamma}$ is the pre-activation ${logit}$ (a real unroll "
        "with that bias gives ${unrolled}$), and half of the memory is left after ${half}$ steps."
    ),
}
ASSUMPTIONS = (
    "In the table the gate's bias is the pre-activation: a real network whose input and state are 0, so that its weights add "
    "nothing. The half-life is that of a gate that stays at the value.",
    "The unit that opens at one word has its weights set by hand ($W_u = [0, 20]$, $b_u = -10$), to show that a learned gate "
    "can be shut at nearly every step without being hard-coded to any.",
)
MISCONCEPTION = (
    'The gate is neither hard-coded nor exactly 0 or 1. "$Γu = 0$ over the sentence" is shorthand for a sigmoid that stays '
    "very small there because of what the network reads, and it differs from unit to unit."
)
BEYOND = (
    "That training finds such a gate is not shown here: a gate that starts near 1/2 loses the gradient over long lags before it "
    "can learn to shut.",
    "The logits are for a gate of one unit. In a network the pre-activation is a sum over state, input and bias, and its parts "
    "can't be read off the gate.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The step as a move towards the candidate, the gate as a function of the input, the sigmoid and its inverse."""
    from explainer.symbolic.lemmas import update_gate

    return update_gate.derive(notation)


def wanted(query: Query) -> tuple[Decimal, Decimal]:
    """The reader's γ and its logit, or those of the reader's bias when a bias was given (in the notation's own sign).

    Raises ValueError when both were given and don't fit together.
    """
    from explainer.numeric import closed_forms

    gamma, bias = gate(query, "gamma"), gate(query, "bias")
    if "bias" not in query.given:
        return gamma, closed_forms.bias_of(gamma)
    logit = bias if query.notation == "course" else -bias  # z's bias has the other sign
    of_bias = closed_forms.gate_of(logit)
    if "gamma" in query.given and abs(of_bias - gamma) > gamma * Decimal("1e-3"):
        raise ValueError(
            f"A bias of {show(bias)} is a gate of {show(float(of_bias))}, not of {show(gamma)}: give --gamma or --bias, not both."
        )
    return of_bias, logit


def told(query: Query, gamma: Decimal, logit: Decimal) -> Query:
    """The query with γ and bias that say the same, so that the answer never shows a default beside the reader's other one."""
    bias = logit if query.notation == "course" else -logit
    with localcontext(prec=9):
        agreed = {"gamma": gamma, "bias": +bias} if "bias" not in query.given else {"gamma": +gamma, "bias": bias}
    return replace(query, parameters={**query.parameters, **agreed})


def explain(query: Query) -> Answer:
    """The table of logits and gates, the unit that opens at one word, and what a gate of γ keeps."""
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    (gamma, logit), steps, kind = wanted(query), count(query, "steps"), gru_kind(w)
    query = told(query, gamma, logit)
    opening = opens_at_a_word()
    gates = opening.gates["Γu"][:, 0]
    kept = closed_forms.retention(gamma, steps)
    values = {
        "gamma": float(gamma),
        "logit": float(logit),
        "unrolled": from_unroll(logit, kind, query.seed),
        "half_life": float(closed_forms.half_life(gamma)),
        "kept": float(kept.fraction),
        "measured": experiments.memory_left(float(gamma), [steps], kind=kind, units=1, seed=query.seed)[0],
        "shut": float(gates.min()),
        "open": float(gates.max()),
    }
    said = {name: show(value) for name, value in values.items()}
    said |= {"gamma": show(gate(query, "gamma"), 6), "kept": shown(kept.fraction, kept.log)}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(steps=show(steps), half=said["half_life"], **said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[logit_table(w, logit, kind, query.seed), sigmoid_plot(w), word_table(w, opening), word_plot(w, opening)],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(float(logit), steps),
    )


def from_unroll(logit: Decimal, kind: str, seed: int) -> float:
    """The update gate of a real fresh network with this logit as its bias, at a step where input and state are 0."""
    import numpy as np

    from explainer import numeric

    own = float(-logit if kind == "reset_after" else logit)  # z is what is kept
    cell = numeric.fresh(kind, units=1, seed=seed, bias=own)
    trace = numeric.unroll(cell, np.zeros((1, cell.inputs)))
    return float(trace.gates["1-z" if kind == "reset_after" else "Γu"][0, 0])


def opens_at_a_word() -> Trace:
    """One unit: shut on fillers, open at the word, whose candidate it then holds."""
    import numpy as np

    from explainer import numeric

    cell = numeric.GRU(
        np.array([[0.0, OPENING]]), np.zeros((1, 2)), np.array([[0.0, 1.0]]), np.array([SHUT]), np.zeros(1), np.zeros(1)
    )
    return numeric.unroll(cell, np.array(WORDS)[:, None])


def logit_table(w: Writer, logit: Decimal, kind: str, seed: int) -> Table:
    """Pre-activation, gate by formula and in a real network, and the half-life."""
    from explainer.numeric import closed_forms

    rows: list[tuple[Cell, ...]] = []
    for each in sorted({*TABLE_LOGITS, logit}):
        predicted, measured = closed_forms.gate_of(each), from_unroll(each, kind, seed)
        half = float(closed_forms.half_life(predicted))
        rows.append(
            (
                w.words(f"${show(float(each))}$"),
                float(predicted),
                measured,
                Residual(abs(measured - float(predicted))),
                half,
            )
        )
    heads = ("pre-activation $a$ (logit of $Γu$)", "$σ(a)$", "in a real unroll", "difference", "half-life in steps")
    return Table(w.words("From the pre-activation to the gate"), tuple(w.words(head) for head in heads), tuple(rows))


def sigmoid_plot(w: Writer) -> Plot:
    """σ(a) on a logarithmic axis: nearly a straight line where the gate is shut."""
    from explainer.numeric import closed_forms

    at = tuple(i / 2 for i in range(-40, 17))
    gates = tuple(float(closed_forms.gate_of(a)) for a in at)
    alt = (
        "The gate over its pre-activation, logarithmic: below about −2 it falls tenfold with every 2.3, to "
        f"{show(gates[0])} at −20; at 0 it is 0.5, at 8 {show(gates[-1])}. It reaches neither 0 nor 1."
    )
    return Plot(
        w.words("The gate over its pre-activation"),
        Axis(w.words("pre-activation $a$")),
        Axis(w.words("$σ(a)$"), "", "log"),
        (Line(w.words("$σ(a)$"), at, gates),),
        alt,
    )


def word_table(w: Writer, trace: Trace) -> Table:
    """Input, gate and memory of the unit, step by step."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            t + 1,
            "the word" if word else "filler",
            SHUT + OPENING * word,
            float(trace.gates["Γu"][t, 0]),
            float(trace.states[t + 1, 0]),
        )
        for t, word in enumerate(WORDS)
    )
    heads = ("step", "input", "logit of $Γu$", "$Γu$ (share replaced)", "$c$")
    return Table(
        w.words("A unit whose gate opens on one input only"),
        tuple(w.words(head) for head in heads),
        rows,
        w.words("The candidate of the word is $tanh(1) = 0.761594$; on fillers the candidate is 0 and hardly gets in."),
    )


def word_plot(w: Writer, trace: Trace) -> Plot:
    """Gate and memory over the steps."""
    at = tuple(float(t) for t in range(1, trace.steps + 1))
    gates = tuple(float(each) for each in trace.gates["Γu"][:, 0])
    memory = tuple(float(each) for each in trace.states[1:, 0])
    alt = (
        f"Over eight steps the gate is {show(gates[0])} except at step 3, where it is {show(max(gates))}. The memory is 0 "
        f"before, takes {show(max(memory))} there and still holds {show(memory[-1])} at step 8."
    )
    lines = (Line(w.words("$Γu$"), at, gates), Line(w.words("$c$"), at, memory))
    return Plot(
        w.words("The gate opens once, and the memory holds"),
        Axis(w.words("step"), "steps"),
        Axis(("value",)),
        lines,
        alt,
    )


def program(logit: float, steps: int) -> str:
    """The gate from its logit, its half-life, and the unit that opens at one word."""
    return (
        programs.header(logit=repr(logit), T=steps)
        + f"""

{programs.SIGMOID}

gamma = sigmoid(logit)
print("gamma", gamma)
print("half_life", np.log(2) / -np.log1p(-gamma))

memory = 1.0
for t in range(T):
    memory = gamma * 0.0 + (1 - gamma) * memory
print("measured", memory)

gates, c = [], 0.0
for word in {list(WORDS)}:
    gates.append(sigmoid({SHUT} + {OPENING} * word))
    c = gates[-1] * np.tanh(word) + (1 - gates[-1]) * c
print("shut", min(gates))
print("open", max(gates))
"""
    )


TOPIC = Topic(
    slug="update-gate",
    title="The update gate",
    question=QUESTIONS["update-gate"],
    parameters=(
        replace(
            GAMMA,
            low=Decimal("1e-300"),
            high=Decimal("0.999999999999"),
            because="a sigmoid of a finite number is never exactly 0 or 1",
            grid=GATE_GRID[:-1],
        ),
        replace(BIAS, default=Decimal("-13.8155096"), low=Decimal(-600), high=Decimal(27)),
        replace(STEPS, grid=(100, 1000)),
    ),
    related=("gate-learning", "gate-bias-init", "gru-memory", "reset-gate", "elementwise-gates"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("who-sets", "Who or what sets Γu to 0 or 1?"),
        Facet("never-zero", "Can Γu be exactly 0 or 1, or only close?"),
        Facet("near-zero", "Why are the values of Γu near 0 over most steps?"),
        Facet("per-step", "What does a gate that is small but not 0 lose per step?"),
        Facet("bias-value", "Which pre-activation or bias gives which Γu?"),
    ),
)
