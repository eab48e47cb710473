"""rnn-exploding: when the gradient of a plain network explodes: a large singular value is necessary, not sufficient."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import SIGMA, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

# name: activation, size of the inputs, size of the start. At rest the slopes of tanh are all 1.
RUNS = {
    "linear": ("linear", 0.0, 0.0),
    "tanh at rest": ("tanh", 0.0, 0.0),
    "tanh, small start": ("tanh", 0.0, 1e-3),
    "tanh, inputs": ("tanh", 4.0, 0.9),
}

HEADLINES = {
    "": (
        "When the recurrent weights stretch ($σ_1 > 1$) and the units stay where their slopes are large. With $σ_1 = "
        "{sigma}$ a tanh network at rest multiplies its gradient by {rest} over {steps} steps (predicted: $σ_1^T = "
        "{power}$); the same weights driven by large inputs, which saturate the units, give {driven}."
    ),
    "nan": (
        "Most likely the gradient exploded: with $σ_1 = {sigma}$ it is multiplied by {rest} over {steps} steps here, "
        "one update with such a gradient throws the weights far away, and sums of infinite numbers of opposite sign "
        "are NaN. Clip the gradient's norm, and look at the norm just before it happens."
    ),
    "condition": (
        "No: $σ_1 > 1$ is necessary, not sufficient. With $σ_1 = {sigma}$ the tanh network at rest explodes ({rest} "
        "over {steps} steps), and the same weights with large inputs, which saturate the units, give {driven}. For a "
        "linear network the spectral radius decides in the end."
    ),
    "symptoms": (
        "The loss jumps or turns to NaN from one update to the next, the weights change by far more than before, and "
        "the gradient's norm shows rare, huge peaks: with $σ_1 = {sigma}$ it is multiplied by {rest} over {steps} "
        "steps."
    ),
    "fix": (
        "Clip the gradient by its norm; start with recurrent weights of $σ_1 ≤ 1$ (orthogonal, say); shorten the "
        "truncation; or use gates. Without any of it $σ_1 = {sigma}$ gives a factor of {rest} over {steps} steps here."
    ),
}
ASSUMPTIONS = (
    "A plain network with random orthogonal recurrent weights times $σ_1$, so that every singular value is $σ_1$ and "
    "the bound $norm(da[T]/da[0]) ≤ σ_1^T$ is met exactly where all slopes are 1.",
)
MISCONCEPTION = (
    '"An eigenvalue above 1 always explodes" forgets the slopes: tanh\' is 1 only at 0, and a unit near 1 or -1 passes '
    "almost nothing. Large "
    "weights often make a tanh network saturate, and then its gradient vanishes instead."
)
BEYOND = (
    "A gradient may explode at a few points of weight space only (along steep walls, Pascanu, Mikolov and Bengio 2013) "
    "and be harmless at most others; one healthy measurement is no proof.",
    "Clipping limits the damage of an explosion; it does not give back the direction that a well-behaved gradient "
    "would have had.",
)
PROGRAM = """
random = np.random.default_rng([seed, 1])
random.uniform(-1, 1, (n, n))  # the answer draws a uniform matrix first
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = sigma * Q * np.sign(np.diag(R))

a, log = np.zeros(n), 0.0  # at rest every slope of tanh is 1
product = np.eye(n)
for _ in range(T):
    a = np.tanh(W @ a)
    product = (1 - a**2)[:, None] * W @ product
    size = np.linalg.norm(product, 2)
    product, log = product / size, log + np.log10(size)

print("predicted_log10", T * np.log10(sigma))
print("rest_log10", log)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """The bound, when it is met, and the slopes that keep a driven network below it."""
    from explainer.symbolic import cells
    from explainer.symbolic.lemmas import plain

    return {"usual": plain.exploding(cells.rnn(notation)), "simple": plain.exploding(cells.rnn(notation, units=False))}


