"""parameter-gradient: the weights' gradient is a sum over the steps; its far terms vanish, the sum does not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, gate, gru_kind, percent
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import BIAS, STEPS, UNITS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Axis, Cell, Facet, Plot, Query, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric.cell import Cell as AnyCell
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

    Array = npt.NDArray[np.float64]

BIASES = (Decimal(0), Decimal(-2), Decimal(-4), Decimal(-8))
SIGMA = 0.9  # of the plain RNN's recurrent matrix: below 1, so that the bound bites
NEAR = 10  # the newest steps that still teach a network that forgets

HEADLINES = {
    "": (
        "The far terms vanish, not the sum: the weights' gradient adds one term for each step at which they were used, and the terms of "
        "recent steps stay. In a plain RNN over {steps} steps it has norm {whole_rnn}, but the first half of the sequence contributes "
        "{share_rnn}; in a GRU with $b_u = {bias}$ {share_gru}."
    ),
    "sum-or-terms": (
        "Its far terms. In the plain RNN below the newest step's term has norm {last_rnn}, the oldest step's {first_rnn}. So the whole "
        "gradient, {whole_rnn}, does not shrink with the length of the sequence; it has only forgotten the beginning."
    ),
    "diverge": (
        "No, not by that alone: if no term shrank, the norm of their sum would grow at most in proportion to $T$. In the GRU with "
        "$b_u = {bias}$ below it goes from {whole_gru} at {steps} steps to {longer_gru} at {longer}. A gradient explodes when the terms "
        "themselves grow with age."
    ),
    "learns-still": (
        "Because the near terms are all there: in the plain RNN below the newest {near} of {steps} steps make up {near_rnn} of the "
        "terms' sizes. It learns what depends on the last few steps, and gets almost no signal about the rest."
    ),
    "share": (
        "From the first half of {steps} steps come {share_rnn} in a plain RNN, {share_zero} in a GRU with $b_u = 0$, and {share_gru} "
        "in one with $b_u = {bias}$; an even share would be 50 %."
    ),
}
ASSUMPTIONS = (
    "Networks before training, with random weights and inputs, from the state 0, the plain RNN's with $σ_1 = 0.9$; the loss is the "
    "sum of the last state's units. A step's term is what the weights' gradient would be if only that step's use of them counted; its "
    "share is its norm over the sum of all norms.",
    "$b_u$ is the bias of the update gate, the same in every unit; the gates scatter about $σ(b_u)$.",
)
MISCONCEPTION = (
    '"The total goes to 0": it does not. The weights are shared by all steps, so the gradient of a network that forgets looks quite '
    "healthy in its norm. To see that the past is missing, look at the terms by age, or at the gradient of the states."
)
BEYOND = (
    "Terms of different steps may cancel or add up, so shares of norms say where the gradient comes from, not how much each step changes "
    "the weights.",
    "That the far terms are large does not say they are useful; a nearly shut gate also makes every single term small.",
)

PROGRAM = """
width, random = 1 / np.sqrt(n), np.random.default_rng([seed, 1])
recurrent = random.uniform(-width, width, (n, n))
recurrent *= sigma / np.linalg.norm(recurrent, 2)  # its largest singular value is sigma
W = np.hstack([recurrent, random.uniform(-1, 1, (n, m)) * width])  # acts on [a; x]
x = np.random.default_rng([seed, 2]).normal(size=(T, m))

states = [np.zeros(n)]
for t in range(T):
    states.append(np.tanh(W @ np.r_[states[-1], x[t]]))

back, gradient, sizes = np.ones(n), np.zeros_like(W), np.zeros(T)
for t in range(T - 1, -1, -1):
    through_tanh = (1 - states[t + 1] ** 2) * back
    term = np.outer(through_tanh, np.r_[states[t], x[t]])
    sizes[t] = np.linalg.norm(term)
    gradient += term
    back = W[:, :n].T @ through_tanh

