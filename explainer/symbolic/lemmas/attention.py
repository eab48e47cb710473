"""Write and hold: what the gradient finds at the step that wrote, and why a constant gate can't do it."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru, jacobian_letter, step_jacobian
from explainer.symbolic.expression import Number, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, d, define, exp, prod_over, s, sum_over, t

γ = scalar("γ", 0, 1)


def derive(notation: str) -> Mapping[str, Proof]:
    """write-and-hold: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": write_and_hold(gru(notation)),
        "simple": write_and_hold(gru(notation, units=False)),
        "proof": write_and_hold(gru(notation)),
    }


def write_and_hold(cell: GRU) -> Proof:
    """From the weights of the average to the full sensitivity, then the constant gate."""
    return direct(cell).chain(full(cell), constant_gate(cell.notation))


def direct(cell: GRU) -> Proof:
    """The weight of what step s wrote, and what all the weights add up to."""
    c, new = cell.c, cell.candidate
    w = vector("w", cell.c.shape[0] if cell.c.shape else "")
    weight = cell.write(s) * prod_over(t, s + 1, T, cell.keep())
    proof = Proof("What reaches the step that wrote", cell.notation, [cell.equations[-1]], cell=cell.name)
    proof.let(define(w[s], weight))
    proof.step(
        "product rule", d(c[T], new[s]), "=", D(w[s]),
        "What step $s$ wrote is multiplied by its own gate once, and by the carry of every later step.",
        claim="where gates and the other candidates are held fixed", key=True,
    )  # fmt: skip
    proof.step(
        "weights add up", sum_over(s, 1, T, w[s]), "=", 1 - prod_over(t, 1, T, cell.keep()),
        "What the start has lost is exactly what the written candidates have gained.", key=True,
    )  # fmt: skip
    return proof


def full(cell: GRU) -> Proof:
    """The full sensitivity, with every path in it: Jacobians of the later steps, then the gate of the write."""
    J = jacobian_letter(cell)
    proof = Proof("", cell.notation, cell.equations, cell=cell.name)
    proof.let(step_jacobian(cell))
    proof.step(
        "chain rule", d(cell.c[T], cell.candidate[s]), "=", prod_over(t, s + 1, T, J[t]) @ D(cell.write(s)),
        "With every path counted the carries become the Jacobians of the later steps, which are near the identity while the "
        "gates are nearly shut: the gradient arrives at the write as large as the gate was open.", key=True,
    )  # fmt: skip
    return proof


def constant_gate(notation: str) -> Proof:
    """A gate that is the same at every step gives a write at lag T a weight of at most about 1/(eT)."""
    weight, best = γ * (1 - γ) ** (T - 1), 1 / T * (1 - 1 / T) ** (T - 1)
    proof = Proof("", notation)
    proof.step(
        "product rule", d(weight, γ), "=", (1 - γ) ** (T - 2) * (1 - T * γ),
        "With a constant gate $γ$ the weight of what was written $T-1$ steps before the end is largest at $γ = 1/T$.",
    )  # fmt: skip
    proof.step(
        "maximum", weight, "≤", best, "No constant gate gives more than that.",
        claim="for $0 < γ < 1$ and every $T ≥ 2$", whole={"T": (2, 300)}, key=True,
    )  # fmt: skip
    proof.step(
        "limit", (1 - 1 / T) ** (T - 1), "→", exp(-Number("1")),
        "So a constant gate gives at most about $1/(eT)$, a gate that opens for the write alone about 1.",
        claim="as $T → ∞$", limit=(T, "∞"), key=True,
    )  # fmt: skip
    return proof
