"""The grammar: what binds to what, and that every wrong line is a ValueError with its place."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer.notation.parser import parse
from explainer.notation.tree import Applied, Chain, Differential, Fenced, Over, Product, Scripted, Sum, Symbol


def test_the_top_of_a_fraction_is_the_run_without_spaces() -> None:
    assert parse("γT/2") == Over(Product((("", Symbol("γ")), ("", Symbol("T")))), parse("2"))
    spaced = parse("T γ/2")
    assert isinstance(spaced, Product)
    assert spaced.factors == (("", Symbol("T")), ("", Over(Symbol("γ"), parse("2"))))


def test_a_function_and_its_argument_are_one_factor_of_a_fraction() -> None:
    for text in ("ln(x)/ln(1-γ)", "ln 2/γ", "σ(x)/2", "D(x)/T"):
        node = parse(text)
        assert isinstance(node, Over), text
        assert isinstance(node.top, Applied), text


def test_derivatives_are_differentials_over_differentials() -> None:
    for text in ("dc[T]/dc[0]", "d(c[T])/d(c[0])", "∂c[T]/∂c[0]", "dL/dW_uc", "dΓu/db_u"):
        node = parse(text)
        assert isinstance(node, Over), text
        assert isinstance(node.top, Differential), text
        assert isinstance(node.bottom, Differential), text
    assert parse("d(c[T])/d(c[0])") == parse("dc[T]/dc[0]")


def test_a_bracket_directly_after_a_letter_is_a_time_unless_it_lists() -> None:
    timed = parse("c[t-1]")
    assert isinstance(timed, Symbol)
    assert timed.time == parse("t-1")
    for text in ("W_u[c, x]", "W_u [c, x]", "c [t]"):
        node = parse(text)
        assert isinstance(node, Product), text
        assert isinstance(node.factors[1][1], Fenced), text


def test_gates_read_the_same_with_and_without_the_underscore() -> None:
    assert parse("Γu[t]") == parse("Γ_u[t]")


def test_ascii_and_unicode_signs_read_the_same() -> None:
    assert parse("a <= b -> c ~= d") == parse("a ≤ b → c ≈ d")
    assert parse("prod(t=1, T) x") == parse("∏(t=1, T) x")
    assert parse("a - b") == parse("a − b")
    assert parse("norm(W)") == parse("‖W‖")
    assert parse("γ^2") == parse("γ²")
    assert parse("c⟨t⟩") == parse("c[t]")


def test_a_chain_may_lack_its_left_side() -> None:
    node = parse("< 1e-12")
    assert isinstance(node, Chain)
    assert node.sides[0] is None


def test_powers_take_one_token_or_parentheses() -> None:
    assert parse("γ^2 c") == Product((("", Scripted(Symbol("γ"), None, parse("2"))), ("", Symbol("c"))))
    assert parse("e^(-γT)") == Scripted(Symbol("e"), None, parse("-γT"))
    assert parse("10^-6") == Scripted(parse("10"), None, Sum((("-", parse("6")),)))


@pytest.mark.parametrize(
    ("text", "place"),
    [("(a", 2), ("a)", 1), ("a + ", 4), ("a ^ ", 2), ("^2", 0), ("[[1, 2], [3]]", 12), ("a = = b", 4), ("sum", 3), ("norm x", 5), ("", 0)],
)
def test_a_mistake_names_its_place(text: str, place: int) -> None:
    if text == "sum":  # a bare large operator is fine
        assert parse(text)
        return
    with pytest.raises(ValueError, match=rf"position {place} of the formula"):
        parse(text)


@given(some.text("ΓuWcxtT01.e-+*/^_()[]{}<>=~'\"|‖,; ≈→·γσdtanhsumprod∏∂…\u2212ℝ", max_size=40))
def test_any_other_line_is_read_or_is_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        parse(text)


def test_long_lines_are_read_or_refused() -> None:
    parse(" + ".join(["Γu[t-1] (c~[t]-c[t-1])^2/(1+e^(-x))"] * 100))
    for bad in ("(" * 500 + ")" * 499, "x^" * 2000, "a/" * 2000, "|" * 999):
        with pytest.raises((ValueError, RecursionError)):
            parse(bad)
