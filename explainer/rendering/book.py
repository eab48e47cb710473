"""The handbook: all lessons bound together, with contents and with references from topic to topic."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.records import Answer
from explainer.rendering.html import body, page
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.mathml_lines import words_to_html

TITLE = "Gates and gradients"
_SUBTITLE = "Questions on recurrent networks, each with a checked derivation and a real unroll"
CONTENTS = "Contents"
_CHAPTER = "Lessons"  # of topics that no chapter claims


def book_pdf(answers: tuple[Answer, ...], theme: str, chapters: Mapping[str, str]) -> bytes:
    """One PDF with page numbers in its contents."""
    from explainer.rendering.typeset.handbook import handbook

    return handbook(tuple(_bound(answers, chapters).items()), theme, title=TITLE, subtitle=_SUBTITLE)


def _bound(answers: tuple[Answer, ...], chapters: Mapping[str, str]) -> dict[str, list[Answer]]:
    """The answers by chapter, both in the order in which they come; those without a chapter last."""
    found: dict[str, list[Answer]] = {}
    for answer in sorted(answers, key=lambda each: each.topic not in chapters):
        found.setdefault(chapters.get(answer.topic, _CHAPTER), []).append(answer)
    return found


def book_html(answers: tuple[Answer, ...], theme: str, chapters: Mapping[str, str]) -> str:
    """One page that needs nothing else; each lesson's id is its slug."""
    inside = frozenset(answer.topic for answer in answers)
    bound = _bound(answers, chapters)
    contents = "".join(_contents(title if chapters else "", within) for title, within in bound.items())
    lessons = "".join(
        f'<article id="{escape(answer.topic)}">\n{body(answer, f"{escape(answer.topic)}-", top=2, links=inside)}</article>\n'
        for within in bound.values()
        for answer in within
    )
    head = f'<h1>{TITLE}</h1>\n<nav aria-label="{CONTENTS}">\n<h2>{CONTENTS}</h2>\n{contents}</nav>\n'
    return page(TITLE, head + lessons, theme=theme)


def _contents(title: str, answers: list[Answer]) -> str:
    """A chapter's part of the contents; its title is left out where the book has no chapters."""
    lines = "".join(
        f'<li><a href="#{escape(answer.topic)}">{words_to_html(answer.title)}</a></li>\n' for answer in answers
    )
    return f"{f'<h3>{escape(title)}</h3>' if title else ''}\n<ol>\n{lines}</ol>\n"
