"""The index in a file: JSON whose long rows of whole numbers are packed, so that a cold start takes it in at once."""

from __future__ import annotations

import json
import sys
from array import array
from base64 import b64decode, b64encode
from pathlib import Path
from zlib import crc32

from explainer.reading.match import Index, Table
from explainer.reading.vocabulary import concepts_text

PATH = Path(__file__).with_name("index.json")


def fingerprint(labelled: list[tuple[str, str, str]]) -> str:
    """A short name for a sequence of (slug, facet, phrasing) and the concepts: enough to tell a stale file, no more."""
    content = "\n".join("\t".join(line) for line in labelled).encode() + concepts_text().encode()
    return f"{len(content)}-{crc32(content):08x}"


def save(index: Index, name: str, path: Path = PATH) -> None:
    """Write an index under the name of its phrasings."""
    content = {
        "made_from": name,
        "topics": index.topics,
        "sizes": index.sizes,
        "facets": [facet for _, facet in index.labels],
        "slugs": _packed(array("H", (index.topics.index(slug) for slug, _ in index.labels))),
        "features": " ".join(index.features),
        "counts": [_packed(counts) for counts in index.counts],
        "phrasings": _packed_table(index.phrasings),
        "centres": _packed_table(index.centres),
    }
    path.write_text(json.dumps(content, separators=(",\n", ":"), ensure_ascii=False) + "\n", encoding="utf-8")


def load(name: str, path: Path = PATH) -> Index | None:
    """The index in the file, if it was made from the phrasings of this name; None when there is none that fits."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if content.get("made_from") != name:
        return None
    topics = tuple(content["topics"])
    slugs = _unpacked("H", content["slugs"])
    own, others = (_unpacked("H", counts) for counts in content["counts"])
    return Index(
        tuple((topics[slug], facet) for slug, facet in zip(slugs, content["facets"], strict=True)),
        topics,
        {feature: row for row, feature in enumerate(content["features"].split(" "))},
        (own, others),
        _unpacked_table(content["phrasings"]),
        _unpacked_table(content["centres"]),
        tuple(content["sizes"]),
    )


def _packed_table(table: Table) -> list[str]:
    return [_packed(table.starts), _packed(table.numbers), _packed(table.weights)]


def _unpacked_table(packed: list[str]) -> Table:
    starts, numbers, weights = packed
    return Table(_unpacked("I", starts), _unpacked("H", numbers), _unpacked("H", weights))


def _packed(numbers: array[int]) -> str:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return b64encode(numbers.tobytes()).decode("ascii")


def _unpacked(typecode: str, packed: str) -> array[int]:
    numbers = array(typecode, b64decode(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
