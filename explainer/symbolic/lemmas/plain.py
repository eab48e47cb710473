"""The plain RNN: its Jacobian, the bound σ_1^T, why a large σ_1 is necessary but not sufficient for explosion."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.others import RNN, rnn
from explainer.symbolic.expression import Apply, Expression, Symbol, matrix, scalar
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, d, define, largest, norm, prod_over, t, σ

ALL = "for all weights, inputs and states"


def derive(notation: str) -> Mapping[str, Proof]:
    """rnn-vanishing: usual, simple (one unit) and proof (with the logistic activation's bound)."""
    return {
        "usual": vanishing(rnn(notation)),
        "simple": vanishing(rnn(notation, units=False)),
        "proof": vanishing(rnn(notation)).chain(logistic(rnn(notation))),
    }


def letters(cell: RNN) -> tuple[Symbol, Expression]:
    """J for one step's Jacobian, and what it is: D(1 − a²) W."""
    size = cell.a.shape[0] if cell.a.shape else ""
    return matrix("J", size, size), D(1 - cell.a[t] ** 2) @ cell.W


def vanishing(cell: RNN) -> Proof:
    """From one step's Jacobian to ‖da_T/da_0‖ ≤ σ_1^T."""
    a, W = cell.a, cell.W
    J, one_step = letters(cell)
    σ_1 = scalar("σ_1")
    proof = Proof("Why the plain RNN's gradient falls", cell.notation, cell.equations, cell=cell.name)
    proof.let(define(J[t], d(a[t], a[t - 1])))
    proof.step(
        "chain rule", d(a[T], a[0]), "=", prod_over(t, 1, T, J[t]),
        "One Jacobian for each step, the latest on the left.",
    )  # fmt: skip
    proof.step(
        "tanh' = 1 − tanh²", J[t], "=", one_step,
        "The slope of tanh at each unit, times the recurrent weights: every path goes through both. "
        "Within one step the time index is left out.", key=True, brief=True,
    )  # fmt: skip
    proof.let(define(σ_1, norm(W)))
    proof.let(define(J[t], one_step, shown=False))
    proof.step(
        "slopes", norm(D(1 - a[t] ** 2)), "≤", 1,
        "tanh is nowhere steeper than 1, and only at 0 as steep as that.", claim=ALL, brief=True,
    )  # fmt: skip
    proof.step(
        "norm of a product", norm(J[t]), "≤", σ_1,
        "No direction grows by more than the largest singular value of the recurrent weights.", claim=ALL, brief=True,
    )  # fmt: skip
    proof.step(
        "bounds multiply", norm(prod_over(t, 1, T, J[t])), "≤", σ_1**T,
        "With $σ_1 < 1$ the gradient vanishes at least exponentially, in every direction and for every input.",
        claim=ALL, key=True,
    )  # fmt: skip
    proof.step(
        "saturation", norm(J[t]), "≤", largest(1 - a[t] ** 2) * σ_1,
        "States away from 0 shrink it further, so even $σ_1 = 1$ vanishes once the state is away from 0; and $σ_1 > 1$ is "
        "necessary for growth, not sufficient.", claim=ALL, brief=True,
    )  # fmt: skip
    return proof.chain(powers(cell.notation))


def powers(notation: str) -> Proof:
    """A share below 1 to a growing power goes to 0."""
    below = scalar("σ_1", 0, 1)
    proof = Proof("", notation, cell="rnn")
    proof.step(
        "limit", below**T, "→", 0, "However close to 1, as long as it stays below.",
        claim="as $T → ∞$, for $σ_1 < 1$", limit=(T, "∞"),
    )  # fmt: skip
    return proof


def logistic(cell: RNN) -> Proof:
    """With the logistic function for activation the bound is (σ_1/4)^T (Hochreiter 1991; Pascanu et al. 2013)."""
    a, W = cell.a, cell.W
    activation = cell.equations[0].right
    assert isinstance(activation, Apply)
    σ_1, J = scalar("σ_1"), letters(cell)[0]
    proof = Proof("With $σ$ in the place of tanh", cell.notation, cell=cell.name)
    proof.let(define(a[t], σ(activation.argument)))
    proof.step(
        "σ' = σ(1 − σ)", d(a[t], a[t - 1]), "=", D(a[t] * (1 - a[t])) @ W, "The logistic function's slope is at most $1/4$."
    )
    proof.let(define(J[t], D(a[t] * (1 - a[t])) @ W), define(σ_1, norm(W)))
    proof.step(
        "bounds multiply", norm(prod_over(t, 1, T, J[t])), "≤", (σ_1 / 4) ** T,
        "So a logistic network vanishes unless $σ_1$ exceeds 4.", claim=ALL, key=True,
    )  # fmt: skip
    return proof


def exploding(cell: RNN) -> Proof:
    """σ_1 > 1 is necessary for growth; the linear network grows with its eigenvalue; saturation holds the real one back."""
    a, W = cell.a, cell.W
    J, one_step = letters(cell)
    σ_1 = scalar("σ_1")
    proof = Proof("When the plain RNN's gradient grows", cell.notation, cell.equations, cell=cell.name)
    proof.let(define(J[t], one_step), define(σ_1, norm(W)))
    proof.step(
        "bounds multiply", norm(prod_over(t, 1, T, J[t])), "≤", σ_1**T,
        "So growth needs $σ_1 > 1$: necessary.", claim=ALL, key=True,
    )  # fmt: skip
    proof.step(
        "saturation", norm(J[t]), "≤", largest(1 - a[t] ** 2) * σ_1,
        "Not sufficient: units driven into saturation have a slope near 0, whatever the weights.", claim=ALL, key=True,
        brief=True,
    )  # fmt: skip
    return proof.chain(linear_growth(cell))


def linear_growth(cell: RNN) -> Proof:
    """Without the tanh, the Jacobian over T steps is W^T."""
    a, W = cell.a, cell.W
    linear = Proof("The linear network", cell.notation, cell=cell.name)
    linear.let(define(a[t], W @ a[t - 1]))
    linear.step(
        "chain rule", d(a[T], a[0]), "=", W**T, "Without an activation every step has the same Jacobian.", key=True,
    )  # fmt: skip
    return linear
