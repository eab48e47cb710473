"""Backward through time: the adjoint's recursion and the weights' gradients, for the plain RNN and for the GRU.

λ[t] = dL/dc[t] is the adjoint; δ is the gradient at a pre-activation. All gradients have the shape of what they belong to.
"""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.gru import GRU, gru
from explainer.symbolic.cells.others import RNN, rnn
from explainer.symbolic.expression import Expression, Symbol, scalar, vector
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import T, any_function, d, define, s, sum_over, t, transpose

L = scalar("L")
# A few steps show a recursion as well as many do, and each step costs the judge a whole unroll for every weight.
SHORT = {"T": (2, 3), "t": (1, 2), "s": (1, 1)}


def derive(notation: str) -> Mapping[str, Proof]:
    """gru-backward: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": gru_backward(gru(notation)),
        "simple": gru_backward(gru(notation, units=False)),
        "proof": gru_backward(gru(notation)),
    }


def derive_plain(notation: str) -> Mapping[str, Proof]:
    """bptt: usual, simple (one unit) and proof (the same)."""
    return {
        "usual": bptt(rnn(notation)),
        "simple": bptt(rnn(notation, units=False)),
        "proof": bptt(rnn(notation)),
    }


def adjoint(state: Symbol) -> Symbol:
    """The letter λ in the shape of a state."""
    return vector("λ", state.shape[0] if state.shape else "")


def bptt(cell: RNN) -> Proof:
    """The plain RNN with a loss on every step: two sources of gradient at each state, one sum for each weight."""
    a, λ = cell.a, adjoint(cell.a)
    δ = vector("δ", a.shape[0] if a.shape else "")
    proof = Proof("Backpropagation through time", cell.notation, cell.equations, cell=cell.name, whole=SHORT)
    proof.let(define(L, sum_over(t, 1, T, any_function("ℓ", a[t]))), define(λ[t], d(L, a[t])))
    proof.step(
        "two sources", λ[s], "=", d(any_function("ℓ", a[s]), a[s]) + transpose(d(a[s + 1], a[s])) @ λ[s + 1],
        "The state at $s$ is used twice: by its own loss, and by the next state, which hands back its own gradient. "
        "Gradients of several uses are added.", claim="for $s < T$", key=True,
    )  # fmt: skip
    proof.let(define(δ[t], (1 - a[t] ** 2) * λ[t]))
    proof.step(
        "tanh' = 1 − tanh²", transpose(d(a[s + 1], a[s])) @ λ[s + 1], "=", transpose(cell.W) @ δ[s + 1],
        "Through the slope of tanh, then back along the recurrent weights.",
    )  # fmt: skip
    proof.step(
        "shared weights", d(L, cell.W), "=", sum_over(t, 1, T, δ[t] @ transpose(a[t - 1])),
        "The same weights are used at every step, so their gradient is a sum over the steps.", key=True,
    )  # fmt: skip
    proof.step("shared weights", d(L, cell.V), "=", sum_over(t, 1, T, δ[t] @ transpose(cell.x[t])), "So for the input's.")
    proof.step("shared weights", d(L, cell.b), "=", sum_over(t, 1, T, δ[t]), "And for the bias.")
    return proof


def names(cell: GRU) -> tuple[Symbol, Symbol, Symbol]:
    """The letters δ of gate, reset and candidate pre-activations in the notation's own indices."""
    marks = {"course": "urc", "cho": "zrh", "pytorch": "zrn"}[cell.notation]
    size = cell.c.shape[0] if cell.c.shape else ""
    first, second, third = (vector(f"δ_{mark}", size) for mark in marks)
    return first, second, third


def gru_backward(cell: GRU) -> Proof:
    """The adjoint's recursion and the gradients of every weight block, for a loss on the last state."""
    c, λ = cell.c, adjoint(cell.c)
    proof = Proof("The GRU's backward pass", cell.notation, cell.equations, cell=cell.name, whole=SHORT)
    proof.let(define(L, any_function("ℓ", c[T])), define(λ[t], d(L, c[t])))
    proof.let(*deltas(cell, λ))
    proof.step(
        "adjoint recursion", λ[t - 1], "=", handed_back(cell, λ),
        "Four paths backwards, as there are four forwards: along the carry, and through update gate, candidate and relevance "
        "gate.", key=True,
    )  # fmt: skip
    for weight, right, why in gradients(cell):
        proof.step("shared weights", d(L, weight), "=", right, why, key=weight == cell.W_u)
    return proof


def deltas(cell: GRU, λ: Symbol) -> tuple:
    """δ at each pre-activation, from the adjoint of the new state."""
    δ_u, δ_r, δ_c = names(cell)
    gate, reset = cell.gate[t], cell.reset
    assert reset is not None
    r = reset[t]
    found = [
        define(δ_u[t], λ[t] * cell.gap * gate * (1 - gate)),
        define(δ_c[t], λ[t] * cell.write() * cell.slope),
    ]
    if cell.q is not None:
        return (*found, define(δ_r[t], δ_c[t] * cell.q[t] * r * (1 - r)))
    m = vector("m", cell.c.shape[0] if cell.c.shape else "")
    through = define(m[t], transpose(cell.W_c) @ δ_c[t])
    return (*found, through, define(δ_r[t], m[t] * cell.c[t - 1] * r * (1 - r)))


def handed_back(cell: GRU, λ: Symbol) -> Expression:
    """What the step hands back to the state before it."""
    δ_u, δ_r, δ_c = names(cell)
    assert cell.reset is not None
    assert cell.W_r is not None
    carried = λ[t] * cell.keep() + transpose(cell.W_u) @ δ_u[t]
    if cell.q is not None:
        return carried + transpose(cell.W_c) @ (cell.reset[t] * δ_c[t]) + transpose(cell.W_r) @ δ_r[t]
    m = vector("m", cell.c.shape[0] if cell.c.shape else "")
    return carried + cell.reset[t] * m[t] + transpose(cell.W_r) @ δ_r[t]


def gradients(cell: GRU) -> list[tuple[Symbol, Expression, str]]:
    """Every weight block with its gradient and a word on it."""
    δ_u, δ_r, δ_c = names(cell)
    before, x = cell.c[t - 1], cell.x[t]
    assert cell.reset is not None
    assert cell.W_r is not None
    assert cell.V_r is not None
    assert cell.b_r is not None

    def over(left: Expression, right: Expression) -> Expression:
        return sum_over(t, 1, T, left @ transpose(right))

    after = cell.q is not None
    candidate = over(cell.reset[t] * δ_c[t], before) if after else over(δ_c[t], cell.reset[t] * before)
    return [
        (cell.W_u, over(δ_u[t], before), "The update gate's recurrent block."),
        (cell.V_u, over(δ_u[t], x), "Its input block."),
        (cell.b_u, sum_over(t, 1, T, δ_u[t]), "Its bias."),
        (cell.W_r, over(δ_r[t], before), "The relevance gate's recurrent block."),
        (cell.V_r, over(δ_r[t], x), "Its input block."),
        (cell.b_r, sum_over(t, 1, T, δ_r[t]), "Its bias."),
        (cell.W_c, candidate, "The candidate's recurrent block, which sees the state through the relevance gate."),
        (cell.V_c, over(δ_c[t], x), "Its input block."),
        (cell.b_c, sum_over(t, 1, T, δ_c[t]), "Its bias."),
    ]
