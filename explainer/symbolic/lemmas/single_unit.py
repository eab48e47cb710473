"""One memory unit among busy ones: the gate of unit i alone decides how long unit i remembers (THEORY's third theorem)."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru, jacobian_letter
from explainer.symbolic.expression import scalar
from explainer.symbolic.lemmas.bounds import INSIDE
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import (
    D,
    T,
    d,
    define,
    norm,
    prod_over,
    s,
    sum_over,
    t,
    transpose,
    unit_vector,
)


def derive(notation: str) -> Mapping[str, Proof]:
    """elementwise-gates: usual, simple (the same: it needs several units) and proof (with the leak's bound)."""
    return {
        "usual": carried(gru(notation)),
        "simple": carried(gru(notation)),
        "proof": carried(gru(notation)).chain(leak(gru(notation))),
    }


def carried(cell: GRU) -> Proof:
    """With gates and candidates held, each unit has its own product: the Jacobian is diagonal."""
    proof = Proof("Each unit has a gate of its own", cell.notation, [cell.equations[-1]], cell=cell.name)
    carry = prod_over(t, 1, T, cell.keep())
    proof.step(
        "elementwise", d(cell.c[T], cell.c[0]), "=", D(carry),
        "The gate multiplies entry by entry, so along the carry no unit touches another: each keeps the product of its own "
        "gates.", claim="where gates and candidates are held fixed", key=True,
    )  # fmt: skip
    proof.step(
        "diagonal matrices multiply", None, "=", prod_over(t, 1, T, D(cell.keep())),
        "The product of diagonal matrices is the diagonal matrix of the products.",
    )  # fmt: skip
    return proof


def leak(cell: GRU) -> Proof:
    """How far row i of the product may be from unit i's own carry: only unit i's gate opens the way."""
    J, M = jacobian_letter(cell), jacobian_letter(cell, "M")
    e = unit_vector(cell.c)
    g = scalar("g_i")
    row = transpose(e) @ prod_over(t, 1, T, J[t])
    proof = Proof("One memory unit among busy ones", cell.notation, cell.equations, cell=cell.name)
    proof.let(define(M[t], cell.M), brief=True)
    proof.let(define(J[t], cell.factored), define(g[t], transpose(e) @ cell.write()))
    own = prod_over(t, 1, T, 1 - g[t])
    earlier = norm(prod_over(t, 1, s - 1, J[t]))
    through = sum_over(s, 1, T, prod_over(t, s + 1, T, 1 - g[t]) * g[s] * norm(transpose(e) @ M[s]) * earlier)
    proof.step(
        "expand the product", norm(row - own @ transpose(e)), "≤", through,
        "Row $i$ differs from its own carry only by what enters unit $i$, and everything that enters has the factor of unit "
        "$i$'s own gate $g_i$. The gates of the others may be wide open.", claim=INSIDE, key=True,
    )  # fmt: skip
    return proof
