"""The handbook: contents, ids, references from lesson to lesson, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import html5lib
import pytest

from explainer import rendering
from explainer.records import Followup


def test_lessons_link_to_each_other(samples: ModuleType) -> None:
    first = samples.answer()
    second = replace(first, topic="gru-memory", followups=(Followup("Why?", "gru-gradient"), Followup("Else?", "elsewhere")))
    shown = rendering.handbook([first, second], "html")
    assert isinstance(shown, str)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(shown)
    ids = [node.attrib["id"] for node in tree.iter() if "id" in node.attrib]
    assert len(set(ids)) == len(ids)
    inner = [node.attrib["href"][1:] for node in tree.iter("a") if node.attrib["href"].startswith("#")]
    assert inner == ["gru-gradient", "gru-memory", "gru-memory", "gru-gradient"]
    assert set(inner) <= set(ids)


def test_chapters_stand_in_the_contents_in_their_order(samples: ModuleType) -> None:
    first = samples.answer()
    others = [replace(first, topic=slug, followups=()) for slug in ("loose", "gru-memory", "rnn-vanishing")]
    chapters = {"gru-gradient": "One & more", "rnn-vanishing": "Two", "gru-memory": "One & more"}
    shown = rendering.handbook([first, *others], "html", chapters=chapters)
    assert isinstance(shown, str)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(shown)
    nav = next(tree.iter("nav"))
    assert ["".join(node.itertext()) for node in nav.iter("h3")] == ["One & more", "Two", "Lessons"]
    slugs = [node.attrib["href"] for node in nav.iter("a")]
    assert slugs == ["#gru-gradient", "#gru-memory", "#rnn-vanishing", "#loose"]
    assert isinstance(rendering.handbook([first, *others], "pdf", chapters=chapters), bytes)


def test_the_printed_book_is_a_pdf(samples: ModuleType) -> None:
    shown = rendering.handbook(iter([samples.answer()]), "pdf")
    assert isinstance(shown, bytes)
    assert shown.startswith(b"%PDF")


def test_other_formats_are_refused(samples: ModuleType) -> None:
    with pytest.raises(ValueError, match="pdf or html"):
        rendering.handbook([samples.answer()], "png")
    with pytest.raises(ValueError, match="light and dark"):
        rendering.handbook([samples.answer()], "html", theme="sepia")
