"""Cutting a line into tokens: multi-letter tokens, numbers, signs, and mistakes with their place."""

from __future__ import annotations

import pytest

from explainer.notation.tokens import tokens


def _read(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)[:-1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("W_uc", [("letter", "W"), ("run", "uc")]),
        ("Γu", [("gate", "u")]),
        ("Γu_i", [("gate", "u"), ("run", "i")]),
        ("γT", [("letter", "γ"), ("letter", "T")]),
        ("c~[t]", [("letter", "c"), ("sign", "~"), ("sign", "["), ("letter", "t"), ("sign", "]")]),
        ("b_u[t-1]", [("letter", "b"), ("run", "u"), ("sign", "["), ("letter", "t"), ("sign", "-"), ("number", "1"), ("sign", "]")]),
        ("c_0", [("letter", "c"), ("run", "0")]),
        ("1e-6", [("number", "1e-6")]),
        ("2e^x", [("number", "2"), ("letter", "e"), ("sign", "^"), ("letter", "x")]),
        (".5", [("number", ".5")]),
        ("1.5e+3", [("number", "1.5e+3")]),
        ("γ²", [("letter", "γ"), ("raised", "2")]),
        ("10⁻⁶", [("number", "10"), ("raised", "-6")]),
        ("σ₁", [("letter", "σ"), ("run", "1")]),
        ("a <= b", [("letter", "a"), ("sign", "≤"), ("letter", "b")]),
        ("a -> b", [("letter", "a"), ("sign", "→"), ("letter", "b")]),
        ("dW_u", [("d", "d"), ("letter", "W"), ("run", "u")]),
        ("dΓu", [("d", "d"), ("gate", "u")]),
        ("d W", [("letter", "d"), ("letter", "W")]),
        ('"for every"', [("quote", "for every")]),
        ("tanh max_t", [("word", "tanh"), ("word", "max"), ("run", "t")]),
        ("J ... K", [("letter", "J"), ("sign", "…"), ("letter", "K")]),
    ],
)  # fmt: skip
def test_a_line_is_cut_into_these_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("x + gamma", 4, "gamma"),
        ("every x", 0, "every"),
        ("x and y", 2, "and"),
        ('x "open', 2, "not closed"),
        ("x § y", 2, "§"),
        ("x \\gamma", 2, "\\\\"),
    ],
)
def test_a_mistake_names_its_place(text: str, place: int, word: str) -> None:
    with pytest.raises(ValueError, match=rf"position {place} of the formula") as caught:
        tokens(text)
    assert word in str(caught.value)
