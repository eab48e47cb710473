"""orthogonal-init: what orthogonal and identity recurrent weights keep, and what tanh takes from it."""

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
from explainer.records import Answer, Cell, Facet, Query, Source, Table, Topic

if TYPE_CHECKING:
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

# name: shape of the recurrent matrix, activation, whether inputs come.
NETWORKS = {
    "orthogonal, linear": ("orthogonal", "linear", False),
    "orthogonal, tanh, no input": ("orthogonal", "tanh", False),
    "identity, tanh, no input": ("identity", "tanh", False),
    "identity, ReLU (IRNN)": ("identity", "relu", False),
    "orthogonal, tanh, inputs": ("orthogonal", "tanh", True),
    "uniform (PyTorch's start)": ("fresh", "tanh", False),
}

HEADLINES = {
    "": (
        "It sets every singular value of the recurrent weights to 1, so that the weights by themselves neither shrink "
        "nor stretch the gradient. What tanh takes remains: over {steps} steps the gradient is {orthogonal_linear} "
        "without activation, {orthogonal_tanh} through tanh without input, and {uniform} from a uniform start."
    ),
    "why": (
        "Because a gradient's length is then changed by the activations alone: $norm(W^⊤ v) = norm(v)$ at every step, "
        "forward and backward. Over {steps} linear steps {orthogonal_linear} is left; a uniform start leaves "
        "{uniform}."
    ),
    "identity": (
        "A plain network with ReLU, recurrent weights started at the identity and biases at 0 (Le, Jaitly and Hinton "
        "2015): where units are on, one step is exactly the identity, and the gradient after {steps} steps is {irnn}. "
        "It differs from an RNN in its start and activation only."
    ),
    "tanh": (
        "A power of $T$ instead of an exponential, as long as no input drives the units: over {steps} steps "
        "{identity_tanh} with identity weights (falling like $T^(-3/2)$), {orthogonal_tanh} with a rotation (falling "
        "like $T^(-1/2)$ in norm). With inputs the units leave 0 and it is exponential again: {driven}."
    ),
    "versus-gates": (
        "It helps up to lags of tens of steps and is no carousel: driven by inputs, the orthogonal tanh network keeps "
        "{driven} over {steps} steps. A gate attenuates inputs before they reach the state; orthogonal weights do not."
    ),
}
ASSUMPTIONS = (
    "Eight units, biases 0, a random start of size 0.1 for the networks without input (0.9 with inputs); the recurrent "
    "matrix is random orthogonal, the identity, or uniform in $±1/sqrt(n)$ as in PyTorch.",
)
MISCONCEPTION = (
    '"Orthogonal weights solve vanishing" is true of linear networks. Through tanh every step multiplies by slopes '
    "below 1 as soon as the state leaves 0, "
    "and a network that remembers nothing of its inputs is the only one whose state stays there."
)
BEYOND = (
    "Training moves the weights away from orthogonality unless they are kept there (unitary networks, Arjovsky, Shah "
    "and Bengio 2016).",
    "How much it helps a task to be learned is measured in learn-demo's caveats, not here.",
)
PROGRAM = """
a, gradient = 0.5, 1.0
for _ in range(T):
    a = np.tanh(a)  # one unit, weight 1: the slope is 1 at 0 only
    gradient *= 1 - a**2

print("scalar", gradient)
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """Rotations keep lengths; tanh loses like a power of T."""
    from explainer.symbolic.lemmas import orthogonal

    return {"usual": orthogonal.derive(notation)["usual"]}


def explain(query: Query) -> Answer:
    """Six starts, one gradient each, over the same steps; and the powers that tanh leaves, fitted."""
    from explainer.numeric import experiments

    w = Writer(query.notation, "rnn")
    steps, units = count(query, "steps"), 1 if query.level == "simple" else count(query, "units")
    at = experiments.lags(steps)
    logs = {name: by_lag(run(name, units, steps, query.seed), at) for name in NETWORKS}
    names = {
        "orthogonal_linear": "orthogonal, linear",
        "orthogonal_tanh": "orthogonal, tanh, no input",
        "identity_tanh": "identity, tanh, no input",
        "irnn": "identity, ReLU (IRNN)",
        "driven": "orthogonal, tanh, inputs",
        "uniform": "uniform (PyTorch's start)",
    }
    said = {key: f"${show_log(logs[name][-1])}$" for key, name in names.items()}
    slopes = {
        name: power(name, units, query.seed) for name in ("identity, tanh, no input", "orthogonal, tanh, no input")
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(steps=show(steps), **said),
        values={f"{key}_log10": logs[name][-1] / math.log(10) for key, name in names.items()}
        | {"identity_power": slopes["identity, tanh, no input"], "scalar": scalar_gradient(steps)},
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            ends(w, at, logs),
            powers(w, slopes),
            lag_plot(
                w,
                "Six starts of a plain network",
                [curve(w, name, at, values) for name, values in logs.items()],
                f"Gradient norm after {steps} steps: "
                + ", ".join(f"{name} {show_log(values[-1])}" for name, values in logs.items())
                + ".",
                state="a",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(T=steps) + PROGRAM,
    )


def run(name: str, units: int, steps: int, seed: int, size: float = 0.1) -> Trace:
    """One of the networks, unrolled; without input its start is scaled to `size`."""
    import numpy as np

    from explainer import numeric

    shape, activation, driven = NETWORKS[name]
    if shape == "fresh":
        cell = numeric.fresh("rnn", units=units, seed=seed)
    else:
        cell = numeric.rnn(1.0, shape=shape, units=units, seed=seed, activation=activation)
    start = numeric.random_start(units, seed)
    start = np.abs(start) if activation == "relu" else start
    x = numeric.random_inputs(steps, cell.inputs, seed)
    return numeric.unroll(cell, x if driven else 0 * x, start if driven else start * size / 0.9, seed=seed)


def by_lag(trace: Trace, at: tuple[int, ...]) -> list[float]:
    """ln of the gradient's norm from the end back over each lag."""
    from explainer.numeric import experiments

    return [float(log) for log in experiments.log_norm_by_lag(trace, at)]


