"""value-vs-gradient: c[t] ≈ c[t-1] is a statement about a number; the gradient asks for the step as a function."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, gru_kind, lag_plot, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import GAMMA, GATE_GRID, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric.systems import System
    from explainer.symbolic import Proof

WEIGHT = 2.0  # of the latch: its fixed point 0.9575 leaves room for a nudge
NUDGE = 1e-6
BIT_WEIGHT = 3.0  # of the plain RNN that was built by hand to keep one bit
BIT_LAGS = (10, 100, 1000)

HEADLINES = {
    "": (
        "Keeping the value does not by itself keep the gradient: a saturated latch keeps its value just as well, and "
        "{steps} steps multiply its gradient by {latch}. What keeps it is that with $Γu ≈ 0$ the step is nearly the identity "
        "as a function, $dc[t]/dc[t-1] = I$ plus terms with a factor $Γu$: with $γ = {gamma}$ those steps multiply the "
        "gradient by {measured} (predicted: $(1-γ)^T = {predicted}$)."
    ),
    "copy": (
        "Because the copy follows its original: with another $c[0]$ the GRU would have copied that one. A nudge of $c[0]$ "
        "arrives after {steps} steps at {nudged} times its size ($γ = {gamma}$), and that ratio is the derivative; "
        "copying the number alone would not do, since a latch shows the same value and passes on {latch}."
    ),
    "constant": (
        'You are right: "same value" is no argument, and the constant has the gradient 0. The argument is that $c[t]$ '
        "depends on $c[t-1]$ with a slope near 1, and the constant not at all: over {steps} steps with $γ = {gamma}$ the "
        "GRU's gradient is multiplied by {measured}."
    ),
    "latch": (
        "Yes: the plain unit $tanh(2 c[t-1])$ holds {point} for ever, yet each step multiplies its gradient by {slope}, "
        "which makes {latch} after {steps} steps. A GRU with $γ = {gamma}$ keeps {measured} over the same steps."
    ),
    "proof": (
        "By differentiating the step instead of looking at its value: $dc[t]/dc[t-1] = I - D(Γu[t]) (I - M[t])$ with "
        "$norm(M[t]) ≤ K$. So with every gate at $γ = {gamma}$ the product over {steps} steps lies between {lower} and "
        "{upper}; measured: {measured}."
    ),
}
ASSUMPTIONS = (
    "All four systems start at the same value, the one that the latch holds by itself. The GRU has one unit, and its "
    "update gate is exactly $γ$ at every step while $W_u$ is not zero (a bias that varies over time holds it there).",
    "The derivative is the product of the slopes along the run. The response is measured without any derivative: the run is "
    "repeated from $c[0] + 10^-6$, and the change of $c[T]$ is divided by $10^-6$.",
)
MISCONCEPTION = (
    '"$c[t] ≈ c[t-1]$, so the gradient does not vanish" is a right conclusion from half an argument. The value is one point; '
    "the derivative is about its neighbours. The missing half: the correction that $Γu$ lets through is small for every "
    "$c[t-1]$, and so is its derivative."
)
BEYOND = (
    "Nothing here says that a trained GRU works in this way: it may come to hold a bit as the latch does, in some of its "
    "units, and then its value is right and its gradient gone.",
    "Nor that a slope near 1 is better for the value. The latch corrects small errors, the shut gate keeps them: robust "
    "latching is exactly what makes the gradient vanish (stated in Bengio, Simard and Frasconi 1994; not checked here beyond "
    "these examples).",
    "And the gate's gradient, too, decays like $e^(-γT)$ once $T$ is well beyond $1/γ$.",
)


@dataclass(frozen=True, slots=True)
class Held:
    """One system's run: its values (T+1,), ln|dc_T/dc_0| as predicted, ln|dc_T/dc_s| along the run for the lags asked
    (the last is s = 0), and the measured response to a nudge.
    """

    name: str
    values: npt.NDArray[np.float64]
    log_predicted: float
    by_lag: tuple[float, ...]
    response: float

    @property
    def log_measured(self) -> float:
        """ln|dc_T/dc_0|."""
        return self.by_lag[-1]


def derive(notation: str) -> Mapping[str, Proof]:
    """The gate's step differentiated, and the latch and the constant that hold a value without its gradient."""
    from explainer.symbolic.lemmas import value_and_gradient

    return value_and_gradient.derive(notation)


