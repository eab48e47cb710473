"""gradient-clipping: what it does to a gradient, how to choose the threshold, and what it can't mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, gate
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import STEPS, THRESHOLD, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.symbolic import Proof

UNITS = 8
# name: σ₁ and the size of the start. The first explodes, the second is healthy, the third vanishes.
RUNS = {"exploding": (2.0, 1e-3), "healthy": (1.0, 0.1), "vanishing": (0.5, 0.1)}

HEADLINES = {
    "": (
        "Clipping by norm shortens a gradient that is longer than the threshold and keeps its direction; a shorter one "
        "passes unchanged. Here an exploding gradient of norm {before} is cut to {after}, and a vanished one of "
        "{vanished} stays as it is: clipping does not mend vanishing."
    ),
    "vanishing": (
        "No: a gradient shorter than the threshold passes unchanged. The vanishing network's long-range part is "
        "{vanished} before clipping and exactly the same after it; only the exploding one is cut, from {before} to "
        "{after}."
    ),
    "threshold": (
        "Train for a while without clipping, look at the gradient norms, and set the threshold a little above the "
        "usual ones (between one and ten times their median is common), so that only the rare peaks are cut. With a "
        "threshold of {threshold} here, {before} becomes {after} and the healthy {healthy} {healthy_fate}."
    ),
    "norm-or-value": (
        "By norm, as a rule: all entries shrink by one factor and the direction stays (cosine 1). Clipping each entry "
        "by value turns the gradient: here the cosine with the true direction falls to {cosine}."
    ),
    "without": (
        "An exploding gradient goes into the weights as it is: with a learning rate of 0.1 this one, of norm {before}, "
        "would move the weights by {moved}, {times} times their own norm; clipped to {threshold} it moves them by "
        "{clipped}."
    ),
}
ASSUMPTIONS = (
    "Three plain tanh networks of 8 units that differ in $σ_1$ and in the size of their start only; the loss is the "
    "sum of the last state's entries, and the gradient is that of the recurrent weights over the whole sequence.",
)
MISCONCEPTION = (
    '"Clipping sets a small gradient up to the threshold" is false: it never lengthens anything. And it does not solve '
    "exploding gradients at "
    "their root; it bounds the step that one bad gradient can cause."
)
BEYOND = (
    "Clipping makes the update biased: peaks count for less than they are. In practice that is taken in exchange for "
    "stability.",
    "A threshold in the usual range cuts nothing in most steps; one that cuts at every step acts as a smaller learning "
    "rate.",
)
PROGRAM = """
random = np.random.default_rng([seed, 1])
random.uniform(-1, 1, (n, n))  # the answer draws a uniform matrix first
Q, R = np.linalg.qr(random.normal(size=(n, n)))
W = 2.0 * Q * np.sign(np.diag(R))  # sigma_1 = 2 explodes

a = [1e-3 / 0.9 * np.random.default_rng([seed, 3]).uniform(-0.9, 0.9, n)]
for _ in range(T):
    a.append(np.tanh(W @ a[-1]))

gradient, back = np.zeros((n, n)), np.ones(n)  # the loss is the sum of the last state
for t in range(T, 0, -1):
    through_tanh = back * (1 - a[t] ** 2)
    gradient += np.outer(through_tanh, a[t - 1])
    back = W.T @ through_tanh

norm = np.linalg.norm(gradient)
clipped = gradient * min(1.0, threshold / norm)
by_value = np.clip(gradient, -threshold, threshold)

