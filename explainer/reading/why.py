"""Why a question was read as it was: what `explainer read "…" --why` shows."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.reading.judge import SURE, evidence
from explainer.reading.lexicon import Lexicon
from explainer.reading.reader import read, understand
from explainer.records import Answer, Query, Unclear, Value
from explainer.records.record import record

SHOWN = 5


@record
class Evidence:
    """What spoke for one topic: its score, its likeness to phrasings (0 to 1), the weight of its signs, its nearest phrasing."""

    topic: str
    score: float
    nearest: float
    whole: float
    signs: float
    phrasing: str


@record
class Explanation:
    """A question taken apart: the line it was normalised to, words mended, concepts in order, numbers, topics by score."""

    reading: Query | Unclear
    line: str
    mended: Mapping[str, str]
    concepts: tuple[str, ...]
    numbers: Mapping[str, Value]
    problem: str
    topics: tuple[Evidence, ...]
    confidence: float
    threshold: float = SURE


def why(text: str, lexicon: Lexicon, previous: Query | Answer | None = None) -> Explanation:
    """The reading of a text together with everything that led to it. Never raises."""
    seen = understand(text, lexicon, previous.topic if previous is not None else "")
    lines = [
        line
        for entry in sorted(lexicon.entries.values(), key=lambda e: e.slug)
        for group in entry.phrasings.values()
        for line in group
    ]
    topics = []
    for slug, score in seen.verdict.ranking[:SHOWN]:
        likeness, signs = evidence(lexicon, seen.stems, seen.named, seen.quantities.values, slug)
        phrasing = lines[likeness.phrasing] if likeness is not None and 0 <= likeness.phrasing < len(lines) else ""
        nearest, whole = (likeness.nearest, likeness.whole) if likeness is not None else (0.0, 0.0)
        topics.append(Evidence(slug, round(score, 4), round(nearest, 4), round(whole, 4), round(signs, 4), phrasing))
    return Explanation(
        read(text, lexicon, previous),
        seen.line,
        seen.mended,
        tuple(dict.fromkeys(seen.named)),
        seen.quantities.values,
        seen.quantities.problem,
        tuple(topics),
        round(seen.verdict.confidence, 4),
    )
