"""rnn-vanishing: why the gradient of a plain RNN vanishes: a product of slopes and weights, and its bound σ_1^T."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, gru_kind, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import SIGMA, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Block, Cell, Facet, Plot, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

TABLE_SIGMAS = (Decimal("0.5"), Decimal("0.9"), Decimal(1))
GATE = 0.001  # of the GRU that the remedy is measured on

HEADLINES = {
    "": (
        "Because each step back multiplies the gradient by the slopes of tanh and by the recurrent weights, and no direction "
        "can grow by more than $σ_1$, their largest singular value: over $T$ steps $norm(da[T]/da[0]) ≤ σ_1^T$. With "
        "$σ_1 = {sigma}$ and {steps} steps that is ${bound}$ {at_most}; measured on a real unroll: ${tanh}$."
    ),
    "activation": (
        "No, not alone: each step multiplies the gradient by the slopes and by the weights. With $σ_1 = {sigma}$ and {steps} "
        "steps the same network without any activation leaves ${linear}$ of it (exactly $σ_1^T$), with tanh ${tanh}$ and with "
        "a sigmoid ${sigmoid}$."
    ),
    "forgets": (
        "Because training hardly hears of the beginning: over {steps} words the gradient is multiplied by ${tanh}$ "
        "($σ_1 = {sigma}$, measured on a real unroll), so the weights are fitted to the last words and hardly learn to "
        "carry the first ones along."
    ),
    "product": (
        "It shrinks or grows like a power: each of the {steps} Jacobians $D(1-a^2) W$ stretches no direction by more than "
        "$σ_1 = {sigma}$, so their product stretches none by more than $σ_1^T = {bound}$; measured: ${tanh}$, which is a "
        "factor of ${rate}$ a step."
    ),
    "fix": (
        "Give the gradient a path with a factor near 1: a gated cell (over the same {steps} steps a GRU with every gate at "
        "{gate} keeps ${gru}$, this RNN ${tanh}$), an orthogonal start or skip connections. Clipping does not help, it only "
        "shortens gradients that are too long."
    ),
    "early": (
        "Because an early step is reached through the most factors: with $σ_1 = {sigma}$ the gradient is multiplied by "
        "${first}$ over {first_lag} steps, by ${middle}$ over {middle_lag} and by ${tanh}$ over {steps}. Each lag is one "
        "more factor away."
    ),
}
ASSUMPTIONS = (
    "The network is made so that only the activation can bring the gradient below its bound: $W$ is $σ_1$ times a random "
    "orthogonal matrix, so that every one of its singular values is $σ_1$. A random start and standard normal inputs of size 4.",
    "Measured is the spectral norm of the whole product of Jacobians along the run: the factor of the direction that is "
    "kept best.",
)
MISCONCEPTION = (
    '"It is the activation\'s small slope alone" is half of it. A linear RNN has slope 1 everywhere and vanishes like '
    "$σ_1^T$ all the same; and with $σ_1 = 1$, where the bound forbids nothing, the slopes of tanh do it: they are 1 only at 0."
)
BEYOND = (
    "A bound from above does not say that a gradient with $σ_1 > 1$ survives or explodes: that is necessary for growth, not "
    "sufficient.",
    "What vanishes is the part of the weights' gradient that comes from far back. The gradient as a whole need not: its near "
    "terms stay, and they are what the network learns from.",
    "Nor does a vanished gradient mean that a plain RNN can't hold anything: with weights set by hand it holds a bit for ever.",
)


def derive(notation: str) -> Mapping[str, Proof]:
    """One step's Jacobian, the bound σ_1^T, and with proof the sigmoid's (σ_1/4)^T."""
    from explainer.symbolic.lemmas import plain

    return plain.derive(notation)


@dataclass(frozen=True, slots=True)
class Run:
    """ln‖da_T/da_s‖ at the lags asked, for one σ_1: with tanh, without activation, with a sigmoid; tanh's mean slope."""

    sigma: Decimal
    tanh: tuple[float, ...]
    linear: float
    sigmoid: float
    slope: float

    def bound(self, steps: int, share: float = 1.0) -> float:
        """ln (share · σ_1)^T."""
        return steps * math.log(float(self.sigma) * share)


