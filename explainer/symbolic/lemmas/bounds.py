"""Bounds on the GRU's Jacobian: |c| ≤ 1, ‖M‖ ≤ K, and the two-sided bound over T steps in every direction.

The gates may differ between units and steps: g is the largest of a step, m the smallest; K is fixed by weight norms.
"""

from __future__ import annotations

from explainer.symbolic.cells.gru import GRU, jacobian_letter
from explainer.symbolic.expression import Expression, Symbol, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import (
    D,
    T,
    absolute,
    define,
    exp,
    largest,
    norm,
    prod_over,
    smallest,
    sum_over,
    t,
)

INSIDE = "if $norm(c[0])_∞ ≤ 1$, for all weights and inputs"


def bound_letter(cell: GRU) -> tuple[Symbol, Expression]:
    """K and what it stands for: the weights' norms, which bound M whatever the state and the input are."""
    K = scalar("K")
    gate = 2 * norm(cell.W_u)
    if cell.reset is None or cell.W_r is None:
        return K, gate + norm(cell.W_c)
    if cell.q is None:
        return K, gate + norm(cell.W_c) * (1 + norm(cell.W_r) / 4)
    bias = vector("b_hn", cell.c.shape[0] if cell.c.shape else "")
    reach = norm(cell.W_c, "max") + largest(absolute(bias))
    return K, gate + norm(cell.W_c) + reach * (norm(cell.W_r) / 4)


def two_sided_bound(cell: GRU) -> Proof:
    """The bounds, from the box that the state can't leave to the gradient after T steps."""
    proof = Proof("The bounds", cell.notation, cell.equations, cell=cell.name)
    J, M = jacobian_letter(cell), jacobian_letter(cell, "M")
    K, norms = bound_letter(cell)
    g, m = scalar("g"), scalar("m")
    v = vector("v", cell.c.shape[0] if cell.c.shape else "")
    proof.let(define(M[t], cell.M), brief=True)
    proof.let(define(J[t], cell.factored))
    proof.let(define(K, norms), define(g[t], largest(cell.write())), define(m[t], smallest(cell.write())))
    proof.step(
        "convex combination", norm(cell.c[t], "max"), "≤", 1,
        "Each unit is an average of its old value and of a number between −1 and 1, so it stays between −1 and 1.",
        claim=INSIDE,
    )  # fmt: skip
    proof.step(
        "norms", norm(M[t]), "≤", K,
        "In $M$ the difference of candidate and state is at most 2, both gates at most 1, $1-(c~)^2$ at most 1 and "
        "$Γr * (1-Γr)$ at most $1/4$; the norm of a diagonal matrix is its largest entry.",
        claim=INSIDE, key=True,
    )  # fmt: skip
    proof.step(
        "triangle inequality", norm(J[t] @ v), "≥", (1 - g[t] * (1 + K)) @ norm(v),
        "The departure from the identity is at most $g (1+K)$ in norm, in every direction $v$.",
        claim=f"{INSIDE}, $g[t]$ the largest gate of the step",
    )  # fmt: skip
    proof.step(
        "triangle inequality", norm(J[t] @ v), "≤", (1 - m[t] + g[t] * K) @ norm(v),
        "The carry is at most $1-m$, the rest at most $g K$.",
        claim=f"{INSIDE}, $m[t]$ the smallest gate of the step",
    )  # fmt: skip
    over_time = prod_over(t, 1, T, J[t])
    proof.step(
        "bounds multiply", norm(over_time @ v), "≥", prod_over(t, 1, T, largest(0, 1 - g[t] * (1 + K))) @ norm(v),
        "No step shrinks any direction by more than its own bound, so $T$ steps shrink none by more than the product.",
        claim=INSIDE, key=True,
    )  # fmt: skip
    proof.step(
        "bounds multiply", norm(over_time @ v), "≤", prod_over(t, 1, T, 1 - m[t] + g[t] * K) @ norm(v),
        "Nor does any grow by more: with gates near 0 the gradient neither vanishes nor explodes.",
        claim=INSIDE, key=True,
    )  # fmt: skip
    carried = prod_over(t, 1, T, D(cell.keep()))
    proof.step(
        "expand the product", norm(over_time - carried), "≤",
        prod_over(t, 1, T, 1 - m[t] + g[t] * K) - prod_over(t, 1, T, 1 - m[t]),
        "Multiply out: every term but the pure carry contains at least one factor of norm at most $g K$.",
        claim=INSIDE,
    )  # fmt: skip
    proof.step(
        "1 + x ≤ e^x", None, "≤", exp(K * sum_over(t, 1, T, g[t])) - 1,
        "So the distance from the pure carry is small as long as the gates add up to little.",
        claim=INSIDE,
    )  # fmt: skip
    return proof
