"""gradient-check: the numerical check, which ε, which difference is acceptable, and what a planted bug looks like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import gate
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import EPSILON, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.notation.figures import show_residual
from explainer.records import Answer, Axis, Cell, Facet, Line, Plot, Query, Residual, Source, Table, Topic, Words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    from explainer.numeric.backward import Gradients
    from explainer.records.trace import Trace
    from explainer.symbolic import Proof

UNITS, INPUTS, STEPS = 2, 1, 3
GRID = tuple(Decimal(1).scaleb(-power) for power in range(1, 13))

HEADLINES = {
    "": (
        "Nudge one weight up and down by a small $ε$, run the network both times, and compare $(L(w+ε) - L(w-ε))/(2ε)$ with what "
        "backpropagation "
        "gives. Here, with $ε = {epsilon}$, that is {numeric} against {analytic}, a relative difference of {relative}: {verdict}."
    ),
    "epsilon": (
        "In double precision about $1e-5$ for the centred difference, in single precision about $1e-2$; here the best are {best} and "
        "{best_single}. A larger $ε$ errs by curvature ($ε^2$), a smaller one by rounding, which is divided by $ε$; with $ε = "
        "{epsilon}$ the "
        "relative error is {relative}."
    ),
    "tolerance": (
        "In double precision, with a centred difference and no kinks, a relative difference below $1e-7$ passes, one above $1e-3$ is a "
        "bug, and "
        "what lies between deserves a look at $ε$, at the precision and at kinks such as ReLU's. The right gradient here gives "
        "{relative} with "
        "$ε = {epsilon}$, the mildest planted bug {mildest}."
    ),
    "mismatch": (
        "Look at which arrays fail and at the ratio of the two gradients: one ratio everywhere is a forgotten factor (2 for a lost ½, "
        "the batch size "
        "for a mean), one array alone is its own formula, two arrays are swapped gates, all arrays a fault in what is passed back in "
        "time. Of "
        "{count} bugs planted here the check catches {caught}, the mildest with a difference of {mildest}."
    ),
    "method": (
        "One number at a time: add $ε$, run forwards, subtract $ε$, run forwards, divide the difference of the losses by $2ε$, put the "
        "number back. "
        "Then $norm(g - g_ε)/(norm(g) + norm(g_ε))$ for each array: here {numeric} against {analytic}, so {relative} with $ε = "
        "{epsilon}$."
    ),
}
ASSUMPTIONS = (
    "The curve over $ε$ is measured on one tanh unit with $w = 0.9$ over five steps, $L = 1/2 sum(t=1, T) a[t]^2$. Each loss is "
    "computed to 50 "
    "digits and rounded once to the precision named, so that the numbers are the same on every processor; a program that rounds at every "
    "operation has a few times the rounding error.",
    "The planted bugs are in the backward pass of an LSTM with 2 units over 3 steps and a loss on every step; the reference is the "
    "complex step.",
)
MISCONCEPTION = (
    '"The smaller ε, the more exact the check" is false: below about $1e-5$ (double precision) the difference of two nearly equal losses '
    "has ever fewer correct digits, and dividing by $ε$ magnifies the rest."
)
BEYOND = (
    "A check that passes says that backward fits forward. If the forward pass computes the wrong thing, the gradient of the wrong thing "
    "passes.",
    "Check with dropout and other randomness switched off or fixed, at weights that are not all 0 (there, wrong paths carry nothing), "
    "and on a few "
    "steps: a gradient that has vanished to rounding level can't be checked.",
    "At a kink, such as ReLU's at 0, the two sides have different slopes and a right gradient may fail.",
    "The thresholds are rules of thumb from courses, stated from memory; only the numbers on this page were measured.",
)
PYTORCH = "In PyTorch, torch.autograd.gradcheck does this in double precision; in single precision it fails on right gradients."


@dataclass(frozen=True, slots=True)
class Bug:
    """A planted bug, which arrays the check finds different, by how much at most, and the ratio where it is one number."""

    name: str
    failing: tuple[str, ...]
    worst: float
    ratio: float | None


def derive(notation: str) -> Mapping[str, Proof]:
    """The order of both quotients' errors, and the V."""
    from explainer.symbolic.lemmas import differences

    return {"usual": differences.derive(notation)["usual"]}


