"""The LSTM's backward pass: two adjoints, λ for the output a and μ for the cell c, each with two sources."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.lstm import LSTM, lstm
from explainer.symbolic.expression import Expression, Symbol, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, any_function, d, define, partial, sum_over, t, tanh, transpose

L = scalar("L")
# A few steps show a recursion as well as many do, and each step costs the judge a whole unroll for every weight.
SHORT = {"T": (2, 3), "t": (1, 2), "s": (1, 1)}


def derive(notation: str) -> Mapping[str, Proof]:
    """lstm-backward: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": lstm_backward(lstm(notation)),
        "simple": lstm_backward(lstm(notation, units=False)),
        "proof": lstm_backward(lstm(notation)),
    }


def letters(cell: LSTM) -> dict[str, Symbol]:
    """λ, μ and the δ of each pre-activation."""
    size = cell.c.shape[0] if cell.c.shape else ""
    candidate = "g" if cell.notation == "pytorch" else "c"
    return {key: vector(name, size) for key, name in
            {"λ": "λ", "μ": "μ", "f": "δ_f", "i": "δ_i", "o": "δ_o", "g": f"δ_{candidate}"}.items()}  # fmt: skip


def lstm_backward(cell: LSTM) -> Proof:
    """Both recursions, then the gradients of gates and weights, for a loss on the last output."""
    c, a = cell.c, cell.a
    at = letters(cell)
    λ, μ = at["λ"], at["μ"]
    proof = Proof("The LSTM's backward pass", cell.notation, cell.equations, cell=cell.name, whole=SHORT)
    proof.let(define(L, any_function("ℓ", a[T])))
    # The cell's own adjoint: through its output at the same step and through the next cell.
    proof.let(define(λ[t], partial(L, a[t], c[t])), define(μ[t], d(L, c[t])))
    f, i, o, g = cell.f[t], cell.i[t], cell.o[t], cell.g[t]
    before = c[t - 1]
    proof.let(
        define(at["f"][t], μ[t] * before * f * (1 - f)),
        define(at["i"][t], μ[t] * g * i * (1 - i)),
        define(at["g"][t], μ[t] * i * (1 - g**2)),
        define(at["o"][t], λ[t] * tanh(c[t]) * o * (1 - o)),
    )
    proof.step(
        "output's adjoint", λ[t - 1], "=", weighed(cell, at),
        "The old output enters all four pre-activations, so four gradients are added.", key=True,
    )  # fmt: skip
    proof.step(
        "cell's adjoint, from the next step", partial(L, before, a[t - 1]), "=", μ[t] * f,
        "The old cell enters the new one only, by the forget gate.", key=True,
    )  # fmt: skip
    proof.step(
        "cell's adjoint, two sources", μ[1], "=", partial(L, c[1], a[1]) + λ[1] * cell.o[1] * (1 - tanh(c[1]) ** 2),
        "The cell is used twice: by the next cell, and by the output at the same step. Both gradients are added.", key=True,
    )  # fmt: skip
    blocks = (("f", cell.W_f, cell.V_f, cell.b_f), ("i", cell.W_i, cell.V_i, cell.b_i),
              ("o", cell.W_o, cell.V_o, cell.b_o), ("g", cell.W_g, cell.V_g, cell.b_g))  # fmt: skip
    for key, W, V, b in blocks:
        delta = at[key][t]
        proof.step("shared weights", d(L, W), "=", _outer(delta, a[t - 1]), "Recurrent block, a sum over the steps.")
        proof.step("shared weights", d(L, V), "=", _outer(delta, cell.x[t]), "Input block.")
        proof.step("shared weights", d(L, b), "=", sum_over(t, 1, T, delta), "Bias.")
    return proof


def weighed(cell: LSTM, at: dict[str, Symbol]) -> Expression:
    """What the four pre-activations hand back to the old output."""
    gates = transpose(cell.W_f) @ at["f"][t] + transpose(cell.W_i) @ at["i"][t]
    return gates + transpose(cell.W_o) @ at["o"][t] + transpose(cell.W_g) @ at["g"][t]


def _outer(left: Expression, right: Expression) -> Expression:
    return sum_over(t, 1, T, left @ transpose(right))
