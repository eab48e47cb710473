"""The memory unrolled: what is left of the start, a weight for everything written since, and the half-life of a held gate."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.expression import Expression, Operand, expression, scalar, vector
from explainer.symbolic.lemmas.bounds import INSIDE
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, define, exp, ln, norm, prod_over, s, sum_over, t


def derive(notation: str) -> Mapping[str, Proof]:
    """The derivation of gru-memory: usual, simple (one unit) and proof (with the bounds on what is lost)."""
    return {
        "usual": memory(gru(notation)),
        "simple": memory(gru(notation, units=False)),
        "proof": memory(gru(notation)).chain(distance(gru(notation))),
    }


def carried(cell: GRU, first: Operand) -> Expression:
    """∏ (1 − Γu) from a step on to T."""
    return prod_over(t, first, T, cell.keep())


def weighted_sum(proof: Proof, cell: GRU) -> None:
    """c_T as a weighted average of the start and of every candidate: the weights, and that they add up to 1."""
    proof.step(
        "insert step by step", cell.c[T], "=",
        carried(cell, 1) * cell.c[0] + sum_over(s, 1, T, cell.write(s) * carried(cell, s + 1) * cell.candidate[s]),
        "Put the equation for $c[T-1]$ into that for $c[T]$, then the one for $c[T-2]$, and so on down to $c[0]$. The "
        "products and sums are taken in every unit by itself.",
        key=True,
    )  # fmt: skip
    proof.step(
        "partition of 1", carried(cell, 1) + sum_over(s, 1, T, cell.write(s) * carried(cell, s + 1)), "=", 1,
        "What a step takes from the old memory is exactly what it gives to the new candidate, so the weights of the start and "
        "of all candidates add up to 1: the memory is a weighted average.",
        key=True,
    )  # fmt: skip


def memory(cell: GRU) -> Proof:
    """From the cell's equation to (1−γ)^T c_0 and the half-life."""
    γ = scalar("γ", 0, 1)
    proof = Proof("The memory as a weighted average", cell.notation, cell.equations, cell=cell.name)
    weighted_sum(proof, cell)
    proof.let(*cell.with_gates_at(γ))
    proof.step(
        "every gate at γ", cell.c[T], "=",
        (1 - γ) ** T * cell.c[0] + sum_over(s, 1, T, γ * (1 - γ) ** (T - s) * cell.candidate[s]),
        "With the gate at $γ$ at every step the start has the weight $(1-γ)^T$, and what was written at step $s$ has "
        "$γ (1-γ)^(T-s)$: the older a write, the less it counts.",
        key=True,
    )  # fmt: skip
    size = cell.c.shape[0] if cell.c.shape else ""
    constant = vector("k", size, domain=(-1, 1))
    proof.let(define(cell.candidate[t], constant, shown=False))
    proof.step(
        "constant candidate", cell.c[T], "=", constant + (1 - γ) ** T * (cell.c[0] - constant),
        "If every candidate is the same number $k$, the memory moves towards $k$ by the share $γ$ of its distance a step. "
        "With $k = 0$ it is $(1-γ)^T c[0]$: a candidate that runs to 0 takes no more away than any other.",
    )  # fmt: skip
    H = scalar("H")
    proof.let(define(H, ln(2) / -ln(1 - γ)))
    proof.step(
        "half-life", (1 - γ) ** H, "=", expression(1) / 2,
        "Take logarithms: half of the start's weight is left after $H$ steps.",
        key=True,
    )  # fmt: skip
    proof.step(
        "small γ", ln(2) / -ln(1 - γ), "≈", ln(2) / γ,
        "For a small gate the half-life is about $0.693/γ$: with $γ = 10^-6$ about 693147 steps.",
        claim="up to a remainder that tends to $-(ln 2)/2$ as $γ → 0$", order=(γ, 0), coefficient=-ln(2) / 2,
    )  # fmt: skip
    return proof


def distance(cell: GRU) -> Proof:
    """How far the memory can have moved, whatever was written."""
    γ = scalar("γ", 0, 1)
    proof = Proof("How far it can move", cell.notation, cell.equations, cell=cell.name)
    proof.let(*cell.with_gates_at(γ))
    proof.step(
        "weights add up to 1", norm(cell.c[T] - cell.c[0], "max"), "≤", 2 * (1 - (1 - γ) ** T),
        "The weight that the start has lost is $1 - (1-γ)^T$, and a candidate differs from the start by at most 2.",
        claim=INSIDE, key=True,
    )  # fmt: skip
    proof.step(
        "Bernoulli's inequality", None, "≤", 2 * γ @ T,
        "So the value can't have moved by more than $2 γ T$: 0.002 for $γ = 10^-6$ over 1000 steps.",
        claim=INSIDE,
    )  # fmt: skip
    proof.step(
        "1 − x ≤ e^(−x)", (1 - γ) ** T, "≤", exp(-(γ @ T)),
        "And over $T$ well beyond $1/γ$ steps hardly anything is left of the start.",
        claim="for $0 ≤ γ ≤ 1$",
    )  # fmt: skip
    return proof
