"""Long text in pieces that fit: shortened, split between sentences, or between the items of a table or derivation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.limits import length

FENCE = "```"
SMALLEST_PIECE = 80  # below this a reopened code fence could fill the piece
LONGEST_WHOLE = 600
# Pieces that mean something only whole: masked links, mentions, times and emoji, bare links, code spans, formulas.
WHOLE = re.compile(
    r"\[[^\]\n]{1,200}\]\([^)\s]{1,300}\)|<[@#:/at][^<>\s]{1,100}>|https?://\S{1,500}|`[^`\n]{1,300}`|\$[^$\n]{1,300}\$"
)
# Where to cut, best first: after a paragraph, a line, a sentence, a clause, a word.
CUTS = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?:;])\s"),
    re.compile(r"(?<=,)\s"),
    re.compile(r"\s"),
)


def shorten(text: str, limit: int, ending: str = "…") -> str:
    """At most `limit` characters, with `ending` where something was left out; a word, link or mention is kept whole."""
    if length(text) <= limit:
        return text
    if length(ending) >= limit:
        return ending[:limit]
    end = _cut(text, limit - length(ending))
    short = text[:end].rstrip() + ending
    return short if length(short) <= limit else ending  # the first character alone may be too wide


def split_text(text: str, limit: int) -> tuple[str, ...]:
    """Pieces of at most `limit` characters, between paragraphs where possible; a code fence is closed and reopened.

    Raises ValueError for a limit below 80 characters.
    """
    if limit < SMALLEST_PIECE:
        raise ValueError(
            f"pieces of {limit} characters are too small to split text into; take {SMALLEST_PIECE} or more"
        )
    pieces: list[str] = []
    rest = text.strip("\n")
    while length(rest) > limit:
        # Room for the fence's end, should the cut fall inside a code block.
        end = _cut(rest, limit - len(FENCE) - 1)
        piece, rest = rest[:end].rstrip(), rest[end:].lstrip("\n")
        language = _open_fence(piece)
        if language is not None:
            piece, rest = f"{piece}\n{FENCE}", f"{FENCE}{language}\n{rest}"
        else:
            rest = rest.lstrip()
        pieces.append(piece)
    if rest.strip():
        pieces.append(rest)
    return tuple(pieces)


def split_items(
    items: Sequence[str], limit: int, joiner: str = "\n", *, most: int | None = None
) -> tuple[tuple[str, ...], ...]:
    """Runs of whole items (table rows, steps), each at most `limit` characters when joined and at most `most` items.

    An item that is too long by itself is shortened: it has nowhere to break.
    """
    runs: list[tuple[str, ...]] = []
    run: list[str] = []
    used = 0
    for item in items:
        fitted = shorten(item, limit)
        cost = length(fitted) + (length(joiner) if run else 0)
        if run and (used + cost > limit or (most is not None and len(run) >= most)):
            runs.append(tuple(run))
            run, used, cost = [], 0, length(fitted)
        run.append(fitted)
        used += cost
    if run:
        runs.append(tuple(run))
    return tuple(runs)


def _cut(text: str, limit: int) -> int:
    """Where to cut so that the part before has at most `limit` characters, and (if it can) at least half of them."""
    end, units = 0, 0
    for character in text:
        units += length(character)
        if units > limit:
            break
        end += 1
    end = max(end, 1)
    wholes = [match.span() for match in WHOLE.finditer(text, 0, end + LONGEST_WHOLE)]
    for pattern in CUTS:
        places = [match.start() for match in pattern.finditer(text, end // 2, end + 1) if match.start() > 0]
        places = [place for place in places if not any(start < place < stop for start, stop in wholes)]
        if places:
            return places[-1]
    return next((start for start, stop in wholes if end // 3 <= start < end < stop and start > 0), end)


def _open_fence(text: str) -> str | None:
    """The language of a code block that is still open at the end of the text; None when none is."""
    language: str | None = None
    for line in text.split("\n"):
        if line.lstrip().startswith(FENCE):
            language = None if language is not None else line.lstrip().removeprefix(FENCE).strip()[:20]
    return language
