"""The handbook: all lessons bound together, with contents and with references from topic to topic."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.records import Explorable
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.mathml_lines import words_to_html

TITLE = "Gates and gradients"
_SUBTITLE = "Questions on recurrent networks, each with a checked derivation and a real unroll"
CONTENTS = "Contents"
_FIND = "Find"
_CHAPTER = "Lessons"  # of topics that no chapter claims


def book_pdf(lessons: tuple[Explorable, ...], theme: str, chapters: Mapping[str, str]) -> bytes:
    """One PDF with page numbers in its contents."""
    from explainer.rendering.typeset.handbook import handbook

    bound = tuple((title, [each.answer for each in within]) for title, within in _bound(lessons, chapters).items())
    return handbook(bound, theme, title=TITLE, subtitle=_SUBTITLE)


def _bound(lessons: tuple[Explorable, ...], chapters: Mapping[str, str]) -> dict[str, list[Explorable]]:
    """The lessons by chapter, both in the order in which they come; those without a chapter last."""
    found: dict[str, list[Explorable]] = {}
    for lesson in sorted(lessons, key=lambda each: each.answer.topic not in chapters):
        found.setdefault(chapters.get(lesson.answer.topic, _CHAPTER), []).append(lesson)
    return found


def book_html(lessons: tuple[Explorable, ...], theme: str, chapters: Mapping[str, str]) -> str:
    """One page that needs nothing else; each lesson's id is its slug."""
    from explainer.rendering.page import article, moving_page

    inside = frozenset(lesson.answer.topic for lesson in lessons)
    bound = _bound(lessons, chapters)
    contents = "".join(_contents(title if chapters else "", within) for title, within in bound.items())
    parts = [
        f'<h1>{TITLE}</h1>\n<p>{_SUBTITLE}.</p>\n<nav aria-label="{CONTENTS}">\n<h2>{CONTENTS}</h2>\n',
        f'<p class="find" hidden><label>{_FIND} <input type="search"></label> <span role="status"></span></p>\n',
        f"{contents}</nav>\n",
    ]
    for within in bound.values():
        for lesson in within:
            slug = escape(lesson.answer.topic)
            shown = article(lesson, prefix=f"{slug}-", anchor=slug, top=2, links=inside)
            parts.append(f'<article id="{slug}">\n{shown}</article>\n')
    return moving_page(TITLE, "".join(parts), theme)


def _contents(title: str, lessons: list[Explorable]) -> str:
    """A chapter's part of the contents; its title is left out where the book has no chapters."""
    lines = "".join(
        f'<li><a href="#{escape(lesson.answer.topic)}">{words_to_html(lesson.answer.title)}</a></li>\n' for lesson in lessons
    )
    return f"{f'<h3>{escape(title)}</h3>' if title else ''}\n<ol>\n{lines}</ol>\n"
