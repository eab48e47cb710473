"""Why the GRU's gradient need not vanish: the four paths of one step, their common factor Γu, T steps, the bounds.

This is the pattern for authors: equations from `cells`, letters built with operators, one `step` a line of the lesson.
"""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru, jacobian_letter, step_jacobian
from explainer.symbolic.expression import scalar
from explainer.symbolic.lemmas.bounds import two_sided_bound
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, d, define, identity, prod_over, sum_over, t


def derive(notation: str) -> Mapping[str, Proof]:
    """The derivation of gru-gradient in one notation: variants usual, simple (one unit) and proof (with the bounds)."""
    usual = gru_gradient(gru(notation))
    return {
        "usual": usual,
        "simple": gru_gradient(gru(notation, units=False)),
        "proof": gru_gradient(gru(notation)).chain(two_sided_bound(gru(notation))),
    }


def gru_gradient(cell: GRU) -> Proof:
    """From the chain rule to (1−γ)^T."""
    proof = Proof("From one step to $T$ steps", cell.notation, cell.equations, cell=cell.name, brief=True)
    chain_rule(proof, cell)
    four_paths(proof, cell)
    near_identity(proof, cell)
    many_steps(proof, cell)
    return proof


def chain_rule(proof: Proof, cell: GRU) -> None:
    """dc_T/dc_0 is the product of the steps' Jacobians."""
    J = jacobian_letter(cell)
    proof.let(step_jacobian(cell), brief=False)
    proof.step(
        "chain rule", d(cell.c[T], cell.c[0]), "=", prod_over(t, 1, T, J[t]),
        "The state depends on the one before it, and so on down to the first: one factor for each step, the latest on "
        "the left.",
        brief=False, key=True,
    )  # fmt: skip


def four_paths(proof: Proof, cell: GRU) -> None:
    """One step's Jacobian, path by path: the state carried, the update gate, the candidate, the reset gate."""
    before, gate, new = cell.c[t - 1], cell.gate[t], cell.candidate[t]
    proof.step(
        "product rule", d(cell.c[t], before), "=",
        D(cell.keep()) + D(cell.gap) @ d(gate, before) + D(cell.write()) @ d(new, before),
        "The old state enters in three places: directly, through the update gate and through the candidate. "
        "Within one step $c'$ is $c[t-1]$, and the time index is left out.",
    )  # fmt: skip
    proof.step(
        "σ' = σ(1 − σ)", d(gate, before), "=", D(gate * (1 - gate)) @ cell.W_u,
        "The slope of the gate is the gate times one minus the gate, so it is small when the gate is nearly shut.",
    )  # fmt: skip
    proof.step(
        "tanh' = 1 − tanh²", d(new, before), "=", D(cell.slope) @ cell.inside,
        "The candidate sees the old state directly and through the relevance gate $Γr$, whose own slope is "
        "$Γr * (1-Γr)$.",
    )  # fmt: skip
    proof.step(
        "put together", d(cell.c[t], before), "=", cell.jacobian,
        "Four paths: carry, update gate, candidate, candidate through $Γr$. Every path but the carry has a factor $Γu$: "
        "the update gate's through its slope, the two others because $Γu$ multiplies the candidate.",
        key=True,
    )  # fmt: skip


def near_identity(proof: Proof, cell: GRU) -> None:
    """J = I − D(Γu)(I − M), and its limit as the gate shuts."""
    M = jacobian_letter(cell, "M")
    proof.let(define(M[t], cell.M))
    proof.step(
        "take out the factor", None, "=", cell.factored,
        "The identity, minus the update gate times something bounded: the whole departure from the identity has a "
        "factor $Γu$.",
        key=True,
    )  # fmt: skip
    proof.step(
        "limit", d(cell.c[t], cell.c[t - 1]), "→", identity(cell.c),
        "With a nearly shut gate the step is nearly the identity as a function, not only in its value.",
        claim="as $b_u → -∞$, which is $Γu → 0$, weights and states held fixed", limit=(cell.b_u, cell.shut), key=True,
    )  # fmt: skip


def many_steps(proof: Proof, cell: GRU) -> None:
    """All gates at γ over T steps: the leading term and the first correction to it."""
    γ = scalar("γ", 0, 1)
    J, M = jacobian_letter(cell), jacobian_letter(cell, "M")
    proof.let(*cell.with_gates_at(γ), brief=False)
    carried = (1 - γ) ** T
    proof.step(
        "every gate at γ", prod_over(t, 1, T, J[t]), "≈", carried @ identity(cell.c) if cell.c.shape else carried,
        "With every gate at $γ$ (a bias that varies over time sees to it) each step carries the share $1-γ$, and $T$ "
        "steps carry $(1-γ)^T$; what the other paths add is small with $γ$ too.",
        claim="up to a remainder of order $γ$, which is $γ$ times the sum of $M[t]$ over the steps",
        order=(γ, 1), coefficient=sum_over(t, 1, T, M[t]), brief=False, key=True,
    )  # fmt: skip
