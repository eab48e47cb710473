"""spectral-radius: eigenvalues or singular values; what repeated multiplication by one matrix does, first and in the end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue import derived, programs
from explainer.catalogue.demos import count, curve, from_log, gate, lag_plot
from explainer.catalogue.lesson import lesson
from explainer.catalogue.parameters import RETAIN, STEPS, replace
from explainer.catalogue.questions import QUESTIONS
from explainer.notation import Writer, show, show_log
from explainer.records import Answer, Cell, Facet, Query, Residual, Source, Table, Topic

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.symbolic import Proof

CORNER = 5.0

HEADLINES = {
    "": (
        "Both, for different questions: the largest singular value bounds every power, $norm(W^T) ≤ σ_1^T$, and the "
        "spectral radius gives the rate in the end. $[[{lam}, 5], [0, {lam}]]$ has both eigenvalues at {lam}, yet its "
        "powers {course}, and are at {end} after {steps} steps."
    ),
    "which": (
        "For a guarantee, the singular values: $σ_1 < 1$ forbids any growth at any step. For the rate after many "
        "steps, the eigenvalues: $norm(W^T)^(1/T)$ tends to the spectral radius. The matrix $[[{lam}, 5], [0, {lam}]]$ "
        "shows the gap: its powers {course}, with both eigenvalues at {lam}."
    ),
    "power": (
        "It stretches what lies along the eigenvectors of large absolute eigenvalue and shrinks the rest, so after "
        "many steps only the largest counts; before that a non-normal matrix may first grow. $[[{lam}, 5], [0, "
        "{lam}]]$: its powers {course}, and are at {end} after {steps} steps."
    ),
    "limit": (
        "For a linear step $h[t] = W h[t-1] + U x[t] + b$ the derivative is $dh[t]/dh[0] = W^t$: it goes to 0 as $t → "
        "∞$ exactly when the spectral radius is below 1, and grows without bound when it is above 1. At exactly 1 it "
        "stays bounded only if the eigenvalues of absolute value 1 have full sets of eigenvectors. Measured with "
        "{lam}: {end} after {steps} steps."
    ),
    "hump": (
        "Yes: $[[{lam}, 5], [0, {lam}]]$ has both eigenvalues at {lam}, and its powers {course} (they are at {end} "
        "after {steps} steps). It is not normal: its eigenvectors nearly coincide, and its largest singular value is "
        "{sigma}."
    ),
}
ASSUMPTIONS = (
    "A linear recurrent network without input, so that its gradient over $T$ steps is exactly the power $W^T$. With "
    "tanh every step also multiplies by slopes of at most 1; then $σ_1 < 1$ is still sufficient for vanishing, and the "
    "eigenvalues of $W$ alone decide nothing.",
)
MISCONCEPTION = (
    '"All eigenvalues are below 1, so every step shrinks the gradient" is true of normal matrices only (symmetric, '
    'orthogonal, …). And "an eigenvalue above 1 explodes" is true of the linear network only: slopes of tanh may hold '
    "it down."
)
BEYOND = (
    "In a nonlinear network every step has its own Jacobian; the product of different matrices has a growth rate (a "
    "Lyapunov exponent) that is neither the mean of the spectral radii nor that of the largest singular values.",
)
PROGRAM = """
W = np.array([[lam, 5.0], [0.0, lam]])
norms = [np.linalg.norm(np.linalg.matrix_power(W, t), 2) for t in range(1, T + 1)]