def explain(query: Query) -> Answer:
    """The error over ε in both precisions, the complex step beside it, and five bugs that the check catches."""
    from explainer.numeric import quotients

    w = Writer(query.notation, "lstm")
    epsilon = gate(query, "epsilon")
    found = quotients.centred(epsilon)
    bugs = planted(query.seed)
    mildest = min(bug.worst for bug in bugs if bug.failing)
    exact = float(quotients.derivative())
    said = {
        "epsilon": show(epsilon),
        "numeric": f"${show(found.value, 12)}$",
        "analytic": f"${show(exact, 12)}$",
        "relative": f"${show_residual(found.relative)}$",
        "verdict": verdict(found.relative),
        "best": f"${show(quotients.best_epsilon())}$",
        "best_single": f"${show(quotients.best_epsilon('single'))}$",
        "mildest": f"${show_residual(mildest)}$",
        "count": str(sum(1 for bug in bugs if bug.name != RIGHT)),
        "caught": "all" if all(bug.failing for bug in bugs if bug.name != RIGHT) else str(sum(bool(bug.failing) for bug in bugs)),
    }
    values = {
        "analytic": exact,
        "centred": found.value,
        "best_epsilon": quotients.best_epsilon(),
        "truncation": quotients.truncation(float(epsilon)),
        "rounding": quotients.rounding(float(epsilon)),
        "mildest_bug": mildest,
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values=values,
        assumptions=ASSUMPTIONS,
        cell="lstm",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            errors_table(w, epsilon),
            *([valley(w), bug_table(w, bugs), whole_check(w, query.seed)] if query.depth == "full" else ()),
        ],
        misconception=MISCONCEPTION,
        beyond=(*BEYOND, PYTORCH) if query.notation == "pytorch" else BEYOND,
        program=programs.header(epsilon=repr(float(epsilon))) + PROGRAM,
    )


def verdict(relative: float) -> str:
    """The rule of thumb in words."""
    if relative < 1e-7:
        return "it passes"
    if relative < 1e-3:
        return "look closer (the gradient is right here, so it is this $ε$)"
    return "far too large, and the fault is this $ε$, for the gradient is right"


def errors_table(w: Writer, epsilon: Decimal) -> Table:
    """The error at each ε, beside what truncation and rounding predict."""
    from explainer.numeric import quotients

    rows: list[tuple[Cell, ...]] = []
    for each in sorted({*GRID, epsilon}, reverse=True):
        size = float(each)
        measured = (rule(each, precision).error for rule, precision in (
            (quotients.centred, "double"), (quotients.centred, "single"), (quotients.one_sided, "double")))  # fmt: skip
        predicted = (quotients.truncation(size), quotients.rounding(size))
        rows.append((w.words(f"${show(each)}$"), *(w.words(f"${show_tiny(value)}$") for value in predicted), *map(Residual, measured)))
    rows.append(("complex step", "0", w.words(f"${show_tiny(quotients.UNIT['double'])}$"), Residual(by_complex_step()), None, None))
    heads = ("$ε$", "curvature, $(ε^2 abs(L'''))/6$", "rounding, $(u L)/ε$", "error measured", "in single", "one-sided")
    note = (
        "The error follows the larger of the two predictions: down with $ε^2$, then up with $1/ε$. In single precision the two losses "
        "are the same number once $ε$ is too small, and the difference is 0. The complex step, $Im(L(w + i h))/h$ with $h = 1e-30$, "
        "subtracts nothing and has no such valley; it needs code that passes complex numbers through."
    )
    return Table(w.words("The error of the difference quotient over ε"), tuple(w.words(head) for head in heads), tuple(rows), w.words(note))


def show_tiny(value: float) -> str:
    """A predicted error to two digits, also below 1e-12."""
    return show(float(f"{value:.1e}"))


def by_complex_step() -> float:
    """The error of the shipped checker's complex step on the same unit."""
    import numpy as np

    from explainer.numeric import gradient_check, quotients

    def loss(w: Array) -> Array:
        a, total = np.asarray(float(quotients.START)), np.asarray(0.0)
        for x in quotients.INPUTS:
            a = np.tanh(w[0] * a + float(x))
            total = total + a * a / 2
        return total

    found = gradient_check.complex_step(loss, np.array([float(quotients.W)]))
    return abs(float(found[0]) - float(quotients.derivative()))


