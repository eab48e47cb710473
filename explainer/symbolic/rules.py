"""The rules of calculus that the derivations use, as a textbook table. Each row is judged like any other step.

A step's `rule` is one of these names or says in words what is done ("put together", "take out the factor").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explainer.symbolic.expression import Equation, Expression, Symbol, matrix, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import (
    D,
    T,
    absolute,
    d,
    define,
    exp,
    largest,
    ln,
    norm,
    prod_over,
    s,
    sum_over,
    t,
    tanh,
    transpose,
    σ,
)


@dataclass(frozen=True)
class Rule:
    """A named rule: left = right (or ≤), where the given equations hold."""

    name: str
    left: Expression
    right: Expression
    why: str
    given: tuple[Equation, ...] = ()
    relation: str = "="
    claim: str = ""


x, y, γ = scalar("x"), scalar("y"), scalar("γ", 0, 1)
u, v, w = vector("u"), vector("v"), vector("w")
A, B, J = matrix("A"), matrix("B"), matrix("J")
c, f, g = vector("c"), vector("f"), vector("g")


def _function(letter: Symbol, of: Callable[[Expression], Expression]) -> Equation:
    return define(letter, of(w))


RULES: tuple[Rule, ...] = (
    Rule("σ' = σ(1 − σ)", d(σ(x), x), σ(x) * (1 - σ(x)), "The logistic function's slope from its value."),
    Rule("tanh' = 1 − tanh²", d(tanh(x), x), 1 - tanh(x) ** 2, "The same for the hyperbolic tangent."),
    Rule("power rule", d(x**T, x), T * x ** (T - 1), "The exponent comes down."),
    Rule("exponential", d(exp(x * y), x), y * exp(x * y), "The exponential is its own slope."),
    Rule("logarithm", d(ln(γ), γ), 1 / γ, "The reciprocal."),
    Rule("linear map", d(A @ w, w), A, "The derivative of a matrix times a vector is the matrix."),
    Rule("sum rule", d(f + g, w), d(f, w) + d(g, w), "Slopes add.",
         (_function(f, lambda w: tanh(A @ w)), _function(g, lambda w: σ(B @ w)))),
    Rule("elementwise function", d(tanh(w), w), D(1 - tanh(w) ** 2), "Each entry sees itself only: a diagonal matrix."),
    Rule("product rule", d(f * g, w), D(g) @ d(f, w) + D(f) @ d(g, w),
         "Of an elementwise product: hold one factor, differentiate the other, and the other way round.",
         (_function(f, lambda w: tanh(A @ w)), _function(g, lambda w: σ(B @ w)))),
    Rule("chain rule", d(tanh(A @ f), w), D(1 - tanh(A @ f) ** 2) @ A @ d(f, w),
         "From the outside in: the outer slope at the inner value, times the inner slope.",
         (_function(f, lambda w: σ(B @ w)),)),
    Rule("chain rule over time", d(c[T], c[0]), prod_over(t, 1, T, J[t]), "One Jacobian a step, the latest on the left.",
         (define(c[t], tanh(A @ c[t - 1])), define(J[t], d(c[t], c[t - 1])))),
    Rule("diagonal matrices", D(u) @ D(v), D(u * v), "Diagonal matrices multiply entry by entry,"),
    Rule("diagonal matrices commute", D(u) @ D(v), D(v) @ D(u), "in any order;"),
    Rule("diagonal times vector", D(u) @ v, u * v, "times a vector they are the elementwise product."),
    Rule("gradient of a product with a vector", d(transpose(v) @ A @ w, w), transpose(A) @ v,
         "Backwards a matrix acts by its transpose."),
    Rule("gradient by a matrix", d(transpose(v) @ A @ w, A), v @ transpose(w), "An outer product."),
    Rule("geometric series", sum_over(s, 1, T, γ * (1 - γ) ** (T - s)), 1 - (1 - γ) ** T,
         "What is replaced, and what is left, add up to 1."),
    Rule("norm of a diagonal matrix", norm(D(u)), largest(absolute(u)), "Its largest entry."),
    Rule("triangle inequality", norm(u + v), norm(u) + norm(v), "A sum is at most as long as its parts.", (), "≤",
         "for all vectors"),
    Rule("norm of a product", norm(A @ B), norm(A) * norm(B), "At most the product of the norms.", (), "≤",
         "for all matrices"),
    Rule("1 + x ≤ e^x", 1 + x, exp(x), "The tangent lies below.", (), "≤", "for every $x$"),
)  # fmt: skip


def table(notation: str) -> Proof:
    """All rules as one judged chain, in raw letters that mean the same in every notation.

    Raises:
        Unproved: when a rule is false.
    """
    proof = Proof("Rules of calculus", notation, cell="lstm")
    for rule in RULES:
        single = Proof("", notation, rule.given)
        single.step(rule.name, rule.left, rule.relation, rule.right, rule.why, claim=rule.claim)
        proof.chain(single)
    return proof
