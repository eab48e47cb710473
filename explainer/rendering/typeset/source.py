"""Words and values as source for the typesetter. The only way in for text: a string literal, never markup.

In a literal nothing but backslash and quote has a meaning, and both are escaped; `#read("…")`, `$x$`, `*`, `]` are plain
characters there. Characters that the typesetter's own fonts don't have are replaced before: by a letter of the same
meaning, by their name in brackets (emoji), or by □.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from explainer.records.mathematics import Mathematics, Words
from explainer.rendering.mathematics.typst import to_typst
from explainer.rendering.mathematics.unicode import to_unicode
from explainer.rendering.typeset import extents

# What the fonts inside the typesetter cover together (its PNGs show a glyph for each of these: tested).
_COVERED = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x36F), (0x370, 0x377), (0x391, 0x3A1), (0x3A3, 0x3E1), (0x400, 0x4FF)),
    *((0x5D0, 0x5EA), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x2071), (0x2074, 0x208E)),
    *((0x20A0, 0x20BF), (0x2100, 0x214F), (0x2153, 0x2184), (0x2190, 0x23FF), (0x2460, 0x2604), (0x2607, 0x262F)),
    *((0x270C, 0x2727), (0x27C0, 0x27FF), (0x2900, 0x2B73), (0x1D400, 0x1D454)),
)
_MISSING = "□"
_UNBROKEN = 10.0  # widths of an em


def shown(text: str) -> str:
    """The text in characters that the typesetter can show. Line ends stay; other control characters go."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, unicodedata.normalize("NFC", text)))


def _shown(character: str) -> str:
    if character == "\n":
        return character
    if character in "\t\u00a0\u2002\u2003\u2009\u202f":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or 0xFE00 <= ord(character) <= 0xFE0F:
        return "" if category != "Cn" else _MISSING
    if any(first <= ord(character) <= last for first, last in _COVERED):
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character:
        return "".join(map(_shown, plain))
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if category == "So" and name else _MISSING


def literal(text: str) -> str:
    """A string literal that shows exactly this text (as far as there are letters for it)."""
    escaped = shown(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def words(text: Words, *, large: bool = False) -> str:
    """A code expression whose value is the words as content: {"…";$…$}. large: fractions as in a displayed formula."""
    if not text:
        return "[]"
    return "{" + ";".join(literal(part) if isinstance(part, str) else inline(part, large=large) for part in text) + "}"


def inline(formula: Mathematics, *, large: bool = False) -> str:
    """An inline formula, with what a screen reader says. One of a few letters is not broken at the end of a line."""
    written = f"display({to_typst(formula)})" if large else to_typst(formula)
    call = f"inline({literal(to_unicode(formula))},${written}$)"
    return f"box({call})" if extents.width((formula,), 1.0) < _UNBROKEN else call


def array(items: Iterable[str]) -> str:
    """An array expression of these expressions (a comma after each, so that one item is an array too)."""
    return "(" + "".join(f"{item}," for item in items) + ")"


def number(value: float) -> str:
    """A coordinate, to a hundredth of a point: enough for the eye, and the same text on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
