"""Long text is cut where a reader would cut it, loses nothing, and every piece fits."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import length
from bot.splitting import FENCE, shorten, split_items, split_text

PARAGRAPH = "The carry keeps the gradient. Every other path has a factor, and the factor is small.\n"
TEXTS = st.text(alphabet=st.sampled_from("ab \n.,`[]()<@1>$😀é"), max_size=600)


def words(pieces: tuple[str, ...]) -> str:
    return re.sub(r"\s+", "", "".join(pieces))


def test_short_text_is_left_alone() -> None:
    assert shorten("Γu ≈ 0", 10) == "Γu ≈ 0"
    assert split_text("Γu ≈ 0", 80) == ("Γu ≈ 0",)


def test_shorten_ends_after_a_word() -> None:
    assert shorten("the gradient vanishes", 16) == "the gradient…"


def test_shorten_keeps_links_and_mentions_whole() -> None:
    assert shorten("see the page [of the course](https://example.org/a) now", 40) == "see the page…"
    assert shorten("x" * 20 + "<@123456789012345678>" + "y" * 20, 30) == "x" * 20 + "…"


def test_a_character_outside_the_basic_plane_counts_twice() -> None:
    assert shorten("😀😀😀😀", 5) == "😀😀…"
    assert length(shorten("😀" * 3_000, 4_000)) <= 4_000


def test_paragraphs_come_before_lines_and_lines_before_sentences() -> None:
    first, second = split_text(PARAGRAPH * 2 + "\n" + PARAGRAPH, 200)
    assert first == (PARAGRAPH * 2).strip()
    assert second == PARAGRAPH.strip()
    assert split_text("One sentence is here and goes on for a while. " * 3, 100)[0].endswith("while.")


def test_a_code_block_is_closed_and_reopened() -> None:
    lines = [f"line_{number} = {number}" for number in range(40)]
    pieces = split_text("```python\n" + "\n".join(lines) + "\n```", 200)
    assert len(pieces) > 2
    for piece in pieces:
        assert piece.startswith("```python\n")
        assert piece.endswith(FENCE)
        assert len(piece) <= 200
    kept = [line for piece in pieces for line in piece.split("\n") if not line.startswith(FENCE)]
    assert kept == lines


def test_too_small_a_piece_is_refused() -> None:
    with pytest.raises(ValueError, match="80 or more"):
        split_text("x", 10)


@given(TEXTS, st.integers(80, 200))
def test_every_piece_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(0 < length(piece) <= limit for piece in pieces)
    if FENCE not in text:
        assert words(pieces) == words((text,))


@given(TEXTS, st.integers(1, 200))
def test_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert length(short) <= limit
    assert text.startswith(short.removesuffix("…")) or short == "…"


@given(st.lists(st.text(min_size=1, max_size=50), max_size=40), st.integers(10, 120), st.integers(1, 9))
def test_items_stay_whole_in_their_order(items: list[str], limit: int, most: int) -> None:
    runs = split_items(items, limit, most=most)
    assert [item for run in runs for item in run] == [shorten(item, limit) for item in items]
    assert all(length("\n".join(run)) <= limit and 0 < len(run) <= most for run in runs)
    # No run could have taken the first item of the next one.
    for run, following in pairwise(runs):
        assert len(run) == most or length("\n".join([*run, following[0]])) > limit
