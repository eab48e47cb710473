"""One step of the GRU read two ways: as an average of old and new, and as a correction of the old."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import largest, norm, t


def derive(notation: str) -> Mapping[str, Proof]:
    """gru-forward: usual, and simple (one unit)."""
    return {"usual": one_step(gru(notation)), "simple": one_step(gru(notation, units=False))}


def one_step(cell: GRU) -> Proof:
    """The average, its difference form, and that it stays between what it averages."""
    before, new = cell.c[t - 1], cell.candidate[t]
    proof = Proof("What one step does to the memory", cell.notation, cell.equations, cell=cell.name)
    proof.step(
        "average", cell.c[t], "=", cell.write() * new + cell.keep() * before,
        "The new state lies between the candidate and the old state; the gate says how far.", key=True,
    )  # fmt: skip
    proof.step(
        "take out the old state", None, "=", before + cell.write() * (new - before),
        "The same as a correction: what was there, plus a gated step towards the candidate.", key=True,
    )  # fmt: skip
    proof.step(
        "stays bounded", norm(cell.c[t], "max"), "≤", largest(1, norm(before, "max")),
        "An average stays between what it averages, and a tanh between −1 and 1: the memory can't run away.",
        claim="for all weights and inputs", key=True,
    )  # fmt: skip
    return proof
