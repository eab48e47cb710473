"""The LSTM with a forget gate (Gers et al. 2000): cell c, output a (course) or h, gates f, i, o, candidate c~ or g."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.symbolic.expression import Equation, Expression, Symbol, matrix, vector
from explainer.symbolic.vocabulary import define, t, tanh, σ


@dataclass(frozen=True)
class LSTM:
    """An LSTM's letters and equations: c the cell, a the output, f, i, o its gates, g the candidate.

    W_f, W_i, W_o, W_g: recurrent weights (n × n), acting on the output of the step before; V_…: those of the input;
    b_…: the biases (PyTorch's two added up).
    """

    notation: str
    name: str
    c: Symbol
    a: Symbol
    f: Symbol
    i: Symbol
    o: Symbol
    g: Symbol
    x: Symbol
    W_f: Symbol
    W_i: Symbol
    W_o: Symbol
    W_g: Symbol
    V_f: Symbol
    V_i: Symbol
    V_o: Symbol
    V_g: Symbol
    b_f: Symbol
    b_i: Symbol
    b_o: Symbol
    b_g: Symbol
    equations: tuple[Equation, ...]


# Letters of each notation: output, f, i, o, candidate; recurrent and input weights of f, i, o, candidate; biases.
_LETTERS = {
    "course": ("a", "Γf", "Γi", "Γo", "c~", "W_fa W_ia W_oa W_ca", "W_fx W_ix W_ox W_cx", "b_f b_i b_o b_c"),
    "cho": ("h", "f", "i", "o", "c~", "U_f U_i U_o U_c", "W_f W_i W_o W_c", "b_f b_i b_o b_c"),
    "pytorch": ("h", "f", "i", "o", "g", "W_hf W_hi W_ho W_hg", "W_if W_ii W_io W_ig", "b_f b_i b_o b_g"),
}


def lstm(notation: str, *, units: bool = True) -> LSTM:
    """The LSTM of a notation, with n units or with one.

    Raises:
        LookupError: for an unknown notation.
    """
    if notation not in _LETTERS:
        raise LookupError(f"There is no notation {notation!r}; the notations are {', '.join(_LETTERS)}.")
    output, *gates, recurrent, inputs, biases = _LETTERS[notation]
    n, m = ("n", "m") if units else ("", "")
    a, c, x = vector(output, n, domain=(-1, 1)), vector("c", n), vector("x", m)
    f, i, o = (vector(name, n, domain=(0, 1)) for name in gates[:3])
    g = vector(gates[3], n, domain=(-1, 1))
    W_f, W_i, W_o, W_g = (matrix(name, n, n) for name in recurrent.split())
    V_f, V_i, V_o, V_g = (matrix(name, n, m) for name in inputs.split())
    b_f, b_i, b_o, b_g = (vector(name, n) for name in biases.split())

    def activation(W: Symbol, V: Symbol, b: Symbol) -> Expression:
        before, now = W @ a[t - 1], V @ x[t]
        return (before + now if notation == "course" else now + before) + b

    equations = (
        define(f[t], σ(activation(W_f, V_f, b_f))),
        define(i[t], σ(activation(W_i, V_i, b_i))),
        define(g[t], tanh(activation(W_g, V_g, b_g))),
        define(c[t], f[t] * c[t - 1] + i[t] * g[t]),
        define(o[t], σ(activation(W_o, V_o, b_o))),
        define(a[t], o[t] * tanh(c[t])),
    )
    return LSTM(notation, "lstm", c, a, f, i, o, g, x, W_f, W_i, W_o, W_g, V_f, V_i, V_o, V_g, b_f, b_i, b_o, b_g, equations)
