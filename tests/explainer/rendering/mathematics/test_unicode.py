"""Plain-text formulas: parentheses where the slash needs them, raised and lowered characters, and pure ASCII."""

from __future__ import annotations

import pytest

from explainer.notation import Writer
from explainer.records import Mathematics
from explainer.rendering.mathematics.unicode import to_unicode, words_to_unicode

W = Writer("course")


@pytest.mark.parametrize(
    ("line", "shown", "ascii_only"),
    [
        ("c~[t] = Γu[t-1]", "c̃⟨t⟩ = Γᵤ⟨t−1⟩", "c~<t> = Gamma_u<t-1>"),
        ("1e-6", "10⁻⁶", "10^-6"),
        ("(1-γ)^T", "(1 − γ)^T", "(1 - gamma)^T"),
        ("W_uc^⊤ x", "W_ucᵀ x", "W_uc^T x"),
        ("prod(t=s+1, T) J[t]", "∏ₜ₌ₛ₊₁ᵀ J⟨t⟩", "prod(t=s+1..T) J<t>"),
        ("prod(γ=1, K) J", "∏_(γ=1)^K J", "prod(gamma=1..K) J"),
        ("(a+b)/(c d)", "(a + b)/(cd)", "(a + b)/(cd)"),
        ("a/b/c", "(a/b)/c", "(a/b)/c"),
        ("T γ/2", "T (γ/2)", "T (gamma/2)"),
        ("1 + γ/2", "1 + γ/2", "1 + gamma/2"),
        ("dc[T]/dc[0]", "dc⟨T⟩/dc⟨0⟩", "dc<T>/dc<0>"),
        ("e^(-γT)", "e^(−γT)", "e^(-gamma T)"),
        ("e^(-k/20)", "e^(−k/20)", "e^(-k/20)"),
        ("γT", "γT", "gamma T"),
        ("-x ≤ y", "−x ≤ y", "-x <= y"),
        ("sqrt(2) sqrt(x+1)", "√2 √(x + 1)", "sqrt(2) sqrt(x + 1)"),
        ("ln 2 ln(x)", "ln 2 ln(x)", "ln 2 ln(x)"),
        ("W_uc (1-x)", "W_uc (1 − x)", "W_uc (1 - x)"),
        ("lim(γ→0) x", "lim(γ→0) x", "lim(gamma->0) x"),
        ("[[1, 2], [3, 4]]", "[1, 2; 3, 4]", "[1, 2; 3, 4]"),
        ("h_(t+1)", "hₜ₊₁", "h_(t+1)"),
    ],
)
def test_this_line_is_written_so(line: str, shown: str, ascii_only: str) -> None:
    assert to_unicode(W.formula(line)) == shown
    assert to_unicode(W.formula(line), ascii_only=True) == ascii_only


def test_ascii_is_ascii_and_parentheses_balance(formula: Mathematics) -> None:
    plain, spelt = to_unicode(formula), to_unicode(formula, ascii_only=True)
    assert spelt.isascii()
    for text in (plain, spelt):
        assert text.count("(") == text.count(")")
        assert "  " not in text
        assert text == text.strip()


def test_words_keep_their_spaces() -> None:
    assert words_to_unicode(W.words("a $γ$ – b")) == "a γ – b"
    assert words_to_unicode(W.words("a $γ$ – b"), ascii_only=True) == "a gamma - b"
