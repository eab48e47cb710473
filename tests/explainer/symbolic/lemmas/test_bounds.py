"""The bounds hold, and each weakened into a lie is caught: corners and large weights are among the points."""

import pytest

from explainer.symbolic import Proof, Unproved, cells, define, scalar
from explainer.symbolic.cells.gru import GRU, jacobian_letter
from explainer.symbolic.expression import Expression, vector
from explainer.symbolic.lemmas.bounds import bound_letter, two_sided_bound
from explainer.symbolic.vocabulary import T, exp, largest, norm, prod_over, smallest, sum_over, t

CELL = cells.gru("course")
J, M = jacobian_letter(CELL), jacobian_letter(CELL, "M")
K, g, m, v = scalar("K"), scalar("g"), scalar("m"), vector("v")


def setting(cell: GRU = CELL) -> Proof:
    """All letters of the bounds, no step yet."""
    given = [define(M[t], cell.M), define(J[t], cell.factored), define(K, bound_letter(cell)[1])]
    gates = [define(g[t], largest(cell.write())), define(m[t], smallest(cell.write()))]
    return Proof("bounds", cell.notation, [*cell.equations, *given, *gates])


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("make", [cells.gru, cells.simplified_gru])
def test_they_hold(make: object, notation: str) -> None:
    proof = two_sided_bound(make(notation))  # type: ignore[operator]
    assert [step.relation for step in proof.steps].count("≤") >= 5
    assert all(step.check.points >= 32 for step in proof.steps)


LIES: tuple[tuple[str, Expression, str, Expression], ...] = (
    ("the gate path counted once", norm(M[t]), "≤", norm(CELL.W_u) + norm(CELL.W_c)),
    ("the candidate path left out", norm(M[t]), "≤", 2 * norm(CELL.W_u)),
    ("a contraction in every step", norm(J[t] @ v), "≤", norm(v)),
    ("the carry alone as lower bound", norm(J[t] @ v), "≥", (1 - g[t]) * norm(v)),
    ("the carry alone as upper bound", norm(J[t] @ v), "≤", (1 - m[t]) * norm(v)),
    ("the product of the gates", norm(prod_over(t, 1, T, J[t]) @ v), "≤", prod_over(t, 1, T, g[t]) * norm(v)),
    ("no growth", norm(prod_over(t, 1, T, J[t])), "≤", exp(0 * sum_over(t, 1, T, g[t]))),
    ("a smaller box", norm(CELL.c[t], "max"), "≤", 0 * g[t] + "0.9"),
)


@pytest.mark.parametrize(("left", "relation", "right"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES])
def test_a_lie_is_caught(left: Expression, relation: str, right: Expression) -> None:
    with pytest.raises(Unproved, match="the inequality is false"):
        setting().step("lie", left, relation, right, "why", claim="everywhere")
