"""Anything at all can be spelt in ASCII."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from explainer.rendering.mathematics.transliteration import to_ascii


def test_known_signs_are_spelt_out() -> None:
    assert to_ascii("γ ≤ 1 – “Hölder”, c̃ ✓ Ω…") == 'gamma <= 1 - "Holder", c [ok] Omega...'
    assert to_ascii("漢") == "?"


@given(some.text(alphabet=some.characters(exclude_characters="\ue000")))
def test_the_result_is_ascii(text: str) -> None:
    assert to_ascii(text).isascii()
