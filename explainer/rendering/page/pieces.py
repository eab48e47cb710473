"""Many versions of a few texts in little room: each text is cut into pieces, and each piece is kept once.

A table cell of two frames differs in a numeral, a picture in one path; so texts are cut at numerals, elements and lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

# Where a text is cut: around the content of a numeral, before an element of a picture, after a line.
_CUTS = re.compile(r"(?<=<mn>)|(?=</mn>)|(?<=\n)|(?= d=\")|(?<=<td class=\"number\">)|(?=</td>)")


class Pieces:
    """Texts in, numbers out: `text(…)` gives the number under which `as_json` lists it."""

    def __init__(self) -> None:
        self._pieces: dict[str, int] = {}
        self._texts: dict[tuple[int, ...], int] = {}

    def text(self, text: str) -> int:
        """The number of this text."""
        cut = tuple(self._pieces.setdefault(piece, len(self._pieces)) for piece in _CUTS.split(text) if piece)
        return self._texts.setdefault(cut, len(self._texts))

    @property
    def pieces(self) -> Sequence[str]:
        """Every piece, by its number."""
        return list(self._pieces)

    @property
    def texts(self) -> Sequence[Sequence[int]]:
        """Every text as the numbers of its pieces."""
        return list(self._texts)


def data_element(data: object) -> str:
    """Plain data inside a page: JSON that can't end its element, whatever text is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json">{safe}</script>\n'
