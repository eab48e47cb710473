"""The blocks of many frames laid side by side: which block of one frame stands where another's does."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from explainer.records import Answer, Block, Heading


def in_places(frames: Sequence[Answer | None]) -> list[list[Block | None]]:
    """For each place of the page, what each frame shows there, None where it shows nothing.

    Answers to one topic have the same blocks but for a table or a picture that some numbers have no room for. Blocks are
    told apart by their kind and their part of the lesson; the places are in an order that every frame agrees with.
    """
    kinds = [[_kind(block) for block in frame.blocks] if frame is not None else [] for frame in frames]
    places: list[str] = []
    for own in kinds:
        places = _merged(places, own)
    rows: list[list[Block | None]] = [[None] * len(frames) for _ in places]
    for rank, (frame, own) in enumerate(zip(frames, kinds, strict=True)):
        if frame is None:
            continue
        for place, block in zip(_positions(places, own), frame.blocks, strict=True):
            rows[place][rank] = block
    return rows


def _kind(block: Block) -> str:
    part = block.part if isinstance(block, Heading) else ""
    return f"{type(block).__name__} {part}"


def _merged(places: list[str], own: list[str]) -> list[str]:
    """The shortest list found that holds both in their orders."""
    if own == places:
        return places
    merged: list[str] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, places, own, autojunk=False).get_opcodes():
        merged += places[i1:i2]
        if kind in ("insert", "replace"):
            merged += own[j1:j2]
    return merged


def _positions(places: list[str], own: list[str]) -> list[int]:
    """Where each of a frame's blocks stands: the first place of its kind that is left. Its kinds are in the places."""
    found: list[int] = []
    for kind in own:
        found.append(places.index(kind, found[-1] + 1 if found else 0))
    return found
