"""Several questions in one message: the parts that could stand alone."""

from __future__ import annotations

import re

MOST_PARTS = 6
LONGEST_PART = 400
_SHORTEST = 12

_BREAK = re.compile(
    r"(?<=[?!])[ \n]+|\n+|(?<=[a-z)]\.) +(?=[A-Z])|(?:^|(?<=\s))(?:\d{1,2}[.)]|[-•*]|[a-d]\))\s+|\b(?:also|"
    r"another question|second question|and second|secondly|next question)\b[:,]? ",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^(?:why|how|what|which|when|where|who|is|are|does|do|can|could|explain|derive|show|prove|compare|compute|"
    r"give)\b",
    re.IGNORECASE,
)


def parts(text: str) -> tuple[str, ...]:
    """The questions of a message, in order; empty when there is at most one."""
    if len(text) < 2 * _SHORTEST:
        return ()
    pieces = [piece.strip() for piece in _BREAK.split(text[:4000]) if piece]
    asked = [piece for piece in pieces if len(piece) >= _SHORTEST and _ASKS.search(piece)]
    return tuple(piece[:LONGEST_PART] for piece in asked[:MOST_PARTS]) if len(asked) > 1 else ()
