"""GRU beside LSTM: one coupled gate makes an average, two free gates don't."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.lstm import lstm
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import define, largest, norm, t


def derive(notation: str) -> Mapping[str, Proof]:
    """gru-vs-lstm: usual, simple (one unit) and proof (the same)."""
    return {"usual": coupling(notation), "simple": coupling(notation, units=False), "proof": coupling(notation)}


def coupling(notation: str, *, units: bool = True) -> Proof:
    """With i = 1 − f the LSTM's cell is the GRU's average, and bounded like it."""
    cell = lstm(notation, units=units)
    c, f, i, g = cell.c, cell.f, cell.i, cell.g
    recursion = next(equation for equation in cell.equations if equation.left == c[t])
    proof = Proof("Coupled and uncoupled gates", notation, [recursion], cell="lstm", brief=True)
    proof.let(define(i[t], 1 - f[t]))
    proof.step(
        "couple the gates", c[t], "=", (1 - f[t]) * g[t] + f[t] * c[t - 1],
        "One gate for both is the GRU's update, with the forget gate for what is kept.", key=True,
    )  # fmt: skip
    proof.step(
        "average", norm(c[t], "max"), "≤", largest(1, norm(c[t - 1], "max")),
        "An average stays between what it averages; the uncoupled cell may grow by up to 1 a step.",
        claim="for gates between 0 and 1 and candidates between −1 and 1", key=True,
    )  # fmt: skip
    return proof
