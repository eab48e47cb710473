"""activation-derivatives: slopes of σ, tanh and ReLU, products of them over depth, and why a gate's slope spares the carry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

POINTS = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
GATE = 0.02

HEADLINES = {
    "": (
        "Because every step back through an activation multiplies the gradient by its slope: at most 1/4 for $σ$, at "
        "most 1 for tanh, 0 or 1 for ReLU. Over {steps} steps with orthogonal weights this leaves {sigmoid} through "
        "$σ$ (bound {quarter}), {tanh} through tanh and {linear} without activation."
    ),
    "quarter": (
        "Because the slopes multiply: {steps} steps through $σ$ leave at most $(σ_1/4)^T$ of the gradient, {quarter} "
        "with $σ_1 = 1$ (measured: {sigmoid}), so the weights would have to stretch fourfold at every step only to "
        "hold it."
    ),
    "relu": (
        "Its slope is 1 where the unit is on, so nothing holds the state back: the same weights are applied at every "
        "step, and with $σ_1$ above 1 values and gradients grow like $σ_1^T$; where the unit is off the slope is 0. "
        "Here, with $σ_1 = 1$, ReLU leaves {relu} over {steps} steps; it works with an identity start (IRNN)."
    ),
    "saturated": (
        "That the unit is where its activation is flat: far from 0 the value hardly moves and the slope is near 0. At "
        "5, $σ' = 0.0066$ and $tanh' = 0.00018$; ReLU does not saturate for positive arguments. Over {steps} steps of "
        "inputs tanh leaves {tanh} here."
    ),
    "tanh-or-sigmoid": (
        "For a state that is passed on, tanh: its slope reaches 1 where $σ$'s reaches 1/4, and it is centred at 0. "
        "Over {steps} steps with the same orthogonal weights tanh leaves {tanh} of the gradient and $σ$ {sigmoid}. For "
        "gates $σ$ is right: they need values between 0 and 1."
    ),
    "gate-slope": (
        "Because the carry is multiplied by the gate's value, not by its slope: $1-Γu = 0.98$ at every step leaves "
        "{gated} of the gradient over {steps} steps here. The gate's slope, $Γu(1-Γu)$, sits on the update-gate path "
        "alone, and there it is welcome: it is small when the gate is shut."
    ),
}
ASSUMPTIONS = (
    "Plain networks with the same random orthogonal recurrent matrix ($σ_1 = 1$), the same inputs and start; they "
    "differ in the activation only. The gated network beside them is a GRU with $Γu = 0.02$ at every step.",
)
MISCONCEPTION = (
    "\"Gates are sigmoids, σ' ≤ 1/4, so what passes a gate must vanish\": a gate's slope multiplies only what enters "
    "through its pre-activation. What is carried is multiplied by its value."
)
BEYOND = (
    "A small slope is one cause of vanishing, the weights are the other: with $σ_1 < 1$ a linear network vanishes too.",
    "Which activation learns better also depends on the start and the optimiser; nothing was trained here.",
)
PROGRAM = """
x = np.linspace(-10, 10, 200_001)
s = 1 / (1 + np.exp(-x))

print("largest_sigmoid_slope", (s * (1 - s)).max())
print("largest_tanh_slope", (1 - np.tanh(x) ** 2).max())
print("sigmoid_bound_log10", T * np.log10(0.25))
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """Slopes from values, where they are largest, and how σ and tanh are one function."""
    from explainer.symbolic.lemmas import activations

    return {"usual": activations.derive(notation)["usual"]}


def explain(query: Query) -> Answer:
    """The slopes at a few points, and the same network through each activation."""
    from explainer.numeric import experiments

    w = Writer(query.notation, "rnn")
    steps, units = count(query, "steps"), 1 if query.level == "simple" else count(query, "units")
    at = experiments.even_lags(steps)
    logs = {name: through(name, units, query.seed, at) for name in ("linear", "tanh", "relu", "sigmoid")}
    logs["gated"] = gated(units, query.seed, at)
    said = {name: f"${show_log(values[-1])}$" for name, values in logs.items()}
    said |= {"steps": show(steps), "quarter": f"${show_log(-steps * math.log(4))}$"}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "largest_sigmoid_slope": 0.25,
            "largest_tanh_slope": 1.0,
            "sigmoid_bound_log10": -steps * math.log10(4),
            "sigmoid_log10": logs["sigmoid"][-1] / math.log(10),
            "tanh_log10": logs["tanh"][-1] / math.log(10),
            "gated_log10": logs["gated"][-1] / math.log(10),
        },
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[slopes(w), products(w, steps, logs), bells(w), decay(w, at, logs)],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(T=steps) + PROGRAM,
    )


def through(activation: str, units: int, seed: int, at: tuple[int, ...]) -> list[float]:
    """ln of the gradient's norm over the lags, for one activation. A linear network is run at rest: J is the same there."""
    from explainer import numeric
    from explainer.numeric import experiments

    cell = numeric.rnn(1.0, shape="orthogonal", units=units, seed=seed, activation=activation)
    rest = 0.0 if activation == "linear" else 1.0
    x, start = rest * numeric.random_inputs(at[-1], seed=seed), rest * numeric.random_start(units, seed)
    return [float(log) for log in experiments.log_norm_by_lag(numeric.unroll(cell, x, start, seed=seed), at)]


