"""Reads the generated derivations: what the judge has passed and printed once, without SymPy.

The files are written by `python -m explainer.catalogue.generate`; a test writes them again and compares.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from explainer.catalogue import group_of
from explainer.notation import Writer
from explainer.records import Check, Derivation, Step


def file_of(slug: str) -> Path:
    """Where a topic's generated derivations lie."""
    return Path(__file__).parent / group_of(slug) / f"{slug}.derivation.json"


@cache
def stored(slug: str) -> dict[str, Any]:
    """The plain data of a topic's derivations: notation → variant → title, given, steps.

    Raises:
        LookupError: for a topic without derivations.
    """
    path = file_of(slug)
    if not path.exists():
        raise LookupError(f"{slug} has no derivations; python -m explainer.catalogue.generate {slug} writes them.")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def variants(slug: str, notation: str = "course") -> tuple[str, ...]:
    """The names of a topic's derivations, in the order in which they were given."""
    return tuple(stored(slug)[notation])


def load(slug: str, notation: str, variant: str = "usual") -> Derivation:
    """One derivation as a record. A topic whose proof is the same at every level has only the usual one.

    Raises:
        LookupError: when the topic has no such notation or variant; the sentence names those that it has.
    """
    found = stored(slug)
    if notation not in found:
        raise LookupError(f"{slug} is derived in {', '.join(found)}, not in {notation!r}.")
    if variant in ("simple", "proof") and variant not in found[notation]:
        variant = "usual"
    if variant not in found[notation]:
        raise LookupError(f"{slug} has the derivations {', '.join(found[notation])}, not {variant!r}.")
    return record(found[notation][variant], notation)


def record(data: dict[str, Any], notation: str) -> Derivation:
    """Plain data as a record: formulas are in the notation's own letters, words in the course's tokens."""
    write = Writer(notation, data["cell"])
    return Derivation(
        title=write.words(data["title"]),
        notation=notation,
        given=tuple(map(write.verbatim, data["given"])),
        steps=tuple(_step(step, write) for step in data["steps"]),
    )


def _step(data: dict[str, Any], write: Writer) -> Step:
    return Step(
        rule=data["rule"],
        relation=data["relation"],
        left=None if data["left"] is None else write.verbatim(data["left"]),
        right=write.verbatim(data["right"]),
        why=write.words(data["why"]),
        check=Check(**data["check"]),
        claim=write.words(data["claim"]),
        key=data["key"],
    )
