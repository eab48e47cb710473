"""gate-bias-init: which bias gives which gate and half-life, and how to choose it at the start (chrono initialisation)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace as with_changes
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, gru_kind, lag_plot, percent, shown
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import BIAS, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

UNITS = 16
BIASES = (Decimal(1), Decimal(0), Decimal(-1), Decimal(-2), Decimal(-4), Decimal(-6), Decimal(-10))

HEADLINES = {
    "": (
        "By the length of memory that is wanted: a bias $b_u$ gives $Γu ≈ σ(b_u)$ and a memory of $1/Γu = 1 + "
        "e^(-b_u)$ steps, so over $T$ steps choose $b_u$ about $-ln T$, or spread it over the units as $-ln$ of "
        "numbers drawn evenly from 1 to $T-1$ (chrono). The bias asked, $b_u = {bias}$, gives $γ = {gamma}$, a "
        "half-life of {half} steps, and keeps {kept} over {steps}."
    ),
    "which-sign": (
        "Where the gate multiplies what is new (the course's update gate), negative remembers longer; where $z$ "
        "multiplies the OLD state (Cho, PyTorch, Keras), positive does: the two biases are each other's negative. A "
        "half-life of {half} steps needs a bias of ${bias}$ in the course's sign and of {opposite} for $z$."
    ),
    "value": (
        "$b_u = {bias}$ holds the gate near $γ = σ(b_u) = {gamma}$: half of the memory is left after {half} steps, and "
        "{kept} after {steps}."
    ),
    "chrono": (
        "Chrono initialisation draws $u$ evenly from 1 to $T-1$ for each unit and sets $b_u = -ln u$, so that the time "
        "constants $1/Γu = 1+u$ lie evenly between 2 and $T$; the logarithm is there because the gate is a sigmoid. "
        "For $T = {steps}$ the mean gate is {mean}, and on average {average} of a memory is left after $T$ steps."
    ),
    "recommend": (
        "Start with $b_u$ between 0 and $-ln T$, spread over the units (chrono) when the dependencies to be learned "
        "span up to $T = {steps}$ steps: there $-ln T$ is {log}. A gate that is too open vanishes; one that is too "
        "shut is merely slow to write."
    ),
    "zero": (
        "A bias of 0 puts the gate at 1/2: half of the memory is gone after one step, and this fresh network keeps "
        "{zero} of its gradient over {steps} steps. With $b_u = -ln T$ the same weights keep {logged}."
    ),
}
ASSUMPTIONS = (
    "The bias sets the gate only where the rest of the pre-activation is near 0; in the unrolled networks the weights "
    "are small and random, so the gates scatter about $σ(b_u)$. $b_u$ is the course's bias; for $z$ it has the "
    "opposite sign.",
)
MISCONCEPTION = (
    "A forget bias of 1 does not give long memory: $σ(1) = 0.731$ is kept at each step, a half-life of 2.2 steps. It "
    "helps an LSTM to start; 50 steps later nothing is left of the carry."
)
BEYOND = (
    "Chrono initialisation is given the time scale $T$; a network that must find it needs units at many scales.",
    "That a bias keeps the gradient does not mean that the network learns what to write; see learn-demo for a task "
    "that is really trained.",
)
PROGRAM = """
gamma = 1 / (1 + np.exp(-b))
half_life = np.log(2) / -np.log1p(-gamma)
fraction = np.exp(T * np.log1p(-gamma))

print("gamma", gamma)
print("half_life", half_life)
print("fraction", fraction)
print("mean_gate", np.log(T / 2) / (T - 2))  # of chrono initialisation
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """From the bias to the time constant, and the spread of chrono initialisation."""
    from explainer.symbolic.lemmas import chrono

    found = chrono.derive(notation)
    return {"usual": found["usual"], "proof": found["proof"]}