def explain(query: Query) -> Answer:
    """Four systems that hold one value: what they do to it, to its derivative, and to a nudge."""
    from explainer import numeric
    from explainer.numeric import closed_forms, experiments, systems

    w = Writer(query.notation)
    gamma, steps = gate(query, "gamma"), count(query, "steps")
    point = systems.latch_point(WEIGHT)
    trace = numeric.gates_at(float(gamma), kind=gru_kind(w), steps=steps, units=1, seed=query.seed, start=[point])
    nudged = numeric.unroll(trace.cell, trace.inputs, [point + NUDGE])
    at, bound = experiments.even_lags(steps), numeric.two_sided(trace)
    kept = closed_forms.retention(gamma, steps)
    logs = tuple(map(float, experiments.log_norm_by_lag(trace, at)))
    response = float((nudged.last[0] - trace.last[0]) / NUDGE)
    held = Held("gate", trace.states[:, 0], float(kept.log), logs, response)
    slope = WEIGHT * (1 - point**2)
    runs = (
        without_gate("identity", systems.identity(), point, at, 0.0),
        held,
        without_gate("latch", systems.latch(WEIGHT), point, at, steps * math.log(slope)),
        without_gate("constant", systems.constant(point), point, at, -math.inf),
    )
    said = {
        "steps": show(steps),
        "gamma": show(gamma),
        "predicted": shown(kept.fraction, kept.log),
        "measured": f"${show_log(held.log_measured)}$",
        "nudged": f"${show(held.response)}$",
        "latch": f"${show_log(runs[2].log_measured)}$",
        "slope": f"${show(slope)}$",
        "point": f"${show(point)}$",
        "lower": f"${show_log(float(bound.log_lower))}$",
        "upper": f"${show_log(float(bound.log_upper))}$",
    }
    names = {
        "identity": "identity",
        "gate": f"GRU, $γ = {show(gamma)}$",
        "latch": "latch, $tanh(2 c[t-1])$",
        "constant": "constant",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "predicted": float(kept.fraction),
            "measured": math.exp(held.log_measured),
            "response": held.response,
            "latch_value": float(runs[2].values[-1]),
            "latch_slope": slope,
            "latch_log10": runs[2].log_measured / math.log(10),
            "lower": float(bound.lower),
            "upper": float(bound.upper),
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, variant) for variant in (query.level, "latch")],
        demo=[
            four_table(w, runs, names, steps),
            maps_plot(w, names, point, float(gamma)),
            gradient_plot(w, names, runs, at),
            bit_table(w),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(query.notation, float(gamma), steps, query.seed, point),
    )


def without_gate(name: str, system: System, start: float, at: tuple[int, ...], log_predicted: float) -> Held:
    """A system of one number, followed from the start and from beside it; `at` are the lags, the last of them T."""
    from explainer.numeric import systems

    run = systems.follow(system, start, at[-1], NUDGE)
    # ln|dc_T/dc_s| is what the whole product has beyond the first s steps; −∞ as soon as one slope is 0.
    logs = run.log_gradient
    by_lag = tuple(
        0.0 if lag == 0 else float(logs[-1] - logs[-1 - lag]) if logs[-1] > -math.inf else -math.inf for lag in at
    )
    return Held(name, run.values, log_predicted, by_lag, run.response)


def four_table(w: Writer, runs: tuple[Held, ...], names: Mapping[str, str], steps: int) -> Table:
    """Value, derivative and response of the four systems after all steps."""
    rows: list[tuple[Cell, ...]] = []
    for run in runs:
        difference = abs(math.exp(run.log_measured) - math.exp(run.log_predicted))
        rows.append(
            (
                w.words(names[run.name]),
                float(run.values[-1]),
                from_log(w, run.log_predicted),
                from_log(w, run.log_measured),
                Residual(difference),
                run.response,
            )
        )
    heads = ("system", "$c[T]$", "$dc[T]/dc[0]$ predicted", "measured", "difference", "response to a nudge")
    start = show(float(runs[0].values[0]))
    return Table(
        w.words(f"Four systems, all started at $c[0] = {start}$, after {show(steps)} steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(
            "Predicted: 1, $(1-γ)^T$, the latch's slope to the power $T$, and 0. The GRU's difference is no rounding: it is "
            "what the paths beside the carry add, of the order $γ T$."
        ),
    )


def maps_plot(w: Writer, names: Mapping[str, str], point: float, gamma: float) -> Plot:
    """One step of each system as a function of the old value: all go through one point, with different slopes there."""
    from explainer.numeric import systems

    at = tuple(i / 20 for i in range(29))
    drawn = (
        ("identity", systems.identity(), "solid"),
        ("gate", systems.gated(gamma, point), "dashed"),
        ("latch", systems.latch(WEIGHT), "solid"),
        ("constant", systems.constant(point), "solid"),
    )
    lines = tuple(Line(w.words(names[name]), at, tuple(map(system.step, at)), style) for name, system, style in drawn)
    alt = (
        f"The new value over the old one for four systems. All four lines meet at {show(point)}, where each gives back the "
        f"value it got. There the identity has slope 1, the gate {show(1 - gamma)}, the latch {show(WEIGHT * (1 - point**2))} "
        "and the constant 0: the value is the same and the derivative is not."
    )
    return Plot(
        w.words("One step as a function: the same value, other slopes (the gate's drawn for a constant candidate)"),
        Axis(w.words("old value $c[t-1]$")),
        Axis(w.words("new value $c[t]$")),
        lines,
        alt,
    )


