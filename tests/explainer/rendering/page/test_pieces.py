"""Pieces: every text comes back whole, what is shared is kept once, and no text ends the element that carries it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from explainer.rendering.page.pieces import Pieces, data_element


def _whole(pieces: Pieces, number: int) -> str:
    return "".join(pieces.pieces[piece] for piece in pieces.texts[number])


@given(st.lists(st.text(alphabet='<mn>/td"d=\n 0.5γ', max_size=60), max_size=8))
def test_every_text_comes_back_whole(texts: list[str]) -> None:
    pieces = Pieces()
    numbers = [pieces.text(text) for text in texts]
    assert [_whole(pieces, number) for number in numbers] == texts


def test_a_numeral_is_all_that_two_cells_add() -> None:
    pieces = Pieces()
    first = pieces.text("<td><math><mn>0.5</mn></math></td>")
    before = len(pieces.pieces)
    second = pieces.text("<td><math><mn>0.25</mn></math></td>")
    assert first != second
    assert len(pieces.pieces) == before + 1
    assert pieces.text("<td><math><mn>0.5</mn></math></td>") == first


def test_no_text_ends_the_element_that_carries_it() -> None:
    hostile = "</script><script>alert(1)</script><!-- \u2028 "
    element = data_element({"pieces": [hostile]})
    inner = element.removeprefix('<script type="application/json">').removesuffix("</script>\n")
    assert "<" not in inner
    assert json.loads(inner) == {"pieces": [hostile]}