def gated(units: int, seed: int, at: tuple[int, ...]) -> list[float]:
    """The same for a GRU whose gate stands at 0.02."""
    from explainer import numeric
    from explainer.numeric import experiments

    return [
        float(log)
        for log in experiments.log_norm_by_lag(numeric.gates_at(GATE, steps=at[-1], units=units, seed=seed), at)
    ]


def slopes(w: Writer) -> Table:
    """Values and slopes at a few points; σ' also by a centred difference whose own error, ε²/6 of the third slope, dominates."""
    rows: list[tuple[Cell, ...]] = []
    for x in POINTS:
        value, step = sigmoid(x), 1e-3
        difference = (sigmoid(x + step) - sigmoid(x - step)) / (2 * step)
        rows.append(
            (
                show(x),
                value,
                value * (1 - value),
                Residual(abs(difference - value * (1 - value))),
                1 - math.tanh(x) ** 2,
                1 if x > 0 else 0,
            )
        )
    heads = ("$x$", "$σ(x)$", "$σ'(x)$", "from a difference", "$tanh'(x)$", "ReLU'")
    note = "At 0 ReLU has no slope; libraries take 0 there."
    return Table(w.words("Slopes at a few points"), tuple(w.words(head) for head in heads), tuple(rows), (note,))


def sigmoid(x: float) -> float:
    """1/(1 + e^{−x})."""
    return 1 / (1 + math.exp(-x))


def products(w: Writer, steps: int, logs: Mapping[str, list[float]]) -> Table:
    """What is left after all steps, beside the bound of the slopes."""
    bounds = {"linear": 0.0, "tanh": 0.0, "relu": 0.0, "sigmoid": -steps * math.log(4), "gated": None}
    names = {"linear": "none (linear)", "tanh": "tanh", "relu": "ReLU", "sigmoid": "σ", "gated": "GRU, gate at 0.02"}
    rows = tuple(
        (
            names[name],
            None if bound is None else from_log(w, bound),
            from_log(w, logs[name][-1]),
            math.exp(logs[name][-1] / steps),
        )
        for name, bound in bounds.items()
    )
    heads = ("activation", "at most", "measured", "factor per step")
    return Table(w.words(f"$norm(da[T]/da[0])$ over {steps} steps, $σ_1 = 1$"), tuple((head,) for head in heads), rows)


def bells(w: Writer) -> Plot:
    """The slopes over their argument."""
    x = tuple(-6 + i * 0.1 for i in range(121))
    lines = (
        Line(w.words("$tanh'$"), x, tuple(1 - math.tanh(value) ** 2 for value in x)),
        Line(w.words("$σ'$"), x, tuple(sigmoid(value) * (1 - sigmoid(value)) for value in x)),
        Line(("ReLU'",), x, tuple(float(value > 0) for value in x), "dashed"),
    )
    alt = (
        "Slopes over x: tanh' is a bell of height 1 at 0, σ' a wider bell of height 0.25, ReLU' steps from 0 to 1 at 0."
    )
    return Plot(w.words("Where each activation is steep"), Axis(w.words("$x$")), Axis(("slope",)), lines, alt)


def decay(w: Writer, at: tuple[int, ...], logs: Mapping[str, list[float]]) -> Plot:
    """The gradient over the lag through each."""
    labels = {"gated": "GRU, $Γu = 0.02$", "tanh": "tanh", "relu": "ReLU", "sigmoid": "$σ$"}
    lines = [curve(w, label, at, logs[name]) for name, label in labels.items()]
    ends = ", ".join(f"{name} {show_log(logs[name][-1])}" for name in labels)
    return lag_plot(
        w, "The same weights through four activations", lines, f"Gradient norm after {at[-1]} steps: {ends}.", state="a"
    )


TOPIC = Topic(
    slug="activation-derivatives",
    title="Slopes, and what they multiply",
    question=QUESTIONS["activation-derivatives"],
    parameters=(replace(STEPS, default=50, high=Decimal(2000), grid=(5, 10, 20, 50, 100)), UNITS),
    related=("rnn-vanishing", "orthogonal-init", "update-gate", "lstm-forward"),
    sources=(
        Source("Hochreiter", 1991, "Untersuchungen zu dynamischen neuronalen Netzen", "diploma thesis, TU München"),
        Source("Le, Jaitly, Hinton", 2015, "A simple way to initialize recurrent networks of rectified linear units"),
        Source(
            "Glorot, Bengio",
            2010,
            "Understanding the difficulty of training deep feedforward neural networks",
            "AISTATS 2010",
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("quarter", "Why does it matter that σ' ≤ 1/4?"),
        Facet("relu", "Why is ReLU rarely used in recurrent networks?"),
        Facet("saturated", "What does saturated mean?"),
        Facet("tanh-or-sigmoid", "Is tanh better than sigmoid here?"),
        Facet("gate-slope", "Gates are sigmoids too: why don't their slopes harm the carry?"),
    ),
)
