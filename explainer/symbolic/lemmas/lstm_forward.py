"""One step of the LSTM: what is kept and written, how fast the cell can grow, and that the output stays bounded."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.lstm import LSTM, lstm
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import norm, t, tanh


def derive(notation: str) -> Mapping[str, Proof]:
    """lstm-forward: usual, and simple (one unit)."""
    return {"usual": one_step(lstm(notation)), "simple": one_step(lstm(notation, units=False))}


def one_step(cell: LSTM) -> Proof:
    """Kept plus written, the bound on the cell, the bound on the output."""
    proof = Proof("What one step does to cell and output", cell.notation, cell.equations, cell=cell.name)
    before = cell.c[t - 1]
    proof.step(
        "keep and write", cell.c[t], "=", cell.f[t] * before + cell.i[t] * cell.g[t],
        "Two gates of their own: one says how much of the old cell is kept, the other how much of the candidate is added. They need "
        "not add up to 1.", key=True,
    )  # fmt: skip
    proof.step(
        "the cell may grow", norm(cell.c[t], "max"), "≤", norm(before, "max") + 1,
        "Gates are below 1 and the candidate lies between −1 and 1, so a step adds at most 1 to any unit; many steps have no bound.",
        claim="for all weights and inputs", key=True,
    )  # fmt: skip
    proof.step(
        "the output", cell.a[t], "=", cell.o[t] * tanh(cell.c[t]),
        "What the cell shows: squashed between −1 and 1, then gated unit by unit.",
    )  # fmt: skip
    proof.step(
        "the output may not", norm(cell.a[t], "max"), "≤", 1,
        "However far the cell has grown, what the next step and the other layers see stays between −1 and 1.",
        claim="for all weights and inputs", key=True,
    )  # fmt: skip
    return proof
