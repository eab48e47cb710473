"""Nothing hidden stays in other people's text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as some

from explainer.rendering.inert import visible


def test_what_is_hidden_goes_and_what_is_seen_stays() -> None:
    assert visible("a\u202eb\u200bc\x1bd\u2066e\ufefff") == "abcdef"
    assert visible("Γᵤ c̃ – “ß”") == "Γᵤ c̃ – “ß”"
    assert visible("a\nb\tc") == "a b c"


@given(some.text())
def test_no_control_or_format_character_is_left(text: str) -> None:
    assert not {unicodedata.category(character) for character in visible(text)} & {"Cc", "Cf", "Cs", "Co", "Cn"}
