"""The gradient of shared weights as a sum over ages: what vanishes is the far terms, not the sum; what truncation drops."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.others import RNN, rnn
from explainer.symbolic.expression import matrix, scalar, vector, whole
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, any_function, d, define, norm, prod_over, s, sum_over, t, transpose

k = whole("k")
L = scalar("L")
FEW = {"T": (3, 4), "k": (1, 2), "s": (1, 3)}


def derive(notation: str) -> Mapping[str, Proof]:
    """parameter-gradient and truncated-bptt: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": by_age(rnn(notation)),
        "simple": by_age(rnn(notation, units=False)),
        "proof": by_age(rnn(notation)),
    }


def by_age(cell: RNN) -> Proof:
    """dL/dW as a sum over the steps where the weights were used, each term bounded by its age."""
    a = cell.a
    size = a.shape[0] if a.shape else ""
    λ, J, σ_1 = vector("λ", size), matrix("J", size, size), scalar("σ_1")
    slope = D(1 - a[s] ** 2)
    proof = Proof("Shared weights, one term for each step", cell.notation, cell.equations, cell=cell.name, whole=FEW)
    proof.let(define(L, any_function("ℓ", a[T])), define(λ[T], d(L, a[T])), define(J[t], D(1 - a[t] ** 2) @ cell.W))
    back = slope @ transpose(prod_over(t, s + 1, T, J[t])) @ λ[T]
    term = back @ transpose(a[s - 1])
    proof.step(
        "shared weights", d(L, cell.W), "=", sum_over(s, 1, T, term),
        "The weights were used at every step; the term of step $s$ has come back through the Jacobians of all later steps.",
        key=True,
    )  # fmt: skip
    proof.let(define(σ_1, norm(cell.W)))
    proof.step(
        "norms", norm(term), "≤", σ_1 ** (T - s) @ norm(λ[T]) @ norm(a[s - 1]),
        "The older the term, the more factors: with $σ_1 < 1$ the far terms vanish. The recent ones don't, so the sum "
        "doesn't either; it has only forgotten the beginning.", claim="for all weights and inputs and $s ≤ T$", key=True,
    )  # fmt: skip
    proof.step(
        "truncate", d(L, cell.W) - sum_over(s, T - k + 1, T, term), "=", sum_over(s, 1, T - k, term),
        "Truncation after $k$ steps keeps the newest $k$ terms and drops exactly the older ones.", key=True,
    )  # fmt: skip
    return proof