print("before", norm)
print("after", np.linalg.norm(clipped))
print("cosine_by_value", (gradient * by_value).sum() / norm / np.linalg.norm(by_value))
"""


@dataclass(frozen=True, slots=True)
class Gradient:
    """One network's gradient of its recurrent weights, its norm, what comes from the far half, and the weights' norm."""

    matrix: npt.NDArray[np.float64]
    norm: float
    far: float
    weights: float


def derive(notation: str) -> Mapping[str, Proof]:
    """Norm, direction, and short gradients."""
    from explainer.symbolic.lemmas import clipping

    found = clipping.derive(notation)
    return {"usual": found["usual"], "simple": found["simple"]}


def explain(query: Query) -> Answer:
    """Three gradients before and after clipping, by norm and by value."""
    w = Writer(query.notation, "rnn")
    threshold, steps = float(gate(query, "threshold")), count(query, "steps")
    found = {name: gradient(sigma, start, steps, query.seed) for name, (sigma, start) in RUNS.items()}
    exploding = found["exploding"]
    after = min(exploding.norm, threshold)
    cosine = cosine_by_value(exploding.matrix, threshold)
    said = {
        "threshold": show(gate(query, "threshold")),
        "before": f"${show(exploding.norm)}$",
        "after": f"${show(after)}$",
        "vanished": f"${show(found['vanishing'].far)}$",
        "healthy": f"${show(found['healthy'].norm)}$",
        "healthy_fate": "passes unchanged" if found["healthy"].norm <= threshold else f"becomes ${show(threshold)}$",
        "cosine": f"${show(cosine)}$",
        "moved": f"${show(0.1 * exploding.norm)}$",
        "times": f"${show(0.1 * exploding.norm / exploding.weights)}$",
        "clipped": f"${show(0.1 * after)}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "before": exploding.norm,
            "after": after,
            "cosine_by_value": cosine,
            "healthy": found["healthy"].norm,
            "vanishing_far": found["vanishing"].far,
        },
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[before_and_after(w, found, threshold, steps), by_threshold(w, found)],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(threshold=repr(threshold), T=steps, n=UNITS, seed=query.seed) + PROGRAM,
    )


def gradient(sigma: float, start: float, steps: int, seed: int) -> Gradient:
    """dL/dW_aa of a plain network without input, and the norm of the part that comes from its first half."""
    import numpy as np

    from explainer import numeric

    cell = numeric.rnn(sigma, shape="orthogonal", units=UNITS, seed=seed)
    x = np.zeros((steps, cell.inputs))
    trace = numeric.unroll(cell, x, start / 0.9 * numeric.random_start(UNITS, seed), seed=seed)
    found = numeric.gradients(trace, {steps: np.ones(UNITS)})
    matrix = found.weights["W_a"][:, :UNITS]
    left, right = found.factors["W_a"]
    assert right is not None
    half = max(1, steps // 2)
    far = left[:half].T @ right[:half, :UNITS]
    return Gradient(
        matrix, float(np.linalg.norm(matrix)), float(np.linalg.norm(far)), float(np.linalg.norm(cell.W_a[:, :UNITS]))
    )


def cosine_by_value(matrix: npt.NDArray[np.float64], threshold: float) -> float:
    """The cosine between a gradient and itself clipped entry by entry, with a threshold for entries that cuts as hard."""
    import numpy as np

    clipped = np.clip(matrix, -threshold, threshold)
    return float((matrix * clipped).sum() / (np.linalg.norm(matrix) * np.linalg.norm(clipped)))


def before_and_after(w: Writer, found: Mapping[str, Gradient], threshold: float, steps: int) -> Table:
    """Each gradient's norm before and after, beside the prediction min(‖g‖, θ), and its direction."""
    import numpy as np

    rows: list[tuple[Cell, ...]] = []
    for name, each in found.items():
        clipped = each.matrix * min(1.0, threshold / each.norm)
        after, predicted = float(np.linalg.norm(clipped)), min(each.norm, threshold)
        cosine = float((each.matrix * clipped).sum() / (each.norm * after))
        rows.append(
            (name, each.norm, after, Residual(abs(after - predicted)), cosine, cosine_by_value(each.matrix, threshold))
        )
    heads = ("network", "$norm(g)$", "clipped", "from $min(norm(g), θ)$", "cosine", "by value")
    note = (
        "The fourth column is the difference from the prediction. Cosine: between the gradient and its clipped self, "
        "by norm, then by value (each entry at the same threshold)."
    )
    return Table(
        w.words(f"$dL/dW_aa$ over {steps} steps, threshold $θ = {show(threshold)}$"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        (note,),
    )


def by_threshold(w: Writer, found: Mapping[str, Gradient]) -> Table:
    """How other thresholds treat the three."""
    rows: list[tuple[Cell, ...]] = []
    for power in range(-2, 4):
        threshold = 10.0**power
        fates = ("cut" if each.norm > threshold else "unchanged" for each in found.values())
        rows.append((w.words(f"${show(threshold)}$"), *fates))
    return Table(
        w.words("Which gradients a threshold cuts"), (w.words("$θ$"), *((name,) for name in found)), tuple(rows)
    )


TOPIC = Topic(
    slug="gradient-clipping",
    title="What clipping does to a gradient",
    question=QUESTIONS["gradient-clipping"],
    parameters=(
        replace(THRESHOLD, default=Decimal(10), grid=tuple(Decimal(10) ** n for n in range(-3, 4))),
        replace(
            STEPS,
            default=50,
            low=Decimal(2),
            high=Decimal(500),
            because="longer explosions leave the range of a double",
            grid=(10, 20, 50, 100),
        ),
    ),
    related=("rnn-exploding", "gru-exploding", "rnn-vanishing", "diagnose", "truncated-bptt"),
    sources=(
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source(
            "Mikolov",
            2012,
            "Statistical language models based on neural networks",
            "PhD thesis, Brno; clipping by value",
        ),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("vanishing", "Does clipping fix vanishing gradients?"),
        Facet("threshold", "How do I choose the threshold?"),
        Facet("norm-or-value", "By norm or by value?"),
        Facet("without", "What happens without it?"),
    ),
)