def run(sigma: Decimal, at: tuple[int, ...], units: int, seed: int) -> Run:
    """Three networks with the same weights, one for each activation, unrolled over the last of the lags."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    x, start = numeric.random_inputs(at[-1], seed=seed), numeric.random_start(units, seed)
    cells = {
        name: numeric.rnn(float(sigma), shape="orthogonal", units=units, seed=seed, activation=name)
        for name in ("tanh", "linear", "sigmoid")
    }
    tanh = numeric.unroll(cells["tanh"], x, start, seed=seed)
    sigmoid = numeric.unroll(cells["sigmoid"], x, start, seed=seed)
    # A linear network's Jacobian is the same in every state; at 0 a large one does not overflow.
    linear = numeric.unroll(cells["linear"], 0 * x, 0 * start, seed=seed)
    ends = [float(numeric.product(trace).log_norm()) for trace in (linear, sigmoid)]
    logs = tuple(float(log) for log in experiments.log_norm_by_lag(tanh, at))
    return Run(sigma, logs, ends[0], ends[1], float(np.mean(1 - tanh.states[1:] ** 2)))


def explain(query: Query) -> Answer:
    """The bound, three activations under it, and what a gate does over the same steps."""
    from explainer import numeric
    from explainer.numeric import experiments

    w = Writer(query.notation, "rnn")
    sigma, steps = gate(query, "sigma"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    at = tuple(sorted({*experiments.even_lags(steps), *experiments.lags(steps)}))
    runs = {each: run(each, at, units, query.seed) for each in sorted({*TABLE_SIGMAS, sigma})}
    own = runs[sigma]
    gated = numeric.gates_at(GATE, kind=gru_kind(w), steps=steps, units=units, seed=query.seed)
    logs = {
        "bound": own.bound(steps),
        "tanh": own.tanh[-1],
        "linear": own.linear,
        "sigmoid": own.sigmoid,
        "sigmoid_bound": own.bound(steps, 0.25),
        "gru": float(numeric.product(gated).log_norm()),
        "rate": own.tanh[-1] / steps,
    }
    first, middle = (at.index(next(lag for lag in at if lag >= share * steps)) for share in (0.1, 0.5))
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            sigma=show(sigma),
            steps=steps,
            at_most="at most" if sigma < 1 else "at most, which forbids nothing here: it is the slopes that decide",
            first=show_log(own.tanh[first]),
            first_lag=at[first],
            middle=show_log(own.tanh[middle]),
            middle_lag=at[middle],
            gate=show(GATE),
            **{name: show_log(log) for name, log in logs.items()},
        ),
        values={name: math.exp(log) for name, log in logs.items() if log < 700},
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=demo(w, steps, at, runs, units),
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=program(float(sigma), steps, units, query.seed),
    )


def demo(w: Writer, steps: int, at: tuple[int, ...], runs: Mapping[Decimal, Run], units: int) -> list[Block]:
    """The bound beside three activations, the factor of one step, and the picture over the lag."""
    rows: list[tuple[Cell, ...]] = []
    others: list[tuple[Cell, ...]] = []
    for sigma, each in runs.items():
        name, relative = w.words(f"${show(sigma)}$"), Residual(abs(math.expm1(each.linear - each.bound(steps))))
        ends = [from_log(w, log) for log in (each.bound(steps), each.linear, each.tanh[-1])]
        rows.append((name, *ends[:2], relative, ends[2]))
        sigmoid = [from_log(w, log) for log in (each.bound(steps, 0.25), each.sigmoid)]
        others.append((name, math.exp(each.tanh[-1] / steps), each.slope, *sigmoid))
    heads = ("$σ_1$", "bound $σ_1^T$", "linear", "relative difference", "tanh")
    beside = ("$σ_1$", "tanh: factor of a step", "mean slope", "sigmoid: bound $(σ_1/4)^T$", "measured")
    return [
        Table(
            w.words(f"$norm(da[T]/da[0])$ over $T = {steps}$ steps: the bound, and two activations under it"),
            tuple(w.words(head) for head in heads),
            tuple(rows),
            w.words("The linear network meets its bound exactly: the weights alone make the gradient vanish or grow."),
        ),
        Table(
            w.words("What the slopes do"),
            tuple(w.words(head) for head in beside),
            tuple(others),
            w.words(
                f"A network of {units} {'unit' if units == 1 else 'units'}. The factor of a step is the root of order $T$; the "
                "mean slope is over units and steps."
            ),
        ),
        picture(w, at, runs),
    ]


def picture(w: Writer, at: tuple[int, ...], runs: Mapping[Decimal, Run]) -> Plot:
    """The measured norm over the lag for each σ_1, with its bound."""
    lines = []
    for sigma, each in runs.items():
        lines.append(curve(w, f"tanh, $σ_1 = {show(sigma)}$", at, each.tanh))
        lines.append(curve(w, f"bound ${show(sigma)}^T$", at, [each.bound(lag) for lag in at], "dashed"))
    ends = "; ".join(
        f"σ₁ = {show(sigma)}: {show_log(each.tanh[-1])}, bound {show_log(each.bound(at[-1]))}"
        for sigma, each in runs.items()
    )
    alt = f"Gradient norm of a tanh RNN over the lag, logarithmic, each below its bound. After {at[-1]} steps: {ends}."
    return lag_plot(w, "What is left of the gradient of a tanh RNN, and the bound above it", lines, alt, state="a")


def program(sigma: float, steps: int, units: int, seed: int) -> str:
    """The three networks in plain NumPy, with the weights of the answer."""
    return (
        programs.header(sigma_1=repr(sigma), T=steps, n=units, m=4, seed=seed)
        + """