def gradient_plot(w: Writer, names: Mapping[str, str], runs: tuple[Held, ...], at: tuple[int, ...]) -> Plot:
    """The gradient over the lag; the constant's is 0 and has no place on a logarithmic axis."""
    styles = {"identity": "solid", "gate": "dashed", "latch": "solid"}
    lines = tuple(curve(w, names[run.name], at, run.by_lag, styles[run.name]) for run in runs if run.name in styles)
    ends = [show_log(run.log_measured) for run in runs]
    alt = (
        f"Gradient over lag, logarithmic, for systems that hold the same value. After {at[-1]} steps the identity has "
        f"{ends[0]}, the GRU {ends[1]}, the latch {ends[2]}; the constant's gradient is 0 from the first step on."
    )
    return lag_plot(w, "The same value, and what is left of the gradient (the constant's is 0)", lines, alt)


def bit_table(w: Writer) -> Table:
    """A plain RNN with weights set by hand: it keeps one bit over any lag, and loses its gradient."""
    import numpy as np

    from explainer import numeric

    cell = numeric.RNN(np.array([[BIT_WEIGHT, BIT_WEIGHT, -BIT_WEIGHT]]), np.zeros(1))
    rows: list[tuple[Cell, ...]] = []
    for lag in BIT_LAGS:
        words = np.zeros((2, lag + 1, 2))
        words[0, 0, 0] = words[1, 0, 1] = 1.0  # "cat" in the first run, "cats" in the second, then fillers
        runs = [numeric.unroll(cell, each) for each in words]
        ends = [float(run.last[0]) for run in runs]
        right = "both right" if ends[0] > 0 > ends[1] else "wrong"
        rows.append((lag, *ends, right, from_log(w, float(numeric.product(runs[0], 1).log_norm()))))
    weight = show(BIT_WEIGHT)
    heads = ("lag", 'after "cat"', 'after "cats"', "read from the sign", "gradient over the lag")
    return Table(
        w.words(f"A plain RNN built by hand keeps cat or cats: $tanh({weight} y[t-1] ± {weight})$ at the word"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words("What fails in a plain RNN over long lags is the learning, not the holding."),
    )


def program(notation: str, gamma: float, steps: int, seed: int, point: float) -> str:
    """The GRU with its gate at γ started at the latch's value, a second run from beside it, and the latch."""
    return (
        programs.held_gru(notation, gamma=gamma, steps=steps, units=1, seed=seed, start=f"np.array([{point!r}])")
        + f"""
# The latch c = tanh(2 c'), from the same value.
value, log10 = {point!r}, 0.0
for t in range(T):
    log10 += np.log10({show(WEIGHT)} * (1 - np.tanh({show(WEIGHT)} * value) ** 2))
    value = np.tanh({show(WEIGHT)} * value)

print("predicted", (1 - gamma) ** T)
print("measured", product.item())
print("latch_value", value)
print("latch_log10", log10)
"""
    )


TOPIC = Topic(
    slug="value-vs-gradient",
    title="Keeping the value and keeping the gradient",
    question=QUESTIONS["value-vs-gradient"],
    parameters=(replace(GAMMA, grid=GATE_GRID), replace(STEPS, grid=(100, 1000))),
    related=("gru-gradient", "gru-memory", "gru-jacobian", "activation-derivatives", "rnn-vanishing"),
    sources=(
        Source("Bengio, Simard, Frasconi", 1994, "Learning long-term dependencies with gradient descent is difficult"),
        Source("Cho et al.", 2014, "Learning phrase representations using RNN encoder–decoder", "EMNLP 2014"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
        Source("Ng", 2018, "Sequence Models", "lecture on the gated recurrent unit"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("copy", "Why should copying a value forward say anything about the derivative backward?"),
        Facet(
            "constant",
            "If a constant of the same value took the place of c[t-1], the gradient would be zero: so what is the argument?",
        ),
        Facet("latch", "Can a plain RNN hold a value for ever and still lose its gradient?"),
        Facet("proof", "How is the intuition turned into mathematics?"),
    ),
)
