"""The handbook: all lessons bound together, with contents and with references from topic to topic."""

from __future__ import annotations

from explainer.records import Answer
from explainer.rendering.html import body, page
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.mathml_lines import words_to_html

TITLE = "Gates and gradients"
CONTENTS = "Contents"
_CHAPTER = "Lessons"


def book_pdf(answers: tuple[Answer, ...], theme: str) -> bytes:
    """One PDF with page numbers in its contents."""
    from explainer.rendering.typeset.handbook import handbook

    return handbook(((_CHAPTER, answers),), theme, title=TITLE)


def book_html(answers: tuple[Answer, ...], theme: str) -> str:
    """One page that needs nothing else; each lesson's id is its slug."""
    inside = frozenset(answer.topic for answer in answers)
    contents = "".join(
        f'<li><a href="#{escape(answer.topic)}">{words_to_html(answer.title)}</a></li>\n' for answer in answers
    )
    lessons = "".join(
        f'<article id="{escape(answer.topic)}">\n{body(answer, f"{escape(answer.topic)}-", top=2, links=inside)}</article>\n'
        for answer in answers
    )
    head = f'<h1>{TITLE}</h1>\n<nav aria-label="{CONTENTS}">\n<h2>{CONTENTS}</h2>\n<ol>\n{contents}</ol>\n</nav>\n'
    return page(TITLE, head + lessons, theme=theme)
