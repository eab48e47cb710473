"""Smaller cells: a GRU without its relevance gate or its update gate, and the minimal gated unit (Zhou et al. 2016)."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru, jacobian_letter, simplified_gru
from explainer.symbolic.cells.others import MGU, mgu
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, d, define, t, zero


def derive(notation: str) -> Mapping[str, Proof]:
    """simplified-gru: usual, simple (one unit), proof (the same), and minimal: the minimal gated unit."""
    return {
        "usual": two_ways(notation),
        "simple": two_ways(notation, units=False),
        "proof": two_ways(notation),
        "minimal": minimal(mgu(notation)),
    }


def two_ways(notation: str, *, units: bool = True) -> Proof:
    """Betty sets Γr = 1 and keeps the carry; Alice sets Γu = 1 and has none."""
    without = without_reset(simplified_gru(notation, units=units))
    return without.chain(always_written(gru(notation, units=units)))


def without_reset(cell: GRU) -> Proof:
    """Γr = 1: three paths, the carry among them, and the factor Γu on the others."""
    M = jacobian_letter(cell, "M")
    proof = Proof("Without the relevance gate, and without the update gate", cell.notation, cell.equations,
                  cell=cell.name, brief=True)  # fmt: skip
    proof.step(
        "put together", d(cell.c[t], cell.c[t - 1]), "=", cell.jacobian,
        "Without $Γr$ one path is gone; the carry stays. Within one step $c'$ is $c[t-1]$, and the time index is left "
        "out.", key=True,
    )  # fmt: skip
    proof.let(define(M[t], cell.M))
    proof.step(
        "take out the factor", None, "=", cell.factored,
        "So the gradient is held as in the full GRU: near the identity while $Γu$ is near 0.", key=True,
    )  # fmt: skip
    return proof


def always_written(cell: GRU) -> Proof:
    """Γu = 1: the carry is gone, a tanh RNN with a reset gate is left."""
    full = zero(cell.c) + 1 if cell.course else zero(cell.c)
    proof = Proof("", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.let(define(cell.gate[t], full, shown=False))
    proof.step(
        "gate at 1", d(cell.c[t], cell.c[t - 1]), "=", D(cell.slope) @ cell.inside,
        "With $Γu = 1$ the state is the candidate: no carry, and every path goes through tanh and the weights, as in a plain "
        "RNN.", claim="where $Γu = 1$", key=True,
    )  # fmt: skip
    return proof


def minimal(cell: MGU) -> Proof:
    """One gate for both tasks, in the letters of its paper."""
    h, f, new, before = cell.h, cell.f[t], cell.candidate[t], cell.h[t - 1]
    proof = Proof("The minimal gated unit", cell.notation, cell.equations, cell="rnn", brief=True)
    candidate = D(f * (1 - new**2)) @ cell.U_h @ (D(f) + D(before * f * (1 - f)) @ cell.U_f)
    proof.step(
        "put together", d(h[t], before), "=", D(1 - f) + D((new - before) * f * (1 - f)) @ cell.U_f + candidate,
        "In the minimal gated unit one gate $f$ updates and resets; every path but the carry has its factor.", key=True,
    )  # fmt: skip
    return proof
