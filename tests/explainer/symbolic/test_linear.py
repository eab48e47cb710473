"""The printer: what it writes is what the notation's parser reads, with no bracket too many and none too few."""

from collections.abc import Callable

import pytest

from explainer.notation import NAMES, Writer
from explainer.symbolic import cells
from explainer.symbolic.expression import Equation, Expression, matrix, scalar, vector
from explainer.symbolic.linear import linear
from explainer.symbolic.vocabulary import (
    D,
    T,
    blocks,
    d,
    exp,
    held,
    largest,
    norm,
    partial,
    prod_over,
    s,
    sqrt,
    sum_over,
    t,
    tanh,
    transpose,
    σ,
)

a, b, γ = scalar("a"), scalar("b"), scalar("γ", 0, 1)
c, v, W, J = vector("c"), vector("v"), matrix("W_cc"), matrix("J")

PRINTED: tuple[tuple[Expression, str], ...] = (
    (1 - γ, "1 - γ"),
    ((1 - γ) ** T, "(1 - γ)^T"),
    (γ * (1 - γ) ** (T - s), "γ (1 - γ)^(T - s)"),
    (a - (b - γ), "a - (b - γ)"),
    (a - (-b), "a - (-b)"),
    (-(a * b), "-a b"),
    (2 * a, "2 a"),
    (a * 2, "a · 2"),
    (a / (b * γ), "a/(b γ)"),
    ((a + b) / 2, "(a + b)/2"),
    (a * (b / 4), "a b/4"),
    (a / b**2, "a/b^2"),
    (exp(-(γ * T)), "e^(-γ T)"),
    (exp(a), "e^a"),
    (sqrt(a) * σ(b), "sqrt(a) σ(b)"),
    (c[t] * (1 - c[t]), "c[t] * (1 - c[t])"),
    (c[t] ** 2, "(c[t])^2"),
    (W @ (c[t] * v), "W_cc (c[t] * v)"),
    (v * (W @ c[t]), "v * (W_cc c[t])"),
    (transpose(W) @ c[t - 1], "W_cc^⊤ c[t-1]"),
    (v @ transpose(c[t]), "v (c[t])^⊤"),
    (D(1 - c[T]) @ W, "D(1 - c[T]) W_cc"),
    (d(c[T], c[0]), "d(c[T])/d(c[0])"),
    (partial(c[t], c[t - 1], v), "∂(c[t])/∂(c[t-1])"),
    (prod_over(t, 1, T, J[t]), "J[T] J[T-1] … J[1]"),
    (prod_over(t, s + 1, T, J[t]), "J[T] J[T-1] … J[s+1]"),
    (prod_over(t, 1, s - 1, J[t]), "J[s-1] J[s-2] … J[1]"),
    (prod_over(t, 1, T, D(1 - c[t])), "D(1 - c[T]) D(1 - c[T-1]) … D(1 - c[1])"),
    (prod_over(t, 1, T, 1 - a[t]) * b, "(prod(t=1, T) (1 - a[t])) b"),
    (b * prod_over(t, 1, T, a[t]), "b prod(t=1, T) a[t]"),
    (sum_over(s, 1, T, a[s] * b), "sum(s=1, T) a[s] b"),
    (norm(W @ v), "norm(W_cc v)"),
    (norm(v, "max"), "norm(v)_∞"),
    (largest(0, 1 - a), "max(0, 1 - a)"),
    (blocks((a, b), (b, a)), "[[a, b], [b, a]]"),
    (tanh(held(a)), "tanh(a)"),
)


@pytest.mark.parametrize(("value", "text"), PRINTED, ids=[text for _, text in PRINTED])
def test_printed(value: Expression, text: str) -> None:
    assert linear(value) == text
    Writer("course").verbatim(text)


def test_brief_leaves_the_time_of_one_step_out() -> None:
    assert linear(c[t] * c[t - 1], brief=True) == "c * c'"
    assert linear(c[t - 1] ** 2, brief=True) == "(c')^2"
    assert linear(c[t] ** 2, brief=True) == "c^2"
    assert linear(c[T] + c[0], brief=True) == "c[T] + c[0]"


def test_an_equation() -> None:
    assert linear(Equation(a, b, "≤")) == "a ≤ b"


def _lines(cell: object) -> list[str]:
    return [linear(equation).replace(" ", "") for equation in cell.equations]  # type: ignore[attr-defined]


@pytest.mark.parametrize("make", [cells.gru, cells.simplified_gru, cells.lstm, cells.rnn])
def test_cells_are_printed_as_cho_has_them(make: Callable[[str], object]) -> None:
    cell = make("cho")
    shown = [line.replace(" ", "") for line in Writer("cho").convention.cells[cell.name]]  # type: ignore[attr-defined]
    assert sorted(shown) == sorted(_lines(cell))


def test_pytorchs_gru_is_printed_as_the_notation_has_it_with_the_product_named_q() -> None:
    shown = {line.replace(" ", "") for line in Writer("pytorch").convention.cells["gru"]}
    ours = {line.replace("r[t]*q[t]", "r[t]*(W_hnh[t-1]+b_hn)") for line in _lines(cells.gru("pytorch"))}
    named = {"z[t]=σ(W_izx[t]+b_iz+W_hzh[t-1]+b_hz)", "q[t]=W_hnh[t-1]+b_hn"}
    assert ours - named == shown - named
    assert named <= ours


@pytest.mark.parametrize("name", NAMES)
def test_every_notation_has_every_cell(name: str) -> None:
    assert all(make(name).notation == name for make in (cells.gru, cells.simplified_gru, cells.lstm, cells.rnn, cells.mgu))
    with pytest.raises(LookupError, match="course, cho, pytorch"):
        cells.gru("keras")
