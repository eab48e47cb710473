"""GRU beside LSTM: one coupled gate makes an average, two free gates don't; and three Jacobians side by side."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import gru
from explainer.symbolic.cells.lstm import lstm
from explainer.symbolic.cells.others import rnn
from explainer.symbolic.lemmas.plain import letters
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, d, define, largest, norm, partial, t


def derive_comparison(notation: str) -> Mapping[str, Proof]:
    """compare-cells: rnn, gru and lstm with n units; rnn-simple, gru-simple and lstm-simple with one."""
    many, one = three_jacobians(notation), three_jacobians(notation, units=False)
    return {**many, **{f"{name}-simple": proof for name, proof in one.items()}}


def derive_coupling(notation: str) -> Mapping[str, Proof]:
    """gru-vs-lstm: usual, simple (one unit) and proof (the same)."""
    return {"usual": coupling(notation), "simple": coupling(notation, units=False), "proof": coupling(notation)}


def three_jacobians(notation: str, *, units: bool = True) -> dict[str, Proof]:
    """What one step multiplies the gradient by in the plain RNN, in the GRU and on the LSTM's cell path."""
    plain, gated, long = rnn(notation, units=units), gru(notation, units=units), lstm(notation, units=units)
    first = Proof("Plain RNN", notation, plain.equations, cell=plain.name, brief=True)
    first.step(
        "tanh' = 1 − tanh²", d(plain.a[t], plain.a[t - 1]), "=", letters(plain)[1],
        "Weights and slope at every step: nothing holds the product near 1.", key=True,
    )  # fmt: skip
    second = Proof("GRU", notation, gated.equations, cell=gated.name, brief=True)
    second.step(
        "put together", d(gated.c[t], gated.c[t - 1]), "=", gated.jacobian,
        "A carry, and three paths that have the update gate for a factor.", key=True,
    )  # fmt: skip
    third = Proof("LSTM", notation, long.equations, cell=long.name, brief=True)
    third.step(
        "cell to cell", partial(long.c[t], long.c[t - 1], long.a[t - 1]), "=", D(long.f[t]),
        "The forget gate alone; other paths lead through the output.", key=True,
    )  # fmt: skip
    return {"rnn": first, "gru": second, "lstm": third}


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