print("sigma_1", np.linalg.norm(W, 2))
print("peak", max(norms))
print("peak_step", 1 + norms.index(max(norms)))
print("last", norms[-1])
"""


def derive(notation: str) -> Mapping[str, Proof]:
    """The powers of a triangular matrix, where their corner peaks, and the bound by singular values."""
    from explainer.symbolic.lemmas import spectrum

    return {"usual": spectrum.derive(notation)["usual"]}


def explain(query: Query) -> Answer:
    """The powers by an unroll of the linear network, beside ρ^T, σ₁^T and the formula for the corner."""
    import numpy as np

    w = Writer(query.notation, "rnn")
    lam, steps = float(gate(query, "retain")), count(query, "steps")
    W = np.array([[lam, CORNER], [0.0, lam]])
    sigma = float(np.linalg.norm(W, 2))
    logs = unrolled(W, steps)
    peak = max(range(1, steps + 1), key=lambda t: logs[t])
    top = math.exp(logs[peak])
    course = (
        f"start at a norm of ${show(sigma)}$ and peak at ${show(top)}$ at step ${peak}$"
        if peak > 1
        else f"fall from ${show(sigma)}$ on"
    )
    said = {
        "lam": show(gate(query, "retain")),
        "course": course,
        "end": f"${show_log(logs[steps])}$",
        "steps": show(steps),
        "sigma": f"${show(sigma)}$",
    }
    return lesson(
        query,
        TOPIC,
        w,
        headline=HEADLINES[query.facet].format(**said),
        values={
            "radius": lam,
            "sigma_1": sigma,
            "peak": top,
            "peak_step": float(peak),
            "last": math.exp(logs[steps]) if logs[steps] > -700 else 0.0,
        },
        assumptions=ASSUMPTIONS,
        cell="rnn",
        derivations=[derived.load(TOPIC.slug, query.notation, query.level)],
        demo=[
            powers(w, lam, sigma, steps, peak, logs),
            three(w, steps, query.seed),
            lag_plot(
                w,
                f"Both eigenvalues at ${show(lam)}$, and yet",
                [
                    curve(w, "$norm(W^T)$, unrolled", range(1, steps + 1), logs[1:]),
                    curve(
                        w,
                        "spectral radius, $ρ^T$",
                        range(1, steps + 1),
                        [t * log_of(lam) for t in range(1, steps + 1)],
                        "dashed",
                    ),
                ],
                f"The norm of the powers peaks at {show(top)} at step {peak} and ends at {show_log(logs[steps])} after "
                f"{steps} steps, far above the power of the spectral radius, {show_log(steps * log_of(lam))}.",
                state="a",
            ),
        ],
        misconception=MISCONCEPTION,
        beyond=BEYOND,
        program=programs.header(lam=repr(lam), T=steps) + PROGRAM,
    )


def log_of(value: float) -> float:
    """ln, with −∞ at 0."""
    return math.log(value) if value > 0 else -math.inf


def unrolled(W: npt.NDArray[np.float64], steps: int) -> list[float]:
    """ln of the spectral norm of da_t/da_0 for t = 0 … T, from a real unroll of the linear network."""
    import numpy as np

    from explainer import numeric
    from explainer.numeric import experiments

    n = len(W)
    cell = numeric.RNN(np.concatenate([W, np.zeros((n, 1))], axis=1), np.zeros(n), "linear")
    trace = numeric.unroll(cell, np.zeros((steps, 1)), np.zeros(n))
    # The network is the same at every step: the gradient over the last t steps is that over any t steps.
    return [float(log) for log in experiments.log_norm_by_lag(trace, range(steps + 1))]


def powers(w: Writer, lam: float, sigma: float, steps: int, peak: int, logs: list[float]) -> Table:
    """The norm at a few steps, beside the three ways to predict it."""
    import numpy as np

    rows: list[tuple[Cell, ...]] = []
    for t in sorted({1, 2, peak, 20, 50, steps} & set(range(1, steps + 1))):
        # [[λ, b], [0, λ]]^t has the corner t λ^{t−1} b: its norm from the formula, scaled so that nothing underflows.
        formula = (
            (t - 1) * log_of(lam) + math.log(float(np.linalg.norm([[lam, t * CORNER], [0, lam]], 2)))
            if lam
            else -math.inf
        )
        difference = abs(math.expm1(logs[t] - formula)) if formula > -math.inf else 0.0
        rows.append(
            (
                t,
                from_log(w, t * log_of(lam)),
                from_log(w, formula),
                from_log(w, logs[t]),
                Residual(difference),
                from_log(w, t * math.log(sigma)),
            )
        )
    heads = ("$T$", "$ρ^T$", "predicted", "$norm(W^T)$, unrolled", "relative difference", "$σ_1^T$")
    return Table(
        w.words(f"$W = [[{show(lam)}, 5], [0, {show(lam)}]]$"),
        tuple(w.words(head) for head in heads),
        tuple(rows),
        w.words("Predicted: the norm of the power by the formula $T λ^(T-1) b$ for its corner."),
    )


def three(w: Writer, steps: int, seed: int) -> Table:
    """Three matrices of the same spectral radius: normal, orthogonal and not normal."""
    import numpy as np

    random = np.random.default_rng([seed, 6])
    Q, _ = np.linalg.qr(random.normal(size=(8, 8)))
    skewed = np.triu(random.normal(size=(8, 8)), 1) + 0.9 * np.eye(8)
    matrices = (
        ("symmetric", Q @ np.diag(np.linspace(-0.9, 0.9, 8)) @ Q.T),
        ("0.9 times a rotation", 0.9 * Q),
        ("triangular, not normal", skewed),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, W in matrices:
        logs = unrolled(W, steps)
        radius = float(np.abs(np.linalg.eigvals(W)).max())
        rows.append((name, radius, float(np.linalg.norm(W, 2)), from_log(w, max(logs[1:])), from_log(w, logs[steps])))
    heads = ("8 × 8 matrix", "spectral radius", "$σ_1$", "largest $norm(W^t)$", f"after ${steps}$ steps")
    return Table(w.words("One spectral radius, three courses"), tuple(w.words(head) for head in heads), tuple(rows))


TOPIC = Topic(
    slug="spectral-radius",
    title="Eigenvalues or singular values",
    question=QUESTIONS["spectral-radius"],
    parameters=(
        replace(
            RETAIN,
            meaning="λ, both eigenvalues of the matrix shown",
            low_open=True,
            high=Decimal("1.5"),
            because="beyond it the powers only grow",
            grid=tuple(Decimal(n) / 100 for n in (50, 60, 70, 80, 90, 95, 99, 100, 105)),
        ),
        replace(STEPS, default=100, high=Decimal(2000), grid=(10, 50, 100, 300)),
    ),
    related=("rnn-vanishing", "rnn-exploding", "orthogonal-init", "gru-jacobian"),
    sources=(
        Source(
            "Pascanu, Mikolov, Bengio", 2013, "On the difficulty of training recurrent neural networks", "ICML 2013"
        ),
        Source("Trefethen, Embree", 2005, "Spectra and Pseudospectra", "Princeton University Press"),
        Source("Gelfand", 1941, "Normierte Ringe", "the spectral radius as a limit of norms"),
    ),
    explain=explain,
    derive=derive,
    facets=(
        Facet("which", "Eigenvalues or singular values: which decide?"),
        Facet("power", "What does multiplying by the same matrix again and again do?"),
        Facet("limit", "What happens as t → ∞, and under which conditions?"),
        Facet("hump", "With all eigenvalues below 1, can it still grow first?"),
    ),
)