random = np.random.default_rng([seed, 1])
random.uniform(size=(n, n))  # set aside, as the answer's own network does
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = sigma_1 * Q * np.sign(np.diag(R))  # every singular value is sigma_1
W_x = random.uniform(-1, 1, (n, m)) / np.sqrt(n)
x = np.random.default_rng([seed, 2]).normal(size=(T, m))
start = np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, n)


def norm(activation, slope):
    a, product = start, np.eye(n)
    for t in range(T):
        a = activation(W @ a + W_x @ x[t])
        product = slope(a)[:, None] * W @ product
    return np.linalg.norm(product, 2)


print("bound", sigma_1**T)
print("tanh", norm(np.tanh, lambda a: 1 - a**2))
print("sigmoid", norm(lambda v: 1 / (1 + np.exp(-v)), lambda a: a * (1 - a)))
"""
    )


TOPIC = Topic(
    slug="rnn-vanishing",
    title="Why the gradient of a plain RNN vanishes",
    question=QUESTIONS["rnn-vanishing"],
    parameters=(
        replace(SIGMA, grid=tuple(map(Decimal, ("0.5", "0.7", "0.8", "0.9", "0.95", "1", "1.1", "1.5", "2")))),
        replace(STEPS, default=100, grid=(10, 30, 100, 300)),
        UNITS,
    ),
    related=("gru-gradient", "rnn-exploding", "spectral-radius", "orthogonal-init", "compare-cells"),
    sources=(
        Source("Hochreiter", 1991, "Untersuchungen zu dynamischen neuronalen Netzen", "diploma thesis, TU München"),
        Source("Bengio, Simard, Frasconi", 1994, "Learning long-term dependencies with gradient descent is difficult"),
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("activation", "Is it the activation function alone?"),
        Facet("forgets", "Why does an RNN forget the beginning of a long text?"),
        Facet("product", "What does the product of so many Jacobians do?"),
        Facet("fix", "What can be done about it?"),
        Facet("early", "Why do the early steps get the smallest gradient?"),
    ),
)
