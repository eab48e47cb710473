"""The LSTM's gradient: the cell's carousel D(f), the four blocks of one step over (c, a), and what truncation leaves out."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.symbolic.cells.lstm import LSTM, lstm
from explainer.symbolic.expression import Equation, Expression, Symbol, matrix
from explainer.symbolic.proof import Proof
from explainer.symbolic.vocabulary import D, T, d, define, norm, partial, prod_over, s, sum_over, t, tanh, zero


def derive(notation: str) -> Mapping[str, Proof]:
    """lstm-gradient: usual, simple (one unit), proof (with the paths to the output), and blocks for lstm-jacobian."""
    return {
        "usual": carousel(lstm(notation)),
        "simple": carousel(lstm(notation, units=False)),
        "proof": carousel(lstm(notation)).chain(to_the_output(lstm(notation))),
        "blocks": blocks(lstm(notation)),
    }


def to_output(cell: LSTM) -> Expression:
    """S: what a change of the cell does to the output at the same step, the output gate held."""
    return D(cell.o[t] * (1 - tanh(cell.c[t]) ** 2))


def from_output(cell: LSTM) -> Expression:
    """dc/da': the old output reaches the cell through forget gate, input gate and candidate."""
    f, i, g = cell.f[t], cell.i[t], cell.g[t]
    through_gates = D(cell.c[t - 1] * f * (1 - f)) @ cell.W_f + D(g * i * (1 - i)) @ cell.W_i
    return through_gates + D(i * (1 - g**2)) @ cell.W_g


def own_output(cell: LSTM) -> Expression:
    """What a' does to a through the output gate alone."""
    o = cell.o[t]
    return D(tanh(cell.c[t]) * o * (1 - o)) @ cell.W_o


def carousel(cell: LSTM) -> Proof:
    """The path c → c alone (Hochreiter & Schmidhuber 1997 truncate the others): the product of the forget gates."""
    c, a = cell.c, cell.a
    proof = Proof("The constant error carousel", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.step(
        "product rule", partial(c[t], c[t - 1], a[t - 1]), "=", D(cell.f[t]),
        "The gates see the old output and the input, not the old cell: with the old output held, only the carry is left, "
        "and what multiplies it is the forget gate's value, not its slope. Within one step $c'$ is $c[t-1]$.", key=True,
    )  # fmt: skip
    proof.step(
        "paths through the output", partial(c[t], a[t - 1], c[t - 1]), "=", from_output(cell),
        "The other way into the cell leads through the old output: three paths, each with a gate's slope or an input gate.",
    )  # fmt: skip
    held = Proof("", cell.notation, [recursion(cell)], cell=cell.name)
    held.step(
        "chain rule, outputs held", d(c[T], c[0]), "=", prod_over(t, 1, T, D(cell.f[t])),
        "With the paths through the outputs cut (so did Hochreiter & Schmidhuber in 1997) the gradient is the product of the "
        "forget gates: with $Γf = 1$ it is carried unchanged, for as long as one likes.",
        claim="where gates and candidates are held fixed", key=True,
    )  # fmt: skip
    return proof.chain(held)


def recursion(cell: LSTM) -> Equation:
    """The cell's own equation, c = f*c' + i*g, with gates and candidates free."""
    return next(equation for equation in cell.equations if equation.left == cell.c[t])


def blocks(cell: LSTM) -> Proof:
    """All four blocks of d(c, a)/d(c', a')."""
    c, a = cell.c, cell.a
    proof = Proof("All paths of one step", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.step(
        "cell to cell", partial(c[t], c[t - 1], a[t - 1]), "=", D(cell.f[t]),
        "The carousel. Within one step $c'$ is $c[t-1]$, and the time index is left out.", key=True,
    )  # fmt: skip
    proof.step(
        "output to cell", partial(c[t], a[t - 1], c[t - 1]), "=", from_output(cell),
        "Through forget gate, input gate and candidate.", key=True,
    )  # fmt: skip
    return proof.chain(to_the_output(cell))


def to_the_output(cell: LSTM) -> Proof:
    """The two blocks that end in the output, and the detour that they open from cell to cell."""
    c, a = cell.c, cell.a
    S = _letter(cell, "S")
    proof = Proof("", cell.notation, cell.equations, cell=cell.name, brief=True)
    proof.let(define(S[t], to_output(cell)))
    proof.step(
        "cell to output", partial(a[t], c[t - 1], a[t - 1]), "=", S[t] @ D(cell.f[t]),
        "The cell is carried, then shown through tanh and the output gate.", key=True,
    )  # fmt: skip
    proof.step(
        "output to output", partial(a[t], a[t - 1], c[t - 1]), "=", S[t] @ from_output(cell) + own_output(cell),
        "Through the cell, and through the output gate.", key=True,
    )  # fmt: skip
    two = partial(c[2], c[1], a[1]) @ partial(c[1], c[0], a[0])
    detour = partial(c[2], a[1], c[1]) @ partial(a[1], c[0], a[0])
    proof.step(
        "chain rule over two steps", partial(c[2], c[0], a[0]), "=", two + detour,
        "Over two steps there is a detour already, from cell to output to cell: $dc[T]/dc[0]$ is not the product of the "
        "forget gates alone.", brief=False,
    )  # fmt: skip
    return proof


def limits(cell: LSTM) -> Proof:
    """Forget and input gate aren't coupled: the cell may grow by up to 1 a step, and forgets like any f below 1."""
    c, f, i, g = cell.c, cell.f, cell.i, cell.g
    proof = Proof("What the LSTM does not promise", cell.notation, [recursion(cell)], cell=cell.name)
    start = prod_over(t, 1, T, f[t])
    proof.step(
        "unroll", c[T], "=", start * c[0] + sum_over(s, 1, T, i[s] * prod_over(t, s + 1, T, f[t]) * g[s]),
        "The same form as the GRU's, but with two gates: the weights need not add up to 1.", key=True,
    )  # fmt: skip
    proof.step(
        "growth", norm(c[t], "max"), "≤", norm(c[t - 1], "max") + 1,
        "Each step may add up to 1, so the cell is not bounded by 1 as the GRU's state is.",
        claim="for gates between 0 and 1 and candidates between −1 and 1",
    )  # fmt: skip
    one = zero(c) + 1
    proof.let(*(define(letter[t], one, shown=False) for letter in (f, i, g)))
    proof.step(
        "growth is reached", c[T], "=", c[0] + T,
        "With both gates open and the candidate at 1 it does grow by 1 a step, without end.",
        claim="in the limit where both gates and the candidate are 1", key=True,
    )  # fmt: skip
    return proof


def _letter(cell: LSTM, name: str) -> Symbol:
    size = cell.c.shape[0] if cell.c.shape else ""
    return matrix(name, size, size)
