"""frozen-memory: one unit held still does not freeze the prediction, because every unit has a gate of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate, gru_kind
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, STEPS
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

UNITS, VOCABULARY = 4, 5
OPEN = 0.5  # the gate of the units that follow the words
ROWS = 10  # steps shown in the table of predictions

HEADLINES = {
    "": (
        "No: $Γu$ has a number for each unit, so one unit can be held while the others go on, and the prediction is made from "
        "all of them. With one of {units} units at $γ = {gamma}$ the most likely word changes {changes} times in {steps} "
        "steps, while the held unit moves by ${moved}$."
    ),
    "same-prediction": (
        "Not while other units move: with one of {units} gates shut to $γ = {gamma}$ the prediction shifts by ${one_shift}$ a "
        "step (mean total variation), and its most likely word changes {changes} times in {steps} steps. With all gates at "
        "$γ$ it would shift by only ${all_shift}$ a step."
    ),
    "between": (
        "The unit that holds something does, the vector $c$ does not: over {steps} steps the unit with its gate at "
        "$γ = {gamma}$ moves by ${moved}$ in all, while the other units move by ${others}$ at each step (mean length)."
    ),
    "output": (
        "On all the other units of $c$, which take in each new word through their own gates and candidates: here they move the "
        "prediction by ${one_shift}$ a step, while the held unit's part of the logits changes by ${part}$ in all {steps} "
        "steps. In an LSTM the output gate changes it as well."
    ),
}
ASSUMPTIONS = (
    f"A GRU of {UNITS} units on random inputs: the first unit's gate is at $γ$ at every step, the others' at {OPEN}, with "
    f"$W_u$ not zero. The prediction is a softmax of $W_y c[t]$ over {VOCABULARY} words, $W_y$ random.",
    "The shift of a prediction is the total variation between two steps: half the sum of the absolute changes of the "
    "probabilities, 0 for the same prediction and 1 for one that has nothing in common with it.",
)
MISCONCEPTION = (
    "The error is to take $Γu$ for one gate over the whole memory. If it were, a shut gate would indeed freeze every prediction; "
    "as it is a vector, a shut unit is one unchanging ingredient of predictions that change."
)
BEYOND = (
    "In the course's GRU $a[t]$ is $c[t]$, so that the prediction sees the memory directly; an LSTM shows its "
    "memory through an output gate and can hide it as well as hold it.",
    "The network here is random: it shows what can change, not what a trained network uses which unit for.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """The change of the logits as a sum over the units, each with its own gate."""
    from explainer.symbolic.lemmas import frozen

    return frozen.derive(notation)


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """A run, its predictions (T, V) after each step, and the weights they are made with."""

    trace: Trace
    chances: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]

    @property
    def shift(self) -> float:
        """The mean total variation from one step's prediction to the next."""
        import numpy as np

        return float(np.abs(np.diff(self.chances, axis=0)).sum(axis=1).mean() / 2)

    @property
    def changes(self) -> int:
        """How often the most likely word is another than at the step before."""
        best = self.chances.argmax(axis=1)
        return int((best[1:] != best[:-1]).sum())


def predict(gates: tuple[float, ...], kind: str, steps: int, seed: int) -> Predictions:
    """Run the network with these gates and read a prediction off every state."""
    import numpy as np

    from explainer import numeric

    trace = numeric.gates_at(np.array(gates), kind=kind, steps=steps, units=UNITS, seed=seed)
    weights = 2 * np.random.default_rng([seed, 4]).normal(size=(VOCABULARY, UNITS))
    logits = trace.states[1:] @ weights.T
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return Predictions(trace, raised / raised.sum(axis=1, keepdims=True), weights)


def explain(query: Query) -> Answer:
    """One unit shut among open ones, and all of them shut: states and predictions."""
    import numpy as np

    w = Writer(query.notation)
    gamma, steps, kind = gate(query, "gamma"), count(query, "steps"), gru_kind(w)
    share = float(gamma)
    one = predict((share, *[OPEN] * (UNITS - 1)), kind, steps, query.seed)
    every = predict((share,) * UNITS, kind, steps, query.seed)
    states = one.trace.states
    values = {
        "held": float(states[-1, 0]),
        "moved": float(abs(states[-1, 0] - states[0, 0])),
        "bound": 2 * float(1 - (1 - gamma) ** steps),
        "others": float(np.linalg.norm(np.diff(states[:, 1:], axis=0), axis=1).mean()),
        "one_shift": one.shift,
        "all_shift": every.shift,
        "changes": float(one.changes),
        "all_changes": float(every.changes),
        "part": float(np.abs(one.weights[:, 0] * (states[-1, 0] - states[0, 0])).max()),
        "top": float(one.chances[-1].max()),
    }
    said = {name: show(value) for name, value in values.items()} | {"changes": str(one.changes)}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(gamma=show(gamma), steps=show(steps), units=UNITS, **said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            two_networks(w, one, every, values),
            predictions_table(w, one),
            units_plot(w, one.trace, gamma),
            words_plot(w, one),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(query.notation, share, steps, query.seed),
    )


