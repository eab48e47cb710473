"""The GRU's state as a weighted average of all it was ever offered: weights that add up to 1, and how fast they fade."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.expression import scalar
from explainer.symbolic.lemmas.retention import steps_for
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, define, norm, prod_over, s, sum_over, t, zero

BOX = "for gates between 0 and 1 and every entry of $c[0]$ and of the candidates between −1 and 1"


def derive(notation: str) -> Mapping[str, Proof]:
    """gru-memory: usual, simple (one unit) and proof (with the half-life's own derivation)."""
    return {
        "usual": unrolled(gru(notation)),
        "simple": unrolled(gru(notation, units=False)),
        "proof": unrolled(gru(notation)).chain(steps_for(notation)),
    }


def unrolled(cell: GRU) -> Proof:
    """c_T = carry · c_0 + Σ w_s c~_s, and what the weights add up to."""
    c, new = cell.c, cell.candidate
    last = cell.equations[-1]
    proof = Proof("What is in the memory after $T$ steps", cell.notation, [last], cell=cell.name)
    carry, weight = prod_over(t, 1, T, cell.keep()), cell.write(s) * prod_over(t, s + 1, T, cell.keep())
    proof.step(
        "unroll", c[T], "=", carry * c[0] + sum_over(s, 1, T, weight * new[s]),
        "Put each state into the next: the start keeps the product of all carries, and what was written at step $s$ "
        "keeps the carries after it.", key=True,
    )  # fmt: skip
    proof.step(
        "weights add up", carry + sum_over(s, 1, T, weight), "=", 1,
        "What one step takes from the old it gives to the new: the memory is an average, with the weights of an attention "
        "over all that was written.", key=True,
    )  # fmt: skip
    proof.step("average", norm(c[T], "max"), "≤", 1, "An average can't leave the box of what it averages.", claim=BOX)
    γ = scalar("γ", 0, 1)
    proof.let(define(cell.gate[t], γ if cell.course else 1 - γ, shown=False))
    share = (1 - γ) ** T
    proof.step(
        "every gate at γ", c[T], "=", share * c[0] + sum_over(s, 1, T, γ * (1 - γ) ** (T - s) * new[s]),
        "All carries alike: a power for the start, a geometric series for the rest.",
        claim="where every gate is $γ$ at every step", key=True,
    )  # fmt: skip
    proof.step(
        "geometric series", sum_over(s, 1, T, γ * (1 - γ) ** (T - s)), "=", 1 - share,
        "What is not the start any more has been replaced: nothing is lost without something coming in its place.",
    )  # fmt: skip
    proof.let(define(new[t], zero(c), shown=False))
    proof.step(
        "nothing written", c[T], "=", share * c[0],
        "Even when the candidates are 0 the memory fades at the same rate: it is averaged with zeros.",
        claim="where every candidate is 0",
    )  # fmt: skip
    return proof