def explain(query: Query) -> Answer:
    """The table from bias to half-life, fresh networks at several biases, and the spread that chrono gives."""
    from explainer.numeric import closed_forms, experiments

    w = Writer(query.notation)
    bias, steps, kind = gate(query, "bias"), count(query, "steps"), gru_kind(w)
    gamma = closed_forms.gate_of(bias)
    kept = closed_forms.retention(gamma, steps)
    chosen = {"zero": 0.0, "asked": float(bias), "log": -math.log(steps), "chrono": None}
    at = experiments.lags(steps)
    logs = {
        name: [float(log) for log in experiments.log_norm_by_lag(biased(kind, value, steps, query.seed), at)]
        for name, value in chosen.items()
    }
    mean, average = chrono_means(steps)
    said = {
        "bias": show(bias),
        "opposite": f"${show(-bias)}$",
        "gamma": shown(gamma, 0.0),
        "half": f"${show(float(closed_forms.half_life(gamma)))}$" if 0 < gamma < 1 else "0",
        "kept": percent(float(kept.fraction)),
        "steps": show(steps),
        "mean": f"${show(mean)}$",
        "average": percent(average),
        "log": f"${show(-math.log(steps))}$",
        "zero": f"${show_log(logs['zero'][-1])}$",
        "logged": f"${show_log(logs['log'][-1])}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "gamma": float(gamma),
            "half_life": float(closed_forms.half_life(gamma)),
            "fraction": float(kept.fraction),
            "mean_gate": mean,
            "mean_kept": average,
        },
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            bias_table(w, bias, steps),
            networks_table(w, kind, steps, query.seed, logs, float(bias)),
            spread_table(w, steps, mean, average, query.seed),
            by_bias(w, at, logs, bias, steps),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(b=repr(float(bias)), T=steps) + PROGRAM,
    )


def biased(kind: str, bias: float | None, steps: int, seed: int) -> Trace:
    """A fresh network whose update gates start at this bias (the course's sign), or at chrono biases for None."""
    import numpy as np

    from explainer import numeric

    cell = numeric.fresh(kind, units=UNITS, seed=seed)
    drawn = (
        -np.log(np.random.default_rng([seed, 4]).uniform(1, max(steps - 1, 1.001), UNITS))
        if bias is None
        else np.full(UNITS, bias)
    )
    if isinstance(cell, numeric.GRUResetAfter):
        b_ih = cell.b_ih.copy()
        b_ih[UNITS : 2 * UNITS] = -drawn  # z has the opposite sign
        cell = with_changes(cell, b_ih=b_ih)
    else:
        assert isinstance(cell, numeric.GRU)
        cell = with_changes(cell, b_u=drawn)
    return numeric.unroll(
        cell, numeric.random_inputs(steps, cell.inputs, seed), numeric.random_start(UNITS, seed), seed=seed
    )


def chrono_means(steps: int) -> tuple[float, float]:
    """Over u even on [1, T−1]: the mean of the gate 1/(1+u), and of what (1 − 1/(1+u))^T leaves (midpoint rule)."""
    import numpy as np

    if steps <= 2:
        return 0.5, 0.5**steps
    u = 1 + (np.arange(200_000) + 0.5) / 200_000 * (steps - 2)
    return math.log(steps / 2) / (steps - 2), float(np.exp(steps * np.log1p(-1 / (1 + u))).mean())


def bias_table(w: Writer, asked: Decimal, steps: int) -> Table:
    """Bias → gate → time constant → half-life → what is left."""
    from explainer.numeric import closed_forms

    rows: list[tuple[Cell, ...]] = []
    for bias in sorted({*BIASES, asked}, reverse=True):
        gamma = closed_forms.gate_of(bias)
        kept = closed_forms.retention(gamma, steps)
        rows.append(
            (
                w.words(f"$b_u = {show(bias)}$"),
                float(gamma),
                float(1 / gamma) if gamma else None,
                float(closed_forms.half_life(gamma)),
                w.words(f"${shown(kept.fraction, kept.log)}$"),
            )
        )
    heads = ("bias", "$γ = σ(b_u)$", "$1/γ$, steps", "half-life, steps", f"left after {steps} steps")
    return Table(w.words("From the bias to the length of memory"), tuple(w.words(head) for head in heads), tuple(rows))


