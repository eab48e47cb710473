"""A table never becomes wider than its page, and no column narrower than its longest word or formula."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explainer.records.mathematics import Number
from explainer.rendering.typeset import extents
from explainer.rendering.typeset.tables import fit

_text = st.lists(st.text("abcdefgh", min_size=1, max_size=12), max_size=12).map(lambda parts: (" ".join(parts),))


@given(st.integers(1, 7).flatmap(lambda n: st.lists(st.lists(_text, min_size=n, max_size=n), min_size=2, max_size=5)))
def test_any_table_fits_and_words_stay_whole(rows: list[list[tuple[str]]]) -> None:
    heads, *cells = rows
    made = fit(heads, cells, [False] * len(heads), 300, 11)
    if made.columns is None:
        return
    assert sum(made.columns) * made.reduced <= 300 + 1e-6
    for k, wide in enumerate(made.columns):
        assert wide >= max(extents.longest_piece(row[k], made.size) for row in cells) - 1e-9


def test_a_small_table_is_left_alone_and_a_huge_one_reduced() -> None:
    assert fit([("a",)], [[("b",)]], [False], 300, 11).columns is None
    number = (Number("123456789012345678"),)
    made = fit([("n",)] * 9, [[number] * 9], [True] * 9, 300, 11)
    assert made.reduced < 1
    assert made.columns is not None
    assert min(made.columns) >= extents.width(number, made.size)


def test_words_give_way_before_numbers() -> None:
    number, prose = (Number("1.23457"),), ("a remark of many words that goes on and on and on and on and on",)
    made = fit([("n",), ("remark",)], [[number, prose]], [True, False], 200, 11)
    assert made.columns is not None
    assert made.reduced == 1
    assert made.columns[0] >= extents.width(number, made.size)