def power(name: str, units: int, seed: int) -> float:
    """The exponent p of ‖da_T/da_0‖ ~ T^p, between T = 2,000 and T = 20,000, from a large start."""
    early, late = (by_lag(run(name, units, steps, seed, 0.9), (steps,))[-1] for steps in (2_000, 20_000))
    return (late - early) / math.log(10)


def scalar_gradient(steps: int) -> float:
    """da_T/da_0 of a = tanh(a') from a_0 = 0.5."""
    from explainer.numeric import systems

    course = systems.follow(systems.latch(1.0), 0.5, steps)
    return float(course.gradient[-1])


def ends(w: Writer, at: tuple[int, ...], logs: Mapping[str, list[float]]) -> Table:
    """The gradient at a few lags for each start."""
    picked = [i for i in range(len(at)) if at[i] == at[-1] or i % 3 == 0]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(from_log(w, values[i]) for i in picked)) for name, values in logs.items()
    )
    return Table(w.words("$norm(da[T]/da[s])$ by lag"), (("start",), *((f"{at[i]}",) for i in picked)), rows)


def powers(w: Writer, slopes: Mapping[str, float]) -> Table:
    """The exponents predicted for tanh without input, beside the fitted ones."""
    rows: list[tuple[Cell, ...]] = []
    for name, predicted in (("identity, tanh, no input", -1.5), ("orthogonal, tanh, no input", -0.5)):
        rows.append((name, predicted, slopes[name], abs(slopes[name] - predicted)))
    heads = ("network", "expected exponent", "fitted", "difference")
    note = (
        "Between 2,000 and 20,000 steps, from a start of size 0.9. A single unit, or the identity, is expected to fall "
        "like $T^(-3/2)$; for a rotation the direction along the state's turn keeps $T^(-1/2)$, an observation that is "
        "measured here and not derived. Finite lengths leave a difference."
    )
    return Table(
        w.words("The power of $T$ that tanh leaves"), tuple((head,) for head in heads), tuple(rows), w.words(note)
    )


TOPIC = Topic(
    slug="orthogonal-init",
    title="Weights that keep lengths",
    question=QUESTIONS["orthogonal-init"],
    parameters=(replace(STEPS, default=100, high=Decimal(5000), grid=(10, 50, 100, 300, 1000)), UNITS),
    related=("spectral-radius", "rnn-vanishing", "activation-derivatives", "learn-demo"),
    sources=(
        Source("Le, Jaitly, Hinton", 2015, "A simple way to initialize recurrent networks of rectified linear units"),
        Source(
            "Saxe, McClelland, Ganguli",
            2013,
            "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
        ),
        Source("Arjovsky, Shah, Bengio", 2016, "Unitary evolution recurrent neural networks", "ICML 2016"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("why", "Why does it help that orthogonal matrices keep lengths?"),
        Facet("identity", "What is an IRNN?"),
        Facet("tanh", "What is left of it through tanh?"),
        Facet("versus-gates", "Is it enough, or are gates still needed?"),
    ),
)
