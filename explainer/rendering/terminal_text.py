"""Lines of styled text for a terminal: how wide they are, and where they may break."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from explainer.records import Mathematics, Words
from explainer.records.mathematics import Operator, Row
from explainer.records.record import record
from explainer.rendering.inert import visible
from explainer.rendering.mathematics.shape import RELATIONS, is_infix
from explainer.rendering.mathematics.transliteration import to_ascii
from explainer.rendering.mathematics.unicode import to_unicode

# A space inside a formula: no line breaks there unless the formula alone is wider than the line.
_HELD = "\ue000"


class Span(NamedTuple):
    """A run of characters in one style: "", "title", "heading", "strong", "dim", "good", "warn", or "series-1" … ."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


@record
class Page:
    """What the blocks need to know of where they are shown."""

    width: int
    ascii_only: bool

    def sign(self, unicode: str, plain: str) -> str:
        """The sign, or its stand-in on a terminal that knows ASCII only."""
        return plain if self.ascii_only else unicode

    def plain(self, text: str) -> str:
        """Words as they are shown: nothing hidden, ASCII where needed."""
        shown = visible(text)
        return to_ascii(shown) if self.ascii_only else shown

    def formula(self, formula: Mathematics) -> str:
        """A formula on one line."""
        return visible(to_unicode(formula, ascii_only=self.ascii_only))

    def words(self, words: Words, *, hold: bool = False) -> str:
        """A sentence on one line. hold: mark the spaces inside formulas, for `wrapped`."""
        parts = []
        for part in words:
            if isinstance(part, str):
                kept = visible(part).replace("\u00a0", _HELD)
                parts.append(to_ascii(kept) if self.ascii_only else kept)
            else:
                parts.append(self.formula(part).replace(" ", _HELD))
        text = "".join(parts)
        return text if hold else text.replace(_HELD, " ")

    def wrapped(self, words: Words, first: str = "", rest: str = "", width: int | None = None) -> list[str]:
        """A sentence in lines no wider than the page, led by `first` and then `rest`; formulas stay whole if they can."""
        return wrap(self.words(words, hold=True), width or self.width, first, rest)


def cells(text: str) -> int:
    """The columns that the text takes: none for combining marks, two for East Asian wide characters."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled up with spaces to a width in columns."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces; longer words are cut."""
    lines: list[str] = []
    line = lead = first
    used, room = cells(first), width - max(cells(first), cells(rest))
    for word in text.split(" "):
        for piece in _pieces(word, room):
            taken = cells(piece)
            gap = "" if line == lead else " "
            if line != lead and used + 1 + taken > width:
                lines.append(line)
                line = lead = rest
                used, gap = cells(rest), ""
            line += gap + piece
            used += len(gap) + taken
    return [entry.replace(_HELD, " ").rstrip() for entry in (*lines, line)]


def _pieces(word: str, width: int) -> list[str]:
    """The word whole if it fits; a formula at its spaces, anything else cut."""
    if cells(word) <= width:
        return [word]
    if _HELD in word:
        return [piece for part in word.split(_HELD) for piece in _pieces(part, width)]
    pieces = [""]
    for character in word:
        if cells(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def formula_lines(formula: Mathematics, page: Page, width: int) -> list[str]:
    """A displayed formula in lines: broken before relations, then before + and −, continuation lines set in by two."""
    whole = page.formula(formula)
    if cells(whole) <= width:
        return [whole]
    for kinds in (RELATIONS, RELATIONS | frozenset("+−±"), RELATIONS | frozenset("+−±,")):
        parts = _split(formula, kinds)
        lines = _packed([page.formula(part) for part in parts], width)
        if all(cells(line) <= width for line in lines):
            return lines
    return wrap(whole, width, "", "  ")


def _split(formula: Mathematics, signs: frozenset[str]) -> list[Mathematics]:
    """The formula cut before the signs at its top level (after a comma)."""
    if not isinstance(formula, Row):
        return [formula]
    parts: list[list[Mathematics]] = [[]]
    for position, item in enumerate(formula.items):
        cut = isinstance(item, Operator) and item.text in signs and is_infix(formula.items, position)
        if cut and isinstance(item, Operator) and item.text == ",":
            parts[-1].append(item)
            parts.append([])
        else:
            if cut and parts[-1]:
                parts.append([])
            parts[-1].append(item)
    return [Row(tuple(part)) for part in parts if part]


def _packed(parts: list[str], width: int) -> list[str]:
    lines = [parts[0]]
    for part in parts[1:]:
        # A part that begins with a sign has lost the space after it, since alone it looks like a prefix.
        shown = f"{part[0]} {part[1:].lstrip()}" if part[:1] in "+−±-" else part
        if cells(lines[-1]) + 1 + cells(shown) <= width:
            lines[-1] += f" {shown}"
        else:
            lines.append(f"  {shown}")
    return lines
