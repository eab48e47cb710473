"""Cells, checks, reasons and sources as words."""

from __future__ import annotations

import math
from decimal import Decimal
from types import ModuleType

import pytest

from explainer.notation import Writer
from explainer.records import Check, Residual, Source
from explainer.rendering.contents import cell_words, check_words, is_number, reason_words, settings_words, source_words
from explainer.rendering.mathematics.unicode import words_to_unicode

W = Writer("course")


@pytest.mark.parametrize(
    ("cell", "shown", "right"),
    [
        (0.5, "0.5", True), (1e-6, "10⁻⁶", True), (7, "7", True), (None, "–", True), (math.nan, "undefined", True),
        (math.inf, "∞", True), (Residual(1e-16), "< 10⁻¹²", True), ("words", "words", False), ("0.25", "0.25", True),
        (W.words("$1e-6$"), "10⁻⁶", True), (W.words("$Γu$"), "Γᵤ", False), (W.words("about $3$"), "about 3", False),
    ],
)  # fmt: skip
def test_a_cell_is_shown_as(cell: object, shown: str, right: bool) -> None:
    assert words_to_unicode(cell_words(cell)) == shown  # type: ignore[arg-type]
    assert is_number(cell) is right  # type: ignore[arg-type]


def test_a_check_says_how_it_was_checked() -> None:
    assert check_words(Check(True, 4, 0.0)) == ("✓\u00a0by algebra and at 4 points",)
    assert check_words(Check(False, 32, 0.0)) == ("✓\u00a0at 32 points",)
    assert check_words(Check(False, 0, 0.0)) == ()


def test_a_reason_is_rule_why_and_claim(samples: ModuleType) -> None:
    steps = samples.derivation(W).steps
    assert words_to_unicode(reason_words(steps[0])).startswith("chain rule: each state")
    assert words_to_unicode(reason_words(steps[3])) == "spectral norm (Γᵤ ≤ γ in every unit)"


def test_a_source_keeps_a_web_address_apart() -> None:
    assert source_words(Source("A", 2000, "T", "https://x.org")) == ("A (2000). T.", "https://x.org")
    assert source_words(Source("A", 2000, "T", "Journal 3")) == ("A (2000). T. Journal 3.", "")
    assert source_words(Source("A", 2000, "T", "javascript:alert(1)")) == ("A (2000). T. javascript:alert(1).", "")


def test_the_settings_are_the_answers_own(samples: ModuleType) -> None:
    text = words_to_unicode(settings_words(samples.answer()))
    assert text == "gamma = 10⁻⁶ · steps = 1000 · cell = gru · norms = … · course notation · ✓ 4/4"
    assert Decimal("0.000001") in samples.answer().parameters.values()
