"""The concepts in a file, taken apart beforehand: stemming every phrase of concepts.txt costs a tenth of a cold start.

Written by `python -m explainer.reading.compile`; a test compares it, and one that does not fit concepts.txt is not used.
"""

from __future__ import annotations

import json
from pathlib import Path
from zlib import crc32

from explainer.reading.vocabulary import Concepts

PATH = Path(__file__).with_name("concepts.json")
_SETS = ("words", "compounds", "stop", "core", "ordinary")


def save(concepts: Concepts, text: str, path: Path = PATH) -> None:
    """Write what the text of concepts.txt was parsed to."""
    content = {
        "made_from": _name(text),
        "by_first": {
            first: [[" ".join(phrase), " ".join(names)] for phrase, names in group]
            for first, group in concepts.by_first.items()
        },
        "by_length": {length: " ".join(group) for length, group in concepts.by_length.items()},
        **{name: " ".join(sorted(getattr(concepts, name))) for name in _SETS},
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load(text: str, path: Path = PATH) -> Concepts | None:
    """The concepts in the file, if it was made from this text."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if content.get("made_from") != _name(text):
        return None
    return Concepts(
        by_first={
            first: tuple((tuple(phrase.split(" ")), tuple(names.split(" "))) for phrase, names in group)
            for first, group in content["by_first"].items()
        },
        by_length={int(length): tuple(group.split(" ")) for length, group in content["by_length"].items()},
        **{name: frozenset(content[name].split(" ")) for name in _SETS},
    )


def _name(text: str) -> str:
    """Enough to tell a stale file, no more."""
    return f"{len(text)}-{crc32(text.encode()):08x}"
