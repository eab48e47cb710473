"""MathML: well-formed, only elements of MathML Core, all its text there, words inert."""

from __future__ import annotations

from xml.etree import ElementTree

import html5lib
import pytest

from explainer.notation import Writer
from explainer.records import Mathematics
from explainer.records.mathematics import Letter, Number, Operator, Quote
from explainer.rendering.mathematics.mathml import escape, to_mathml

CORE = set(
    "math mrow mi mn mo mtext mspace mfrac msqrt msub msup msubsup munder mover munderover mtable mtr mtd".split()  # noqa: SIM905
)
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
W = Writer("course")


def test_elements_are_of_the_core_and_have_their_children(formula: Mathematics) -> None:
    for text in (to_mathml(formula), to_mathml(formula, display=True)):
        for node in ElementTree.fromstring(text).iter():
            assert node.tag in CORE
            assert len(node) == CHILDREN.get(node.tag, len(node)), node.tag
        html5lib.HTMLParser(strict=True).parseFragment(f"<p>{text}</p>")


def test_a_minus_before_a_term_is_not_one_between_terms() -> None:
    assert 'form="prefix"' in to_mathml(W.formula("-x"))
    assert 'form="prefix"' not in to_mathml(W.formula("y - x"))


def test_fences_grow_around_tall_parts_only() -> None:
    assert 'stretchy="true"' in to_mathml(W.formula("(a/b)"))
    assert 'stretchy="true"' not in to_mathml(W.formula("(a + b)"))


@pytest.mark.parametrize("kind", [Quote, Letter, Number, Operator])
def test_no_text_becomes_an_element(kind: type[Quote]) -> None:
    shown = to_mathml(kind('<script>"&\'\x00\u202e'))
    node = ElementTree.fromstring(shown)
    assert "".join(node.itertext()) == "<script>\"&'"
    assert not list(node.iter("script"))
    assert escape('"><b') == "&quot;&gt;&lt;b"