def networks_table(w: Writer, kind: str, steps: int, seed: int, logs: Mapping[str, list[float]], bias: float) -> Table:
    """Fresh networks with the same weights and another bias: the gates that it really gives, and the gradient left."""
    import numpy as np

    names = {
        "zero": (0.0, "$b_u = 0$"),
        "asked": (bias, f"$b_u = {show(bias)}$"),
        "log": (-math.log(steps), "$b_u = -ln T$"),
        "chrono": (None, "chrono"),
    }
    rows: list[tuple[Cell, ...]] = []
    for name, (value, label) in names.items():
        trace = biased(kind, value, steps, seed)
        gates = np.asarray(trace.gates["1-z" if kind == "reset_after" else "Γu"])
        expected = None if value is None else 1 / (1 + math.exp(-value))
        rows.append(
            (
                w.words(label),
                expected,
                float(np.median(gates)),
                float(gates.min()),
                float(gates.max()),
                from_log(w, logs[name][-1]),
            )
        )
    heads = ("bias", "$σ(b_u)$", "gate, median", "smallest", "largest", "$norm(dc[T]/dc[0])$")
    return Table(
        w.words(f"{UNITS} units, the same random weights, unrolled for {steps} steps"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
    )


def spread_table(w: Writer, steps: int, mean: float, average: float, seed: int) -> Table:
    """Chrono initialisation: predicted means beside the means of many drawn units."""
    import numpy as np

    gates = 1 / (1 + np.random.default_rng([seed, 5]).uniform(1, max(steps - 1, 1.001), 100_000))
    kept = np.exp(steps * np.log1p(-gates))
    rows: tuple[tuple[Cell, ...], ...] = (
        (w.words("mean gate, $ln(T/2)/(T-2)$"), mean, float(gates.mean()), Residual(abs(float(gates.mean()) - mean))),
        (
            w.words("mean share left after $T$ steps"),
            average,
            float(kept.mean()),
            Residual(abs(float(kept.mean()) - average)),
        ),
        (
            w.words("mean time constant, $(T+2)/2$"),
            (steps + 2) / 2,
            float((1 / gates).mean()),
            Residual(abs(float((1 / gates).mean()) - (steps + 2) / 2)),
        ),
    )
    heads = (("",), ("predicted",), ("100,000 drawn units",), ("difference",))
    note = "The difference is the scatter of the draw. Only some units keep a long memory, and that is the intention."
    return Table(w.words(f"Chrono initialisation for $T = {steps}$"), heads, rows, (note,))


def by_bias(w: Writer, at: tuple[int, ...], logs: Mapping[str, list[float]], bias: Decimal, steps: int) -> Plot:
    """The gradient over the lag at the four choices."""
    labels = {"zero": "$b_u = 0$", "asked": f"$b_u = {show(bias)}$", "log": "$b_u = -ln T$", "chrono": "chrono"}
    lines = [curve(w, label, at, logs[name]) for name, label in labels.items() if not (name == "asked" and bias == 0)]
    ends = ", ".join(f"{name} {show_log(values[-1])}" for name, values in logs.items())
    return lag_plot(
        w, "The same weights, four choices of the bias", lines, f"Gradient norm left after {steps} steps: {ends}."
    )


TOPIC = Topic(
    slug="gate-bias-init",
    title="Setting the gate's bias",
    question=QUESTIONS["gate-bias-init"],
    parameters=(
        replace(
            BIAS,
            default=Decimal(-4),
            meaning="b_u, the update gate's bias in the course's sign (negative remembers)",
            grid=tuple(Decimal(n) / 2 for n in range(-20, 5, 2)),
        ),
        replace(STEPS, default=100, low=Decimal(3), high=Decimal(5000), grid=(10, 50, 100, 500)),
    ),
    related=("update-gate", "solve-gamma", "gate-learning", "lstm-forget-bias", "learn-demo"),
    sources=(
        Source("Tallec, Ollivier", 2018, "Can recurrent neural networks warp time?", "ICLR 2018"),
        Source(
            "Jozefowicz, Zaremba, Sutskever",
            2015,
            "An empirical exploration of recurrent network architectures",
            "ICML 2015",
        ),
        Source(
            "Gers, Schmidhuber, Cummins",
            2000,
            "Learning to forget: continual prediction with LSTM",
            "Neural Computation 12(10)",
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("which-sign", "Must the bias be positive or negative to remember longer?"),
        Facet("value", "What does a given bias mean: which gate, which half-life?"),
        Facet("chrono", "What is chrono initialisation, and why a logarithm?"),
        Facet("recommend", "Which bias should I start with?"),
        Facet("zero", "What is wrong with a bias of 0?"),
    ),
)
