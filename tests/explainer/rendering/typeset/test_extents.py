"""Estimated widths against those that the typesetter measures: never narrower, and not wastefully wide."""

from __future__ import annotations

import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.notation import Writer
from explainer.records.mathematics import Words
from explainer.rendering.typeset import press
from explainer.rendering.typeset.extents import BOLD, lines, longest_piece, tall, width
from explainer.rendering.typeset.source import array, words

_W = Writer("course")
_LABELS = [
    "GRU, $γ = 1e-6$",
    "predicted, $(1-γ)^T$",
    "largest singular value",
    "$norm(dc[T]/dc[0])$",
    "two-sided bound, $(1-γ(1+K))^T ≤ (1+γ K)^T$",
    "$W_uc c[t-1] + W_ux x[t] + b_u$",
    "latch, $tanh(2 c[t-1])$",
    "$sum(s=1, T) Γu[s] * prod(t=s+1, T) (1-Γu[t]) * c~[s]$",
    "share of $J - I$ (units)",
    "$sqrt(x) = [[1, 2], [3, 4]]$",
    "$1.23457e-300$",
    "WWW MMM 0123456789 %&@",
]


def _measured(texts: list[Words], weight: int = 400) -> list[float]:
    source = (
        f"{press.prelude()}\n#show: set-text\n#set text(size: 10pt, weight: {weight})\n"
        f"#context [#metadata({array(words(text) for text in texts)}.map(it => measure(it).width.pt()))<it>]"
    )
    compiler = typst.Compiler(source.encode(), ignore_system_fonts=True)
    found: list[float] = json.loads(compiler.query("<it>", field="value", one=True))
    return found


def test_estimates_are_never_too_narrow_and_rarely_too_wide() -> None:
    texts = [_W.words(label) for label in _LABELS]
    for text, real in zip(texts, _measured(texts), strict=True):
        assert real <= width(text, 10) <= 1.45 * real + 6, text


def test_semibold_words_are_within_their_allowance() -> None:
    texts = [_W.words(label) for label in _LABELS]
    for text, real in zip(texts, _measured(texts, weight=600), strict=True):
        assert real <= BOLD * width(text, 10), text


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=30), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_plain_text_of_any_kind_is_not_underestimated(texts: list[str]) -> None:
    for text, real in zip(texts, _measured([(text,) for text in texts]), strict=True):
        # Kerning pushes a few pairs apart (?T); labels are given three points more than their estimate.
        assert real <= 1.03 * width(text, 10) + 0.3, text


@pytest.mark.parametrize("available", [30.0, 60.0, 120.0, 500.0])
def test_lines_are_at_least_what_the_width_demands(available: float) -> None:
    text = _W.words("a label of some length with $γ = 1e-6$ inside")
    assert lines(text, 10, available) >= width(text, 10) / available - 1
    assert lines(text, 10, 500) == 1
    assert longest_piece(text, 10) == pytest.approx(width(_W.words("$γ = 1e-6$"), 10))
    assert not tall(text)
    assert tall(_W.words("$a/b$"))
