"""Eigenvalues and singular values: a matrix with both eigenvalues λ below 1 whose powers first grow, then vanish."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from explainer.symbolic.expression import Number, matrix, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, blocks, d, ln, norm

λ, b, τ = scalar("λ", 0, Fraction(9, 10)), scalar("b"), scalar("τ", 1, 50)


def derive(notation: str) -> Mapping[str, Proof]:
    """spectral-radius: usual, simple and proof (all about the same 2 × 2 matrix, and the bound for any matrix)."""
    return {"usual": hump(notation), "simple": hump(notation), "proof": hump(notation)}


def hump(notation: str) -> Proof:
    """The powers of [[λ, b], [0, λ]], where their corner is largest, and the bound by singular values."""
    proof = Proof("Powers of a matrix", notation, cell="rnn")
    triangle = blocks((λ, b), (scalar_zero(), λ))
    corner = T * λ ** (T - 1) * b
    proof.step(
        "induction", triangle**T, "=", blocks((λ**T, corner), (scalar_zero(), λ**T)),
        "Both eigenvalues are $λ$; the corner collects one term for each place where the step aside can happen.", key=True,
    )  # fmt: skip
    proof.step(
        "limit", corner, "→", 0, "In the end the power of $λ$ wins: the spectral radius decides the asymptotic rate.",
        claim="as $T → ∞$, for $λ < 1$", limit=(T, "∞"), key=True,
    )  # fmt: skip
    proof.step(
        "product rule", d(τ * λ ** (τ - 1), τ), "=", λ ** (τ - 1) * (1 + τ * ln(λ)),
        "But first it grows: until $τ = -1/ln(λ)$, about $1/(1-λ)$ steps.", key=True,
    )  # fmt: skip
    W, v = matrix("W"), vector("v")
    proof.step(
        "singular values", norm(W**T @ v), "≤", norm(W) ** T * norm(v),
        "The largest singular value bounds every power from the first step on; the eigenvalues don't.",
        claim="for every matrix $W$ and every $v$", key=True,
    )  # fmt: skip
    return proof


def scalar_zero() -> Number:
    """The entry 0."""
    return Number("0")
