"""skip-connections: residual and highway layers have the GRU's form, with depth in the place of time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import BIAS, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.symbolic import Proof

KINDS = {"plain": "plain", "residual": "residual, $I + F'$", "highway": "highway, $I - D(g)(I-M)$"}

HEADLINES = {
    "": (
        "Yes, of the same form: a residual layer has $J = I + F'$, a highway layer and the GRU $J = I - D(g)(I-M)$, "
        "one over depth, the other over time. Through {layers} layers a plain stack leaves {plain} of the gradient, a "
        "residual one {residual}, a highway one {highway}."
    ),
    "highway": (
        "In nothing but the direction: a highway layer's gate lets the new value through to the next layer, $Γu$ to "
        "the next step, with weights of its own in every layer instead of the same at every step. Through {layers} "
        "layers the highway stack leaves {highway}, a plain one {plain}."
    ),
    "through-time": (
        "It has been done, and it works as far as the sum stays bounded: $h[t] = h[t-1] + F$ keeps the identity in its "
        "Jacobian, but the state may grow at every step, and the same weights are added each time. A residual stack of "
        "{layers} layers here has a gradient of {residual}; a gate, which keeps a weighted mean instead of a sum, has "
        "{highway}."
    ),
    "resnet": (
        "Nearly: a ResNet adds, $I + F'$, a GRU mixes, $I - D(Γu)(I-M)$, and so keeps its state bounded and its "
        "departure from the identity as small as the gate. Through {layers} layers: residual {residual}, highway (the "
        "GRU's form) {highway}, plain {plain}."
    ),
    "formula": (
        "The identity plus something: $J = I + F'$ for a residual layer and $J = I + D(g)(M - I)$ for a highway layer "
        "and for the GRU. Through {layers} layers they leave {residual} and {highway} of the gradient, a plain stack "
        "{plain}."
    ),
}
ASSUMPTIONS = (
    "Random stacks of tanh layers with weights of their own in each layer, uniform in $±1/sqrt(n)$; the highway layers "
    "have the gate bias $b_g$ as given, so that their gates stand near $σ(b_g)$.",
)
MISCONCEPTION = (
    '"A skip connection keeps the gradient at 1" is not so: it keeps the identity as one term. What is added may make '
    "the product grow (residual) or, "
    "behind a gate, change it as little as the gate is open."
)
BEYOND = (
    "Over depth every layer has its own weights; over time they are the same, so growth and decay compound more "
    "regularly there.",
    "Residual networks in practice also normalise, which holds the growth seen here.",
)
PROGRAM = """
random = np.random.default_rng([seed, 4])
width = 1 / np.sqrt(n)
x, product, log = random.uniform(-0.9, 0.9, n), np.eye(n), 0.0
for _ in range(L):
    W, _gate = random.uniform(-width, width, (2, n, n))  # the highway's second matrix is drawn, too
    F = np.tanh(W @ x)
    product = (np.eye(n) + (1 - F**2)[:, None] * W) @ product  # a residual layer: J = I + F'
    x = x + F
    size = np.linalg.norm(product, 2)
    product, log = product / size, log + np.log10(size)

print("residual_log10", log)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """A residual and a highway layer differentiated."""
    from explainer.symbolic.lemmas import skip

    found = skip.derive(notation)
    return {"usual": found["usual"], "simple": found["simple"]}


def explain(query: Query) -> Answer:
    """Three stacks of the same size, layer by layer."""
    w = Writer(query.notation)
    layers, units = count(query, "steps"), 1 if query.level == "simple" else count(query, "units")
    bias = float(Decimal(str(query.parameters["bias"])))
    logs = {kind: by_depth(kind, layers, units, query.seed, bias) for kind in KINDS}
    said = {kind: f"${show_log(values[-1])}$" for kind, values in logs.items()}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(layers=show(layers), **said),
        values={f"{kind}_log10": values[-1] / math.log(10) for kind, values in logs.items()},
        assumptions=ASSUMPTIONS,
        cell="gru",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            depths(w, layers, logs),
            gates(w, layers, units, query.seed, bias),
            lag_plot(
                w,
                "The gradient through a deep stack",
                [curve(w, label, range(layers + 1), logs[kind]) for kind, label in KINDS.items()],
                f"Gradient norm through {layers} layers: "
                + ", ".join(f"{kind} {show_log(values[-1])}" for kind, values in logs.items())
                + ".",
                state="y",
            ),
        ],
        demo_title="Measured on real stacks",
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(L=layers, n=units, seed=query.seed) + PROGRAM,
    )


def by_depth(kind: str, layers: int, units: int, seed: int, bias: float) -> list[float]:
    """ln of the gradient's norm through the last 0 … L layers."""
    from explainer.numeric import stacks

    jacobians = stacks.stack_jacobians(kind, layers, units=units, seed=seed, bias=bias)
    return [float(log) for log in stacks.log_norm_by_depth(jacobians)]


def depths(w: Writer, layers: int, logs: Mapping[str, list[float]]) -> Table:
    """The gradient at a few depths."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (depth, *(from_log(w, logs[kind][depth]) for kind in KINDS))
        for depth in sorted({1, 2, 5, 10, 20, 50, layers} & set(range(layers + 1)))
    )
    return Table(
        w.words("$norm(dy[L]/dy[L-k])$ through the last $k$ layers"),
        (w.words("$k$"), *(w.words(label) for label in KINDS.values())),
        rows,
    )


def gates(w: Writer, layers: int, units: int, seed: int, asked: float) -> Table:
    """The highway stack at several gate biases: the carry alone beside the measurement."""
    rows: list[tuple[Cell, ...]] = []
    for bias in sorted({0.0, -1.0, -2.0, -4.0, -6.0, asked}, reverse=True):
        gate = 1 / (1 + math.exp(-bias))
        rows.append(
            (
                w.words(f"${show(bias)}$"),
                gate,
                from_log(w, layers * math.log1p(-gate)),
                from_log(w, by_depth("highway", layers, units, seed, bias)[-1]),
            )
        )
    heads = ("$b_g$", "$σ(b_g)$", "carry, $(1-σ(b_g))^L$", "measured, all paths")
    note = "The gates scatter about $σ(b_g)$, and the paths beside the carry add to it; the smaller the gate, the nearer the two."
    return Table(
        w.words(f"The highway's gate bias, {layers} layers"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words(note),
    )


TOPIC = Topic(
    slug="skip-connections",
    title="The same form over depth",
    question=QUESTIONS["skip-connections"],
    parameters=(
        replace(
            STEPS,
            meaning="L, the number of layers",
            default=50,
            high=Decimal(2000),
            because="deeper stacks take minutes",
            unit="layers",
            grid=(10, 20, 50, 100, 200),
        ),
        replace(
            BIAS,
            meaning="b_g, the bias of the highway layers' gates",
            default=Decimal(-2),
            grid=tuple(Decimal(n) for n in (-8, -6, -4, -3, -2, -1, 0)),
        ),
        UNITS,
    ),
    related=("gru-gradient", "gru-jacobian", "orthogonal-init", "lstm-gradient"),
    sources=(
        Source("Srivastava, Greff, Schmidhuber", 2015, "Highway networks"),
        Source("He et al.", 2016, "Deep residual learning for image recognition", "CVPR 2016"),
        Source("Chung et al.", 2014, "Empirical evaluation of gated recurrent neural networks on sequence modeling"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("highway", "How does a highway gate differ from Γu?"),
        Facet("through-time", "Why not put residual connections into an RNN?"),
        Facet("resnet", "Is the GRU a ResNet through time?"),
        Facet("formula", "Which formula do they share?"),
    ),
)