def valley(w: Writer) -> Plot:
    """The V: errors over ε on two logarithmic axes."""
    from explainer.numeric import quotients

    points = sorted(Decimal(digit).scaleb(-power) for power in range(1, 13) for digit in (1, 2, 5) if digit == 1 or power > 1)
    x = tuple(map(float, points))
    lines = tuple(
        Line(w.words(name), x, tuple(rule(each, precision).error or None for each in points))
        for name, rule, precision in (
            ("centred, double", quotients.centred, "double"),
            ("centred, single", quotients.centred, "single"),
            ("one-sided, double", quotients.one_sided, "double"),
        )
    )
    predicted = tuple(quotients.truncation(each) + quotients.rounding(each) for each in x)
    marks = (*lines, Line(w.words("predicted, $(ε^2 abs(L'''))/6 + (u L)/ε$"), x, predicted, "dashed"))
    best = quotients.best_epsilon()
    alt = (
        f"Error over ε, both logarithmic. The centred difference in double precision falls with the square of ε to about "
        f"{show_tiny(quotients.truncation(best) + quotients.rounding(best))} near ε = {show(float(f'{best:.1e}'))} and rises again; "
        "in single precision its valley lies near 0.003; the one-sided difference falls more slowly."
    )
    return Plot(w.words("A valley, not a slope"), Axis(w.words("$ε$"), "", "log"), Axis(w.words("error"), "", "log"), marks, alt)


RIGHT = "none: the gradient as shipped"


def network(seed: int) -> tuple[Trace, Array]:
    """The LSTM of the planted bugs and its loss: a weight on every number of every state."""
    import numpy as np

    from explainer import numeric

    cell = numeric.fresh("lstm", units=UNITS, inputs=INPUTS, seed=seed)
    trace = numeric.unroll(cell, numeric.random_inputs(STEPS, INPUTS, seed), numeric.random_start(cell.size, seed), seed=seed)
    return trace, np.random.default_rng([seed, 6]).uniform(0.5, 1.0, trace.states.shape)


@cache
def planted(seed: int) -> tuple[Bug, ...]:
    """Each bug's gradients, judged by the shipped comparison against the complex step."""
    from explainer import numeric
    from explainer.numeric import gradient_check

    trace, weights = network(seed)
    right = numeric.gradients(trace, weights)
    reference = {
        name: gradient_check.slope(partial(gradient_check.changed_loss, trace, weights, name), getattr(trace.cell, name), "complex", 1e-6)
        for name in right.weights
    }
    return tuple(judged(name, claimed.weights, reference) for name, claimed in wrong(trace, weights, right))


def wrong(trace: Trace, weights: Array, right: Gradients) -> list[tuple[str, Gradients]]:
    """The right gradients, and five in which a bug was planted that people really make."""
    import numpy as np

    from explainer import numeric

    swapped = {**right.weights, "W_f": right.weights["W_i"], "W_i": right.weights["W_f"]}
    left, seen = right.factors["W_c"]
    assert seen is not None
    dropped = {**right.weights, "W_c": (left / (1 - trace.candidates**2)).T @ seen}
    doubled = {name: 2 * each for name, each in right.weights.items()}
    last = {name: np.outer(left[-1], seen[-1]) if seen is not None else left[-1] for name, (left, seen) in right.factors.items()}
    cut = numeric.gradients(trace, {STEPS: weights[STEPS]}).weights
    named = (
        ("forget and input gate swapped", swapped),
        ("the factor $1 - c~^2$ dropped", dropped),
        ("a factor ½ of the loss forgotten", doubled),
        ("the last step only, no sum over time", last),
        ("losses of earlier steps not added", cut),
    )
    return [(RIGHT, right), *((name, changed(right, weights=each)) for name, each in named)]


def judged(name: str, claimed: Mapping[str, Array], reference: Mapping[str, Array]) -> Bug:
    """Which arrays are off by more than 1e-7 of their largest entry."""
    import numpy as np

    from explainer.numeric import gradient_check

    found = [gradient_check.compare(each, claimed[each], reference[each]) for each in reference]
    failing = tuple(each.name for each in found if not each.within(1e-7))
    ratios = np.concatenate([(claimed[each] / reference[each]).ravel() for each in reference])
    one = float(ratios[0]) if np.ptp(ratios) < 1e-7 * abs(float(ratios[0])) else None
    return Bug(name, failing, max(each.relative for each in found), one)


