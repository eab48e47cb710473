"""The lexicon: what the engine hands in about its topics, indexed once for quick comparing; plain frozen data.

An asks file holds one phrasing a line. `@name` begins the phrasings of a facet, `# ` a comment, and a line such as
`=1.5 lstm vanish !explode` is a sign: when a question names these concepts (and not those after `!`), it speaks for the
topic (or, below `@name`, for that facet) with this weight. A phrasing may end in ` | slug …`: topics that answer it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from explainer.reading import stored
from explainer.reading.match import Index, features
from explainer.records.record import record


@record
class Sign:
    """Concepts that together speak for a topic or a facet. A negative weight speaks against it."""

    weight: float
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()

    @classmethod
    def parse(cls, line: str) -> Sign:
        """Read `=weight concept … !concept …`. Raises ValueError when the weight is no number."""
        weight, *names = line.removeprefix("=").split()
        absent = tuple([name[1:] for name in names if name[0] == "!"]) if "!" in line else ()
        return cls(float(weight), tuple([name for name in names if name[0] != "!"]) if absent else tuple(names), absent)

    def holds(self, shown: frozenset[str]) -> bool:
        """Whether the question shows this sign."""
        return shown.issuperset(self.present) and shown.isdisjoint(self.absent)


@record
class Entry:
    """One topic as its askers see it. phrasings: facet name → phrasings, "" for the topic's own question."""

    slug: str
    question: str
    phrasings: Mapping[str, tuple[str, ...]]
    parameters: tuple[str, ...] = ()
    title: str = ""
    signs: Mapping[str, tuple[Sign, ...]] = field(default_factory=dict)
    # Phrasings that other topics answer as well: phrasing → their slugs.
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, slug: str, question: str, text: str, parameters: Iterable[str] = (), title: str = "") -> Entry:
        """Build an entry from the text of an asks file."""
        phrasings: dict[str, list[str]] = {"": []}
        signs: dict[str, list[Sign]] = {}
        also: dict[str, tuple[str, ...]] = {}
        facet = ""
        for line in filter(None, map(str.strip, text.splitlines())):
            if line.startswith("# "):
                continue
            if line[0] == "@":
                facet = line[1:].strip()
                phrasings.setdefault(facet, [])
            elif line[0] == "=" and line[1:2] in "+-.0123456789" and line[1:2]:
                signs.setdefault(facet, []).append(Sign.parse(line))
            else:
                phrasing, _, others = line.partition(" | ")
                phrasings[facet].append(phrasing)
                if others:
                    also[phrasing] = tuple(others.split())
        return cls(
            slug,
            question,
            {name: tuple(lines) for name, lines in phrasings.items()},
            tuple(parameters),
            title,
            {name: tuple(group) for name, group in signs.items()},
            also,
        )


OTHER = ""  # the slug under which questions of other subjects are kept


@record
class Lexicon:
    """The topics by slug in the engine's order, and the index over every phrasing."""

    entries: Mapping[str, Entry]
    index: Index
    # Every sign by its first concept: (sign, topic, facet).
    signs: Mapping[str, tuple[tuple[Sign, str, str], ...]] = field(default_factory=dict)
    # A course's own short answers: slug → facet → sentence (see course.py).
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def from_asks(cls, entries: Sequence[Entry], answers: Mapping[str, Mapping[str, str]] | None = None) -> Lexicon:
        """Index the phrasings of these topics and those of other subjects."""
        return cls(
            {entry.slug: entry for entry in entries},
            _index(labelled_phrasings(entries)),
            _signs(entries),
            answers or {},
        )

    def short_answer(self, topic: str, facet: str) -> str:
        """The course's own short answer to this side of a topic, or to the topic; "" when the course gives none."""
        own = self.answers.get(topic, {})
        return own.get(facet) or own.get("", "")

    def sign_weights(self, shown: frozenset[str]) -> dict[tuple[str, str], float]:
        """What the signs of a question's concepts say: (topic, facet) → sum of weights."""
        weights: dict[tuple[str, str], float] = {}
        for concept in sorted(shown):
            for sign, slug, facet in self.signs.get(concept, ()):
                if sign.holds(shown):
                    weights[slug, facet] = weights.get((slug, facet), 0.0) + sign.weight
        return weights


def labelled_phrasings(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """(slug, facet, phrasing), topics in the order of their slugs, so that the engine's order does not matter."""
    ordered = sorted(entries, key=lambda entry: entry.slug)
    labelled = [
        (entry.slug, facet, line) for entry in ordered for facet, lines in entry.phrasings.items() for line in lines
    ]
    return labelled + [(OTHER, "", line) for line in other_subjects()]


def _signs(entries: Sequence[Entry]) -> dict[str, tuple[tuple[Sign, str, str], ...]]:
    by_first: dict[str, list[tuple[Sign, str, str]]] = {}
    for entry in entries:
        for facet, signs in entry.signs.items():
            for sign in signs:
                by_first.setdefault(sign.present[0], []).append((sign, entry.slug, facet))
    return {concept: tuple(group) for concept, group in by_first.items()}


def _index(labelled: list[tuple[str, str, str]]) -> Index:
    """The stored index when it was made from these very phrasings, else a new one (slower, the same)."""
    return stored.load(stored.fingerprint(labelled)) or build_index(labelled)


def build_index(labelled: Iterable[tuple[str, str, str]]) -> Index:
    """Take every phrasing apart and index it."""
    return Index.build([(slug, facet, features(line)) for slug, facet, line in labelled])


@lru_cache(maxsize=1)
def other_subjects() -> tuple[str, ...]:
    """Phrasings of questions that are not ours."""
    text = Path(__file__).with_name("other_subjects.asks.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and line[0] != "#")
