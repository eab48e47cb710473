"""The reader: text → Query | Unclear, by way of normalise, numbers, vocabulary, match and judge."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.reading.judge import NEAR, SURE, Verdict, judge
from explainer.reading.lexicon import Lexicon
from explainer.reading.normalise import LIMIT, normalise
from explainer.reading.quantities import Quantities, quantities
from explainer.reading.vocabulary import concepts, named_concepts, stem, words_of
from explainer.records import Query, Suggestion, Unclear


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was made of a text on the way to its reading."""

    line: str
    stems: tuple[str, ...]
    named: tuple[str, ...]
    quantities: Quantities
    verdict: Verdict


def understand(text: str, lexicon: Lexicon) -> Understanding:
    """Normalise, read the numbers, name the concepts, judge."""
    line = normalise(text)
    stems = [stem(word) for word in words_of(line)]
    named, _ = named_concepts(stems, concepts())
    found = quantities(line)
    return Understanding(line, tuple(stems), tuple(named), found, judge(lexicon, stems, named, found.values))


def read(text: str, lexicon: Lexicon, previous: Query | None = None) -> Query | Unclear:
    """The question as a Query, or an Unclear that says what is unclear. Never raises."""
    if not text.strip():
        return Unclear(text, "invalid", "The question is empty: type one, such as “Why does the GRU gradient not vanish?”")
    if len(text) > LIMIT:
        return Unclear(text[:LIMIT], "invalid", f"The question has {len(text):,} characters; at most {LIMIT:,} are read. Please shorten it.")
    seen = understand(text, lexicon)
    verdict = seen.verdict
    if seen.quantities.problem:
        return Unclear(text, "invalid", seen.quantities.problem)
    if not verdict.ranking or verdict.confidence < NEAR:
        return Unclear(text, "other-subject", "That is not a question on gates, gradients and memory in recurrent networks, so I have no checked answer to it.")
    best = verdict.ranking[0][0]
    alternatives = tuple((slug, round(score, 4)) for slug, score in verdict.ranking[1:4])
    if verdict.confidence < SURE:
        suggestions = tuple(Suggestion(lexicon.entries[slug].question, slug) for slug, _ in verdict.ranking[:3])
        return Unclear(text, "choose", "I am not sure which question you mean. Is it one of these?", suggestions, round(verdict.confidence, 4), alternatives)
    values = seen.quantities.values
    return Query(
        text, best, verdict.facet, dict(values), frozenset(values), confidence=round(verdict.confidence, 4), alternatives=alternatives
    )
