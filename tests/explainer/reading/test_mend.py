"""Misspelt words are taken for ours only when they are very near and no ordinary words."""

from __future__ import annotations

import pytest

from explainer.reading.mend import mend


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gradeint", "gradient"),
        ("vanihsing", "vanishing"),
        ("jacobain", "jacobian"),
        ("eigenvaules", "eigenvalues"),
        ("trucated", "truncated"),
        ("clippping", "clipping"),
    ],
)
def test_a_slip_of_the_finger(typed, meant):
    assert mend([typed], {})[1] == {typed: meant}


@pytest.mark.parametrize(
    "word", ["dungeon", "lambda", "mamba", "great", "stable", "physics", "password", "zelda", "volcano", "grade"]
)
def test_ordinary_words_stay(word):
    assert mend([word], {})[1] == {}


def test_a_text_full_of_unknown_words_is_left_alone():
    words = [f"zqxw{chr(97 + n)}{chr(97 + m)}k" for n in range(20) for m in range(20)]
    assert mend(words, {})[0] == words