print("whole_rnn", np.linalg.norm(gradient))
print("share_rnn", sizes[: T // 2].sum() / sizes.sum())
print("near_rnn", sizes[-near:].sum() / sizes.sum())
"""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """One network's gradient: its norm, and the norm of every step's term, oldest first."""

    name: str
    whole: float
    sizes: Array

    def share(self, first: int, last: int) -> float:
        """What the terms from one step to another (not counted) make up of all terms' sizes."""
        return float(self.sizes[first:last].sum() / self.sizes.sum())

    @property
    def first_half(self) -> float:
        """The share of the older half of the steps."""
        return self.share(0, len(self.sizes) // 2)


def derive(notation: str) -> Mapping[str, Proof]:
    """One term for each step, each bounded by its age, and what truncation keeps."""
    from explainer.symbolic.lemmas import shares

    proofs = shares.derive(notation)
    return {"usual": proofs["usual"], "simple": proofs["simple"]}


def explain(query: Query) -> Answer:
    """The terms by age in a plain RNN and in GRUs with several biases, and the whole gradient over the length."""
    w = Writer(query.notation)
    bias, steps = gate(query, "bias"), count(query, "steps")
    units = 1 if query.level == "simple" else count(query, "units")
    kind, seed = gru_kind(w), query.seed
    trace = run("rnn", 0.0, steps, units, seed)
    plain = terms(f"plain RNN, $σ_1 = {show(Decimal(str(SIGMA)))}$", trace)
    biases = sorted({*BIASES, bias}, reverse=True)
    grus = {each: terms(f"GRU, $b_u = {show(each)}$", run(kind, float(each), steps, units, seed)) for each in biases}
    longer = terms("", run(kind, float(bias), 4 * steps, units, seed))
    own, zero = grus[bias], grus[Decimal(0)]
    values = {
        "whole_rnn": plain.whole,
        "whole_gru": own.whole,
        "longer_gru": longer.whole,
        "share_rnn": plain.first_half,
        "share_zero": zero.first_half,
        "share_gru": own.first_half,
        "near_rnn": plain.share(-NEAR, steps) if steps > NEAR else 1.0,
    }
    said = {name: f"${show(value)}$" if name.startswith(("whole", "longer")) else percent(value) for name, value in values.items()}
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(
            steps=show(steps),
            longer=show(4 * steps),
            bias=show(bias),
            near=min(NEAR, steps),
            first_rnn=f"${size(plain.sizes[0])}$",
            last_rnn=f"${size(plain.sizes[-1])}$",
            **said,
        ),
        values=values,
        assumptions=ASSUMPTIONS,
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            main_table(w, (plain, *grus.values())),
            bounds_table(w, plain, trace),
            by_length(w, units, seed),
            age_plot(w, {"plain RNN": plain, "GRU with bias 0": zero, "GRU as asked": own}),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(T=steps, n=units, m=4, seed=seed, near=NEAR, sigma=SIGMA) + PROGRAM,
    )


def run(kind: str, bias: float, steps: int, units: int, seed: int) -> Trace:
    """A fresh network over the demo's inputs, from the state 0. bias: in the course's sign; z's has the opposite one."""
    from explainer import numeric

    if kind == "rnn":
        cell: AnyCell = numeric.rnn(SIGMA, units=units, seed=seed)
    else:
        cell = numeric.fresh(kind, units=units, seed=seed, bias=-bias if kind == "reset_after" else bias)
    return numeric.unroll(cell, numeric.random_inputs(steps, cell.inputs, seed), seed=seed)


def terms(name: str, trace: Trace) -> Terms:
    """The gradient of all weight matrices together, whole and term by term, for L the sum of the last state."""
    import numpy as np

    from explainer import numeric

    found = numeric.gradients(trace, {trace.steps: np.ones(trace.units)})
    matrices = [name for name in found.weights if name.startswith("W")]
    whole = math.sqrt(sum(float((found.weights[name] ** 2).sum()) for name in matrices))
    by_step = found.by_step
    # hypot's own scaling keeps squares from underflowing where a term is tiny.
    sizes = np.hypot.reduce([by_step[name] for name in matrices], axis=0)
    return Terms(name, whole, np.asarray(sizes))


def size(value: float) -> str:
    """The norm of a term; a double holds nothing below 1e-300."""
    return show(float(value)) if value > 1e-300 else "< 1e-300"


def main_table(w: Writer, networks: Sequence[Terms]) -> Table:
    """Networks side by side: the whole gradient, its newest and its oldest term, and the share of the first half."""
    steps = len(networks[0].sizes)
    rows: list[tuple[Cell, ...]] = [
        (
            w.words(each.name),
            each.whole,
            w.words(f"${size(each.sizes[-1])}$"),
            w.words(f"${size(each.sizes[0])}$"),
            percent(each.first_half),
        )
        for each in networks
    ]
    heads = (("network",), ("whole gradient",), ("newest term",), ("oldest term",), ("first half",))
    note = "First half: its share of the sum of all terms' norms. 50 % would be even."
    return Table(w.words(f"The weights' gradient over $T = {steps}$ steps: norms"), heads, tuple(rows), w.words(note))


def bounds_table(w: Writer, plain: Terms, trace: Trace) -> Table:
    """The plain RNN's terms at some ages under σ_1^age times the sizes of what meets there."""
    import numpy as np

    steps, n = trace.steps, trace.units
    sigma = float(np.linalg.norm(weights_of(trace)[:, :n], 2))
    rows: list[tuple[Cell, ...]] = []
    for age in sorted({0, 1, 2, 5, 10, steps // 2, steps - 1} & set(range(steps))):
        s = steps - age
        seen = float(np.linalg.norm(np.concatenate([trace.states[s - 1], trace.inputs[s - 1]])))
        log = age * math.log(sigma) + math.log(math.sqrt(n) * seen)
        rows.append((age, w.words(f"${size(plain.sizes[s - 1])}$"), w.words(f"${show_log(log)}$")))
    heads = tuple(w.words(head) for head in ("age $T-s$", "measured", "at most"))
    note = (
        f"At most: $σ_1^(T-s)$ with $σ_1 = {show(sigma)}$, times the norms of the loss's gradient and of what the weights were "
        "multiplied with. The slopes of tanh, left out of the bound, make the terms smaller still."
    )
    return Table(w.words("The plain RNN's terms by age, under their bound"), heads, tuple(rows), w.words(note))


def weights_of(trace: Trace) -> Array:
    """A plain RNN's matrix, acting on [a; x]."""
    from explainer.numeric import RNN

    assert isinstance(trace.cell, RNN)
    return trace.cell.W_a


def by_length(w: Writer, units: int, seed: int) -> Table:
    """The plain RNN over growing lengths: the norm stays, the share of the beginning goes."""
    rows: list[tuple[Cell, ...]] = []
    for steps in (5, 10, 20, 50, 100, 200):
        found = terms("", run("rnn", 0.0, steps, units, seed))
        rows.append((steps, found.whole, w.words(f"${size(found.sizes[0])}$"), percent(found.first_half)))
    heads = (w.words("$T$"), ("whole gradient",), ("oldest term",), ("first half",))
    return Table(w.words("The plain RNN over growing lengths: the sum stays, its far terms go"), heads, tuple(rows))


def age_plot(w: Writer, shown: Mapping[str, Terms]) -> Plot:
    """The size of the terms over their age."""
    import numpy as np

    steps = len(shown["plain RNN"].sizes)
    at = sorted({round(float(age)) for age in np.linspace(0, steps - 1, 120)})
    marks = []
    for each in {each.name: each for each in shown.values()}.values():
        logs = [math.log(value) if (value := float(each.sizes[steps - 1 - age])) > 0 else -math.inf for age in at]
        marks.append(curve(w, each.name, at, logs))
    ends = ", ".join(f"{name} {size(each.sizes[0])}" for name, each in shown.items())
    return Plot(
        w.words("How much each step adds to the weights' gradient"),
        Axis(w.words("age $T-s$"), "steps"),
        Axis(("norm of the term",), "", "log"),
        tuple(marks),
        f"Norm of a step's term over its age, logarithmic. At the oldest of {steps} steps: {ends}.",
    )


TOPIC = Topic(
    slug="parameter-gradient",
    title="Shared weights: what vanishes and what stays",
    question=QUESTIONS["parameter-gradient"],
    parameters=(
        replace(
            BIAS,
            meaning="b_u, the update gate's bias in the course's sign (z's has the opposite one)",
            default=Decimal(-6),
            low=Decimal(-30),
            high=Decimal(30),
            because="beyond it the gate is 0 or 1 to 13 digits",
            grid=tuple(Decimal(b) for b in range(-10, 3)),
        ),
        replace(STEPS, default=100, low=Decimal(4), high=Decimal(2000), grid=(10, 30, 100, 300)),
        UNITS,
    ),
    related=("bptt", "truncated-bptt", "rnn-vanishing", "write-and-hold", "gate-bias-init"),
    sources=(
        Source("Bengio, Simard, Frasconi", 1994, "Learning long-term dependencies with gradient descent is difficult"),
        Source("Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"),
        Source("Hochreiter, Schmidhuber", 1997, "Long short-term memory", "Neural Computation 9(8)"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("sum-or-terms", "What vanishes: the sum over time, or its far terms?"),
        Facet("diverge", "If the terms did not vanish, would the sum diverge?"),
        Facet("learns-still", "The RNN still learns something: why?"),
        Facet("share", "What share comes from the far past?"),
    ),
)