def bug_table(w: Writer, bugs: Sequence[Bug]) -> Table:
    """What each bug looks like in the check."""
    rows: list[tuple[Cell, ...]] = []
    for bug in bugs:
        ratio: Words = w.words(f"${show(float(f'{bug.ratio:.6g}'))}$") if bug.ratio is not None else ("differs",)
        rows.append((w.words(bug.name), named(w, bug), Residual(bug.worst), ratio))
    heads = ("planted bug", "gradients that fail", "largest difference", "ratio to the reference")
    note = (
        "Largest difference: the largest error of an array over its largest entry, against the complex step. Four weights and four "
        "biases were "
        "compared; a gradient fails above $1e-7$."
    )
    return Table(w.words("Planted bugs, and how the check sees them"), tuple(w.words(head) for head in heads), tuple(rows), w.words(note))


def named(w: Writer, bug: Bug) -> Words:
    """The failing arrays: none, all, or by name."""
    if not bug.failing:
        return ("none",)
    if len(bug.failing) == 8:
        return ("all eight",)
    return w.words(", ".join(f"$dL/d{each}$" for each in bug.failing))


def whole_check(w: Writer, seed: int) -> Table:
    """Every gradient of the LSTM by the shipped checker: the complex step, and centred differences with two steps."""
    from explainer import numeric

    trace, weights = network(seed)
    sizes = (Decimal("1e-2"), Decimal("1e-3"))
    methods = [numeric.check_gradients(trace, weights)]
    methods += [numeric.check_gradients(trace, weights, method="centred", epsilon=float(each)) for each in sizes]
    rows: list[tuple[Cell, ...]] = []
    for exact, coarse, fine in zip(*methods, strict=True):
        label = "start" if exact.name == "start" else f"$dL/d{exact.name}$"
        rows.append((w.words(label), *(Residual(each.relative) for each in (exact, coarse, fine))))
    heads = ("gradient", "complex step", *(f"centred, $ε = {show(each)}$" for each in sizes))
    note = "Ten times smaller, a hundred times better: the error is the quotient's, not the gradient's."
    title = "The right gradient by the shipped checker, relative differences"
    return Table(w.words(title), tuple(w.words(head) for head in heads), tuple(rows), (note,))


PROGRAM = """
inputs = [0.3, -0.2, 0.5, 0.1, -0.4]


def loss(w):
    a, total = 0.5, 0.0
    for x in inputs:
        a = np.tanh(w * a + x)
        total = total + a * a / 2
    return total


def backward(w):
    states = [0.5]
    for x in inputs:
        states.append(np.tanh(w * states[-1] + x))
    gradient, back = 0.0, 0.0
    for t in range(len(inputs), 0, -1):
        pull = (back + states[t]) * (1 - states[t] ** 2)  # from later steps, and from this step's own loss
        gradient += pull * states[t - 1]
        back = pull * w
    return gradient


analytic, centred = backward(0.9), (loss(0.9 + epsilon) - loss(0.9 - epsilon)) / (2 * epsilon)
assert abs(loss(0.9 + 1e-30j).imag / 1e-30 - analytic) < 1e-12  # the complex step

print("analytic", analytic)
print("centred", centred)  # far from the best epsilon its rounding is the processor's own
"""


TOPIC = Topic(
    slug="gradient-check",
    title="Checking a gradient numerically",
    question=QUESTIONS["gradient-check"],
    parameters=(replace(EPSILON, grid=GRID),),
    related=("bptt", "lstm-backward", "gru-backward", "diagnose"),
    sources=(
        Source("Squire, Trapp", 1998, "Using complex variables to estimate derivatives of real functions", "SIAM Review 40(1)"),
        Source("Ng", 2017, "Improving Deep Neural Networks", "lecture on gradient checking"),
        Source("Higham", 2002, "Accuracy and Stability of Numerical Algorithms", "second edition, SIAM"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("epsilon", "Which ε?"),
        Facet("tolerance", "How large a difference is acceptable?"),
        Facet("mismatch", "Mine don't match: where do I look?"),
        Facet("method", "How is it done?"),
    ),
)
