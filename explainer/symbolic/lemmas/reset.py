"""The relevance gate: where it enters, what its path through the Jacobian carries, what Γr = 0 and the missing gate leave."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, d, define, identity, largest, partial, t, zero


def derive(notation: str) -> Mapping[str, Proof]:
    """reset-gate: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": reset_gate(gru(notation)),
        "simple": reset_gate(gru(notation, units=False)),
        "proof": reset_gate(gru(notation)),
    }


def reset_gate(cell: GRU) -> Proof:
    """The candidate's two paths, the bound on the second, and the gate at its ends."""
    c, before, new = cell.c, cell.c[t - 1], cell.candidate[t]
    assert cell.reset is not None
    assert cell.W_r is not None
    r = cell.reset[t]
    proof = Proof("Where the relevance gate enters", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.step(
        "held fixed", partial(new, before, r), "=", D(cell.slope) @ cell.direct,
        "With the relevance gate held the candidate sees the old state through it, as through a filter. Within one step "
        "$c'$ is $c[t-1]$.",
    )  # fmt: skip
    proof.step(
        "its own path", d(new, before) - partial(new, before, r), "=", D(cell.slope) @ cell.through_reset,
        "And the gate itself depends on the old state; this path has its slope $Γr * (1-Γr)$.", key=True,
    )  # fmt: skip
    proof.step(
        "largest slope", largest(r * (1 - r)), "≤", "0.25", "That slope is at most one quarter.", claim="for every $Γr$"
    )
    proof.step(
        "into the state", d(c[t], before) - partial(c[t], before, r), "=", cell.reset_path,
        "In the state's Jacobian it has the factor $Γu$ as well: $Γr$ shapes what is written, not what is kept.", key=True,
    )  # fmt: skip
    closed = Proof("", cell.notation, cell.equations, cell=cell.name, brief=True)
    closed.let(define(r, zero(cell.reset), shown=False))
    closed.step(
        "gate at 0", d(new, before), "=", zero(identity(c)),
        "With $Γr = 0$ the candidate is made from the input alone: a fresh start.", claim="where $Γr = 0$",
    )  # fmt: skip
    return proof.chain(closed)
