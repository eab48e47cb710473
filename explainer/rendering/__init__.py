"""Showing: one Answer (or Unclear) in, one output out; a file for each output.

Takes: an `Answer`, an `Unclear`, or an `Explorable`, which moves as HTML and is its answer elsewhere. Gives: text, or
bytes where the format is binary. May import: `notation` (how numbers are printed) and `records`; each format loads its
own libraries, so that a text answer loads no typesetter.
To add a format: a module with a function `(what, options) -> str | bytes`, and a line in FORMATS. The tests run every
kind of block, and hostile text, through every line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from explainer.records import Answer, Explorable, Unclear
from explainer.records.record import record
from explainer.rendering.options import THEMES, Options


@record
class Format:
    """One output: its name, where its function lives, the file suffixes that mean it, and what kind of data it is."""

    name: str
    module: str
    function: str
    suffixes: tuple[str, ...]
    media_type: str
    binary: bool = False


FORMATS: tuple[Format, ...] = (
    Format("text", "explainer.rendering.terminal", "render_text", (".txt",), "text/plain"),
    Format("markdown", "explainer.rendering.markdown", "render_markdown", (".md",), "text/markdown"),
    Format("html", "explainer.rendering.html", "render_html", (".html", ".htm"), "text/html"),
    Format("json", "explainer.rendering.as_json", "render_json", (".json",), "application/json"),
    Format("jsonl", "explainer.rendering.as_json", "render_json_line", (".jsonl",), "application/jsonl"),
    Format("png", "explainer.rendering.typeset.lesson", "render_png", (".png",), "image/png", binary=True),
    Format("svg", "explainer.rendering.typeset.lesson", "render_svg", (".svg",), "image/svg+xml"),
    Format("pdf", "explainer.rendering.typeset.lesson", "render_pdf", (".pdf",), "application/pdf", binary=True),
)
# How the handbook is bound: format → where its function (answers, theme) lives.
BOOKS: Mapping[str, tuple[str, str]] = {
    "pdf": ("explainer.rendering.book", "book_pdf"),
    "html": ("explainer.rendering.book", "book_html"),
}
NAMES: tuple[str, ...] = tuple(entry.name for entry in FORMATS)


def find(name: str) -> Format:
    """The format of that name. Raises ValueError, naming the known ones, for others."""
    for entry in FORMATS:
        if entry.name == name:
            return entry
    raise ValueError(f"There is no format {name!r}; the formats are {', '.join(NAMES)}.")


def find_by_suffix(suffix: str) -> Format:
    """The format that a file suffix such as ".html" means. Raises ValueError, naming the known ones, for others."""
    for entry in FORMATS:
        if suffix.lower() in entry.suffixes:
            return entry
    known = ", ".join(ending for entry in FORMATS for ending in entry.suffixes)
    raise ValueError(f"There is no format for files ending in {suffix!r}; the known endings are {known}.")


def render(
    what: Answer | Unclear | Explorable,
    format: str = "text",  # noqa: A002 - the public name
    *,
    theme: str = "light",
    width: int | None = None,
    color: bool = False,
    ascii_only: bool = False,
) -> str | bytes:
    """The answer in one format: text, or bytes for pictures and PDF.

    theme: "light" or "dark". width: columns of a text answer, 80 when not given. color, ascii_only: for terminals.
    Raises ValueError for an unknown format or theme, or a width below 40.
    """
    entry = find(format)
    if theme not in THEMES:
        raise ValueError(f"There is no theme {theme!r}; the themes are {' and '.join(THEMES)}.")
    if width is not None and width < 40:
        raise ValueError("A text answer needs a width of 40 columns or more.")
    if isinstance(what, Explorable):
        if entry.name == "html":
            from explainer.rendering.page import render_page

            return render_page(what, theme)
        what = what.answer
    function = getattr(import_module(entry.module), entry.function)
    shown: str | bytes = function(what, Options(theme=theme, width=width, color=color, ascii_only=ascii_only))
    return shown


def handbook(
    answers: Iterable[Answer | Explorable],
    format: str = "pdf",  # noqa: A002 - as in render
    *,
    theme: str = "light",
    chapters: Mapping[str, str] | None = None,
) -> str | bytes:
    """All the answers bound into one book with contents and references: "pdf" (bytes) or "html" (text, an Explorable moves).

    chapters: a topic's slug → the title of its chapter (`Topic.chapter`); topics without one stand in a last chapter.
    Raises ValueError for another format or an unknown theme.
    """
    if format not in BOOKS:
        raise ValueError(f"There is no handbook as {format!r}; it comes as {' or '.join(BOOKS)}.")
    if theme not in THEMES:
        raise ValueError(f"There is no theme {theme!r}; the themes are {' and '.join(THEMES)}.")
    module, function = BOOKS[format]
    lessons = tuple(each if isinstance(each, Explorable) else Explorable(each) for each in answers)
    bound: str | bytes = getattr(import_module(module), function)(lessons, theme, chapters or {})
    return bound


__all__ = ["BOOKS", "FORMATS", "NAMES", "THEMES", "Format", "Options", "find", "find_by_suffix", "handbook", "render"]
