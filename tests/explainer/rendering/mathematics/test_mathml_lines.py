"""Formulas in lines: pieces that say what the whole says, and punctuation that stays with its formula."""

from __future__ import annotations

from xml.etree import ElementTree

from explainer.notation import Writer
from explainer.records import Mathematics
from explainer.rendering.mathematics.mathml import to_mathml
from explainer.rendering.mathematics.mathml_lines import display_to_html, words_to_html

W = Writer("course")


def _said(text: str) -> str:
    return "".join("".join(ElementTree.fromstring(f"<p>{text}</p>").itertext()).split())


def test_the_pieces_say_what_the_whole_says(formula: Mathematics) -> None:
    assert _said(display_to_html(formula)) == _said(to_mathml(formula))
    assert _said(words_to_html((formula,))) == _said(to_mathml(formula))


def test_a_formula_breaks_before_relations_and_sums() -> None:
    assert display_to_html(W.formula("J = A + B - C ≤ D")).count("<math") == 5
    assert display_to_html(W.formula("-A")).count("<math") == 1


def test_a_long_term_may_break_between_its_factors() -> None:
    shown = display_to_html(W.formula("J = D(Γu * (1-c~^2)) W_cc D(c' * Γr * (1-Γr)) W_rc"))
    assert shown.count('<span class="term">') == 1
    # A function stays with its argument.
    assert "<mi>D</mi></mrow></math>" not in shown


def test_a_long_list_breaks_after_its_commas() -> None:
    vector = W.formula("g = [-0.130867, -0.0230669, 0.347804]")
    shown = words_to_html((vector,))
    assert shown.count("<math") == 4
    assert _said(shown) == _said(to_mathml(vector))
    assert words_to_html((W.formula("[0.1, 0.2]"),)).count("<math") == 1


def test_punctuation_stays_with_its_formula() -> None:
    shown = words_to_html(W.words("see ($x$), then $y$."))
    assert shown.startswith('see <span class="whole">(<math>')
    assert "</math>),</span> then" in shown
    assert shown.endswith("</math>.</span>")


def test_words_are_only_words() -> None:
    assert words_to_html(("<b>&", W.formula("x"), "</span>.")).count("<b>") == 0
