"""The plain tanh RNN, and the minimal gated unit (Zhou et al. 2016), whose one gate updates and resets."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.symbolic.expression import Equation, Symbol, matrix, vector
from explainer.symbolic.vocabulary import define, t, tanh, σ


@dataclass(frozen=True)
class RNN:
    """a = tanh(W a' + V x + b): state, recurrent and input weights, bias."""

    notation: str
    name: str
    a: Symbol
    x: Symbol
    W: Symbol
    V: Symbol
    b: Symbol
    equations: tuple[Equation, ...]


@dataclass(frozen=True)
class MGU:
    """h = (1−f)*h' + f*h~ with h~ = tanh(U_h (f*h') + …): state, gate, candidate, recurrent weights."""

    notation: str
    name: str
    h: Symbol
    f: Symbol
    candidate: Symbol
    U_f: Symbol
    U_h: Symbol
    equations: tuple[Equation, ...]


_RNN_LETTERS = {
    "course": ("a", "W_aa", "W_ax", "b_a"),
    "cho": ("h", "U", "W", "b"),
    "pytorch": ("h", "W_hh", "W_ih", "b"),
}


def rnn(notation: str, *, units: bool = True) -> RNN:
    """The tanh RNN of a notation, with n units or with one.

    Raises:
        LookupError: for an unknown notation.
    """
    if notation not in _RNN_LETTERS:
        raise LookupError(f"There is no notation {notation!r}; the notations are {', '.join(_RNN_LETTERS)}.")
    state, recurrent, inputs, bias = _RNN_LETTERS[notation]
    n, m = ("n", "m") if units else ("", "")
    a, x = vector(state, n, domain=(-1, 1)), vector("x", m)
    W, V, b = matrix(recurrent, n, n), matrix(inputs, n, m), vector(bias, n)
    before, now = W @ a[t - 1], V @ x[t]
    total = before + now if notation == "course" else now + before
    return RNN(notation, "rnn", a, x, W, V, b, (define(a[t], tanh(total + b)),))


def mgu(notation: str, *, units: bool = True) -> MGU:
    """The minimal gated unit, in the letters of its paper whatever the notation."""
    n, m = ("n", "m") if units else ("", "")
    h, f, candidate, x = vector("h", n, domain=(-1, 1)), vector("f", n), vector("h~", n), vector("x", m)
    U_f, U_h, W_f, W_h = matrix("U_f", n, n), matrix("U_h", n, n), matrix("W_f", n, m), matrix("W_h", n, m)
    b_f, b_h = vector("b_f", n), vector("b_h", n)
    equations = (
        define(f[t], σ(W_f @ x[t] + U_f @ h[t - 1] + b_f)),
        define(candidate[t], tanh(W_h @ x[t] + U_h @ (f[t] * h[t - 1]) + b_h)),
        define(h[t], (1 - f[t]) * h[t - 1] + f[t] * candidate[t]),
    )
    return MGU(notation, "simplified-gru", h, f, candidate, U_f, U_h, equations)
