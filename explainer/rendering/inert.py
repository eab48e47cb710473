"""Other people's text made harmless to look at: no control characters, no hidden marks that turn or hide what stands there."""

from __future__ import annotations

import unicodedata

# Format characters (bidirectional marks, zero-width signs), surrogates, private use, unassigned, controls.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def visible(text: str) -> str:
    """The text without characters that are not seen; tabs and line ends become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\n\t\r\u2028\u2029":
        return " "
    return "" if unicodedata.category(character) in _HIDDEN else character