def two_networks(w: Writer, one: Predictions, every: Predictions, values: Mapping[str, float]) -> Table:
    """One unit shut beside all shut; the change of the logits is rebuilt from gates and candidates."""
    rows: tuple[tuple[Cell, ...], ...] = (
        ("largest move of the first unit allowed", values["bound"], values["bound"]),
        ("move of the first unit", values["moved"], float(abs(every.trace.last[0] - every.trace.start[0]))),
        ("mean shift of the prediction in a step", one.shift, every.shift),
        ("changes of the most likely word", one.changes, every.changes),
        ("logits' change: sum over units against unroll", rebuilt(one), rebuilt(every)),
    )
    return Table(
        w.words(f"The same network over {one.trace.steps} steps"),
        (("",), w.words("one gate shut"), w.words("all gates shut")),
        rows,
        w.words(
            "Allowed is $2(1-(1-γ)^T)$. The last row is the largest difference between the logits' change in the unroll and the "
            "derivation's sum over units, $W_y D(Γu) (c~ - c[t-1])$."
        ),
    )


def rebuilt(run: Predictions) -> Residual:
    """How far the change of the logits in the unroll is from the sum over units of gate times gap."""
    import numpy as np

    trace = run.trace
    gates = trace.gates["1-z" if "1-z" in trace.gates else "Γu"]
    predicted = (gates * (trace.candidates - trace.states[:-1])) @ run.weights.T
    return Residual(float(np.abs(np.diff(trace.states @ run.weights.T, axis=0) - predicted).max()))


def predictions_table(w: Writer, run: Predictions) -> Table:
    """The held unit, another one, and the most likely word, step by step."""
    rows: list[tuple[Cell, ...]] = []
    for t in range(min(ROWS, run.trace.steps)):
        best = int(run.chances[t].argmax())
        states = run.trace.states[t + 1]
        rows.append((t + 1, float(states[0]), float(states[1]), f"word {best + 1}", float(run.chances[t, best])))
    heads = ("step", "held unit", "second unit", "most likely", "its probability")
    title = "The first steps: the held unit stands still, the prediction does not"
    return Table(w.words(title), tuple(w.words(head) for head in heads), tuple(rows))


def units_plot(w: Writer, trace: Trace, gamma: Decimal) -> Plot:
    """All units over time."""
    at = tuple(map(float, range(trace.steps + 1)))
    names = [f"held, $γ = {show(gamma)}$", *(f"unit {i + 1}" for i in range(1, UNITS))]
    lines = tuple(Line(w.words(name), at, tuple(map(float, trace.states[:, i]))) for i, name in enumerate(names))
    alt = (
        f"The four units over {trace.steps} steps: the held one goes from {show(float(trace.start[0]))} to "
        f"{show(float(trace.last[0]))}, the three others follow the inputs."
    )
    return Plot(
        w.words("One unit held, three that follow"),
        Axis(w.words("step $t$"), "steps"),
        Axis(w.words("$c[t]$")),
        lines,
        alt,
    )


def words_plot(w: Writer, run: Predictions) -> Plot:
    """The probability of each word over time."""
    at = tuple(float(t + 1) for t in range(run.trace.steps))
    lines = tuple(Line(w.words(f"word {i + 1}"), at, tuple(map(float, run.chances[:, i]))) for i in range(VOCABULARY))
    alt = (
        f"The probabilities of five words over {run.trace.steps} steps. The most likely word changes {run.changes} times although "
        "one unit of the memory is held."
    )
    return Plot(
        w.words("The predictions meanwhile"), Axis(w.words("step $t$"), "steps"), Axis(("probability",)), lines, alt
    )


def program(notation: str, gamma: float, steps: int, seed: int) -> str:
    """The network with one gate shut, its last state and its last prediction."""
    gates, state = (gamma, *[OPEN] * (UNITS - 1)), "h" if notation == "pytorch" else "c"
    return (
        programs.held_gru(notation, gamma=gates, steps=steps, units=UNITS, seed=seed)
        + f"""
W_y = 2 * np.random.default_rng([seed, 4]).normal(size=({VOCABULARY}, n))
chances = np.exp(W_y @ {state})
print("held", {state}[0])
print("top", chances.max() / chances.sum())
"""
    )


TOPIC = Topic(
    slug="frozen-memory",
    title="A memory that is held, and predictions that change",
    question=QUESTIONS["frozen-memory"],
    parameters=(
        replace(GAMMA, grid=GATE_GRID),
        replace(
            STEPS,
            default=20,
            low=Decimal(2),
            high=Decimal(1000),
            because="every step is run and its prediction drawn, and a change takes two steps",
        ),
    ),
    related=("elementwise-gates", "gru-memory", "update-gate", "write-and-hold", "gru-forward"),
    sources=(
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("same-prediction", "If the memory doesn't change, isn't every prediction the same?"),
        Facet("between", "Does c stay the same for all the words between?"),
        Facet("output", "What does the output depend on besides the frozen unit?"),
    ),
)