def explain(query: Query) -> Answer:
    """The same weights, linear and with tanh, at rest, barely moved, and driven."""
    from explainer.numeric import experiments

    w = Writer(query.notation, "rnn")
    sigma, steps = gate(query, "sigma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    at = experiments.even_lags(steps)
    logs = {name: by_lag(name, float(sigma), units, query.seed, at) for name in RUNS}
    said = {
        "sigma": show(sigma),
        "steps": show(steps),
        "power": show_log(steps * math.log(float(sigma))),
        "rest": f"${show_log(logs['tanh at rest'][-1])}$",
        "driven": f"${show_log(logs['tanh, inputs'][-1])}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "predicted_log10": steps * math.log10(float(sigma)),
            "linear_log10": logs["linear"][-1] / math.log(10),
            "rest_log10": logs["tanh at rest"][-1] / math.log(10),
            "driven_log10": logs["tanh, inputs"][-1] / math.log(10),
        },
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            four_runs(w, float(sigma), steps, at, logs),
            sigmas(w, steps, units, query.seed),
            lag_plot(
                w,
                f"The same weights, $σ_1 = {show(sigma)}$",
                [curve(w, name, at, values) for name, values in logs.items() if name != "linear"]
                + [curve(w, "bound, $σ_1^T$", at, [lag * math.log(float(sigma)) for lag in at], "dashed")],
                f"Gradient norm over lag with σ₁ = {show(sigma)}, after {steps} steps: "
                + ", ".join(f"{name} {show_log(values[-1])}" for name, values in logs.items())
                + ".",
                state="a",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(sigma=repr(float(sigma)), T=steps, n=units, seed=query.seed) + PROGRAM,
    )


def by_lag(name: str, sigma: float, units: int, seed: int, at: tuple[int, ...]) -> list[float]:
    """ln of the gradient's norm over the lags, for one of the runs."""
    from explainer import numeric
    from explainer.numeric import experiments

    activation, inputs, start = RUNS[name]
    cell = numeric.rnn(sigma, shape="orthogonal", units=units, seed=seed, activation=activation)
    x = inputs * numeric.random_inputs(at[-1], seed=seed)
    trace = numeric.unroll(cell, x, start / 0.9 * numeric.random_start(units, seed), seed=seed)
    return [float(log) for log in experiments.log_norm_by_lag(trace, at)]


def four_runs(w: Writer, sigma: float, steps: int, at: tuple[int, ...], logs: Mapping[str, list[float]]) -> Table:
    """The end of each run beside the bound."""
    bound = steps * math.log(sigma)
    middle = len(at) // 2
    rows: list[tuple[Cell, ...]] = []
    for name, values in logs.items():
        met = Residual(abs(math.expm1(values[-1] - bound))) if name in ("linear", "tanh at rest") else None
        rows.append((name, from_log(w, values[middle]), from_log(w, values[-1]), from_log(w, bound), met))
    heads = ("network", f"over {at[middle]} steps", f"over {steps} steps", "bound $σ_1^T$", "difference, relative")
    note = "Where a difference stands, every slope is 1 and the bound is met; elsewhere the slopes keep the gradient below it."
    return Table(
        w.words(f"$norm(da[T]/da[s])$ with $σ_1 = {show(sigma)}$"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        (note,),
    )


def sigmas(w: Writer, steps: int, units: int, seed: int) -> Table:
    """Other strengths: at rest the threshold is 1, driven there is none that holds in general."""
    rows: list[tuple[Cell, ...]] = []
    for sigma in (0.9, 1.0, 1.1, 1.5, 2.0, 4.0):
        ends = [
            by_lag(name, sigma, units, seed, (steps,))[-1]
            for name in ("tanh at rest", "tanh, small start", "tanh, inputs")
        ]
        rows.append((w.words(f"${show(sigma)}$"), *(from_log(w, end) for end in ends)))
    heads = ("$σ_1$", "at rest", "small start", "with inputs")
    return Table(w.words(f"Over {steps} steps, by $σ_1$"), tuple(w.words(head) for head in heads), tuple(rows))


TOPIC = Topic(
    slug="rnn-exploding",
    title="When a plain network explodes",
    question=QUESTIONS["rnn-exploding"],
    parameters=(
        replace(SIGMA, default=Decimal(2), grid=tuple(Decimal(n) / 10 for n in (5, 9, 10, 11, 15, 20, 30, 40))),
        replace(STEPS, default=50, high=Decimal(5000), grid=(10, 50, 100, 300)),
        UNITS,
    ),
    related=("rnn-vanishing", "gradient-clipping", "spectral-radius", "gru-exploding", "diagnose"),
    sources=(
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source(
            "Bengio, Simard, Frasconi",
            1994,
            "Learning long-term dependencies with gradient descent is difficult",
            "IEEE TNN 5(2)",
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("nan", "Why do my weights and loss become NaN?"),
        Facet("condition", "When does it explode: is a large eigenvalue enough?"),
        Facet("symptoms", "What does an exploding gradient do to training?"),
        Facet("fix", "What can be done about it?"),
    ),
)
