"""A whole answer as PNG, SVG or PDF: title, short answer, the lesson, what to ask next, and sources."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.records import Answer, Unclear
from explainer.rendering.contents import NOTATION, RELATED, SOURCES, source_words
from explainer.rendering.mathematics.unicode import words_to_unicode
from explainer.rendering.options import Options
from explainer.rendering.typeset import palette, press
from explainer.rendering.typeset.blocks import Look, blocks
from explainer.rendering.typeset.marks import paint
from explainer.rendering.typeset.source import array, literal, words

_SCREEN = 400.0  # points: the width of text and pictures in one tall picture
_SCREEN_MARGIN = 22.0
_SCREEN_SIZE = 11.0
PAPER = 447.0  # points: the width of the text on A4, between margins of 26 mm
PAPER_SIZE = 10.5
_PIXELS = 2.4  # for each point of a tall picture: about 1060 pixels across
_TALLEST = 15_000  # pixels: beyond this, viewers and chat programs refuse a picture


def document(what: Answer | Unclear, format: str, theme: str = "light") -> bytes:  # noqa: A002 - the public name
    """The answer as "png" or "svg" (one tall picture) or "pdf" (A4 pages, tagged, with its title and a fixed date).

    Raises LookupError for another format or theme.
    """
    if format == "pdf":
        return press.pdf(_source(what, theme, "paged"))
    if format == "svg":
        return press.svg(_source(what, theme, "tall")).encode()
    if format == "png":
        return _tall_png(_source(what, theme, "tall"))
    raise LookupError(f"There is no typeset format {format!r}; choose png, svg or pdf.")


def render_png(what: Answer | Unclear, options: Options) -> bytes:
    """For the registry of formats."""
    return document(what, "png", options.theme)


def render_svg(what: Answer | Unclear, options: Options) -> str:
    """For the registry of formats."""
    return document(what, "svg", options.theme).decode()


def render_pdf(what: Answer | Unclear, options: Options) -> bytes:
    """For the registry of formats."""
    return document(what, "pdf", options.theme)


def _tall_png(source: str) -> bytes:
    """As fine as its height allows: the height is read from the PNG's header, and a very long lesson is set coarser."""
    made = press.png(source, _PIXELS)
    height = int.from_bytes(made[20:24], "big")
    return made if height <= _TALLEST else press.png(source, _PIXELS * _TALLEST / height)


def _source(what: Answer | Unclear, theme: str, manner: str) -> str:
    look = Look(theme, _SCREEN, _SCREEN_SIZE) if manner == "tall" else Look(theme, PAPER, PAPER_SIZE)
    body = "\n".join(lesson_parts(what, look) if isinstance(what, Answer) else _unclear_parts(what))
    title = page_title(what)
    margins = f"{_SCREEN}pt,{_SCREEN_MARGIN}pt" if manner == "tall" else "none,none"
    return f"#{{\nshow: lesson.with({literal(title)},{margins},{tints(theme)})\n{body}\n}}\n"


def page_title(what: Answer | Unclear) -> str:
    """The title of the file, as plain text."""
    return words_to_unicode(what.title) if isinstance(what, Answer) else what.sentence


def tints(theme: str) -> str:
    """The colours of a page as a dictionary of the prelude's roles."""
    colours = palette.colours(theme)
    roles = {role: colours[role] for role in ("paper", "ink", "muted", "grid", "panel", "accent")}
    roles["alert"] = colours["series-2"]
    return "(" + ",".join(f"{role}:{paint(colour)}" for role, colour in roles.items()) + ")"


def lesson_parts(answer: Answer, look: Look, related: str | None = None) -> Iterator[str]:
    """The answer from its title to its sources. `look.level` is that of the sections.

    related: what stands for the list of related questions, where it is not the plain one.
    """
    level = look.level - 1
    yield f"heading(level:{level},{words(answer.title)})"
    if answer.question:
        yield f"asked({literal(answer.question)})"
    yield from (f"par({words(remark)})" for remark in answer.remarks)
    yield f"short-answer({words(answer.headline)})"
    yield blocks(answer.blocks, look)
    if related is not None:
        yield related
    elif answer.followups:
        yield _listing(level, RELATED, [literal(followup.question) for followup in answer.followups])
    yield from sources(answer, level)
    checks = answer.checks
    yield f"colophon({literal(f'{NOTATION}: {answer.notation}')},{checks.verified},{checks.steps})"


def sources(answer: Answer, level: int) -> Iterator[str]:
    """The list of sources; an address is a link."""
    if answer.sources:
        lines = []
        for source in answer.sources:
            text, address = source_words(source)
            lines.append(f"{{{literal(text)};{f'web({literal(address)})' if address else '[]'}}}")
        yield _listing(level, SOURCES, lines)


def _listing(level: int, title: str, items: list[str]) -> str:
    return f"heading(level:{level + 1},{literal(title)})\nlist(..{array(items)})"


def _unclear_parts(what: Unclear) -> Iterator[str]:
    yield f"asked({literal(what.text)})"
    yield f"short-answer({literal(what.sentence)})"
    if what.suggestions:
        yield f"list(..{array(literal(suggestion.question) for suggestion in what.suggestions)})"
