"""All lessons bound into one PDF: title page, contents with page numbers, chapters, references from topic to topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explainer.records import Answer
from explainer.rendering.contents import RELATED
from explainer.rendering.typeset import press
from explainer.rendering.typeset.blocks import Look
from explainer.rendering.typeset.lesson import PAPER, PAPER_SIZE, lesson_parts, tints
from explainer.rendering.typeset.source import array, literal

Chapter = tuple[str, Sequence[Answer]]


def handbook(
    chapters: Sequence[Chapter], theme: str = "light", *, title: str = "Gates and gradients", subtitle: str = ""
) -> bytes:
    """The chapters, each a name and its answers, as one tagged PDF. Raises LookupError for an unknown theme.

    Each related question that is itself in the book becomes a link with its page number; the head of each page names the
    chapter and the lesson.
    """
    inside = {answer.topic for _, answers in chapters for answer in answers}
    body = "\n".join(line for name, answers in chapters for line in _chapter(name, answers, theme, inside))
    return press.pdf(f"#{{\nshow: book.with({literal(title)},{literal(subtitle)},{tints(theme)})\n{body}\n}}\n")


def _chapter(name: str, answers: Sequence[Answer], theme: str, inside: set[str]) -> Iterator[str]:
    yield f"heading(level:1,{literal(name)})"
    for rank, answer in enumerate(answers):
        if rank:
            yield "pagebreak(weak: true)"
        title, *rest = lesson_parts(answer, Look(theme, PAPER, PAPER_SIZE, level=3), _related(answer, inside))
        yield f"[#{title}#label({literal(answer.topic)})]"
        yield from rest


def _related(answer: Answer, inside: set[str]) -> str:
    """The related questions that the book answers, each a link with its page; nothing where it answers none."""
    known = [followup for followup in answer.followups if followup.topic in inside]
    items = array(f"({literal(followup.question)},label({literal(followup.topic)}))" for followup in known)
    return f"related({literal(RELATED)},{items})" if known else ""
