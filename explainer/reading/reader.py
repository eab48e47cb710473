"""The reader: text → Query | Unclear, by way of normalise, numbers, vocabulary, match and judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from explainer.reading.claims import first_sentence
from explainer.reading.conversation import converse
from explainer.reading.judge import NEAR, SURE, Verdict, judge
from explainer.reading.languages import SENTENCES, language_of
from explainer.reading.lexicon import Lexicon
from explainer.reading.mend import mend
from explainer.reading.negation import denies
from explainer.reading.normalise import LIMIT, normalise
from explainer.reading.quantities import Quantities, gate_of_bias, quantities
from explainer.reading.refusals import HOSTILE, hostile, other_subject
from explainer.reading.several import parts
from explainer.reading.vocabulary import forms, named_concepts, stem, words_of
from explainer.records import Answer, Query, Suggestion, Unclear
from explainer.records.record import record

# A part of a message counts as a question of its own from this confidence on.
_PART_SURE = 0.6
# A message that names more concepts than this is no greeting; the patterns of small talk need not be tried.
_SMALL_TALK = 5
_SUMS = ("compute-retention", "solve-steps")


@record
class Understanding:
    """What was made of a text on the way to its reading."""

    line: str
    stems: tuple[str, ...]
    named: tuple[str, ...]
    quantities: Quantities
    verdict: Verdict
    mended: Mapping[str, str] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """The best topic, sure or not; "" without any topic."""
        return self.verdict.ranking[0][0] if self.verdict.ranking else ""

    @property
    def shown(self) -> frozenset[str]:
        """The concepts, and the kinds of numbers as `#gamma`."""
        return frozenset(self.named) | {f"#{name}" for name in self.quantities.values}


def understand(text: str, lexicon: Lexicon, leaning: str = "") -> Understanding:
    """Normalise, read the numbers, mend misspelt words, name the concepts, judge. leaning: the topic talked of before."""
    line = normalise(text)
    found = quantities(line)
    words, mended = mend(words_of(line), lexicon.index.features)
    if mended:
        line = " ".join(mended.get(word, word) for word in line.split(" "))
    stems = [stem(word) for word in words]
    named = named_concepts(stems) + forms(line)
    return Understanding(
        line, tuple(stems), tuple(named), found, judge(lexicon, stems, named, found.values, leaning), mended
    )


def read(text: str, lexicon: Lexicon, previous: Query | Answer | None = None) -> Query | Unclear:
    """The question as a Query, or an Unclear that says what is unclear. Never raises.

    previous: the last Query (or Answer) of the conversation, so that "and with gamma 0.5?" is understood.
    """
    if not text.strip():
        return Unclear(
            text, "invalid", "The question is empty: type one, such as “Why does the GRU gradient not vanish?”"
        )
    if len(text) > LIMIT:
        return Unclear(
            text[:LIMIT],
            "invalid",
            f"The question has {len(text):,} characters; at most {LIMIT:,} are read. Please shorten it.",
        )
    line = normalise(text)
    seen = understand(text, lexicon, previous.topic if previous is not None else "")
    follows = previous is not None and _follow(line, Quantities(), previous, False) is not None
    reply = None if follows or len(set(seen.named)) > _SMALL_TALK else converse(line)
    if reply is not None:
        return Unclear(text, "conversation", reply.sentence, _suggested(reply.topics, lexicon))
    if hostile(text, line):
        near = [seen.topic] if seen.verdict.confidence > SURE and seen.topic else []
        return Unclear(text, "other-subject", HOSTILE, _suggested(near, lexicon))
    if previous is not None:
        followed = _follow(seen.line, seen.quantities, previous, _stands_alone(seen))
        if followed is not None:
            return followed
    return _read_alone(text, lexicon, seen)


def _follow(line: str, found: Quantities, previous: Query | Answer, self_contained: bool) -> Query | None:
    from explainer.reading.followup import follow  # its patterns cost a first question nothing

    return follow(line, found, previous, self_contained)


def _stands_alone(seen: Understanding) -> bool:
    """Whether a message says more than numbers: it has several concepts and a clear topic."""
    return seen.verdict.confidence > 0.8 and len(set(seen.named)) > 4


def _read_alone(text: str, lexicon: Lexicon, seen: Understanding) -> Query | Unclear:
    """A message that goes on from nothing."""
    language = language_of(text)
    if language is not None:
        return _other_language(text, language, lexicon, seen)
    if seen.quantities.problem and seen.verdict.about_numbers:
        return Unclear(text, "invalid", seen.quantities.problem)
    main, others = _main_of_several(text, lexicon, seen)
    verdict = main.verdict
    alternatives = tuple((slug, round(score, 4)) for slug, score in verdict.ranking[1:4])
    confidence = round(verdict.confidence, 4)
    if not main.topic or confidence < NEAR:
        near = _near_topics(main)
        return Unclear(
            text,
            "other-subject",
            other_subject(main.named, near[0] if near else ""),
            _suggested(near, lexicon),
            confidence,
            alternatives,
        )
    if confidence < SURE:
        slugs = [slug for slug, _ in verdict.ranking[:3]]
        return Unclear(
            text,
            "choose",
            "I am not sure which question you mean. Is it one of these?",
            _suggested(slugs, lexicon),
            confidence,
            alternatives,
        )
    if main.quantities.problem:
        return Unclear(text, "invalid", main.quantities.problem)
    return _query(text, lexicon, main, others, alternatives)


def _query(
    text: str,
    lexicon: Lexicon,
    main: Understanding,
    others: tuple[str, ...],
    alternatives: tuple[tuple[str, float], ...],
) -> Query:
    values = dict(main.quantities.values)
    if main.topic == "diagnose" and main.quantities.series:
        values["norms"] = main.quantities.series
    if main.topic in _SUMS and "bias" in values and "gamma" not in values:
        values["gamma"], values["retain"] = gate_of_bias(values["bias"])
    denied = denies(main.line)
    sentence = first_sentence(main.topic, main.verdict.facet, main.shown, denied)
    return Query(
        text, main.topic, main.verdict.facet, values, frozenset(values), _notation_of(main), _depth_of(main), _level_of(main),
        confidence=round(main.verdict.confidence, 4), alternatives=alternatives, remarks=(sentence,) if sentence else (),
        others=others, denied=denied,
    )  # fmt: skip


def _notation_of(main: Understanding) -> str:
    """The notation that a reader asks for by name; letters alone do not change it."""
    for notation in ("pytorch", "cho"):
        if (
            f"in {notation} notation" in main.line
            or f"{notation}'s notation" in main.line
            or f"use {notation}" in main.line
        ):
            return notation
    return "course"


def _depth_of(main: Understanding) -> str:
    return (
        "short"
        if any(
            wish in main.line
            for wish in ("in short", "briefly", "in one sentence", "in one line", "tl;dr", "tldr", "one sentence")
        )
        else "full"
    )


def _level_of(main: Understanding) -> str:
    if any(
        wish in main.line
        for wish in (
            "eli5",
            "simple terms",
            "simple words",
            "plain english",
            "like i'm five",
            "like i'm 5",
            "for dummies",
            "without maths",
            "without math",
            "simply",
        )
    ):
        return "simple"
    return "proof" if any(wish in main.line for wish in ("rigorous", "proof", "prove")) else "usual"


def _main_of_several(text: str, lexicon: Lexicon, whole: Understanding) -> tuple[Understanding, tuple[str, ...]]:
    """The question to answer, and the wording of the others. The whole message decides unless its parts disagree with it."""
    seen = [understand(part, lexicon) for part in parts(text)]
    sure = [part for part in seen if part.topic and part.verdict.confidence >= _PART_SURE]
    topics = list(dict.fromkeys(part.topic for part in sure))
    if len(topics) < 2:
        return whole, ()
    main = whole
    if whole.topic not in topics or whole.verdict.confidence < SURE:
        main = replace(sure[0], quantities=whole.quantities if not sure[0].quantities.values else sure[0].quantities)
    others = [lexicon.entries[slug].question for slug in topics if slug != main.topic]
    return main, tuple(others)


def _other_language(text: str, language: str, lexicon: Lexicon, seen: Understanding) -> Unclear:
    """One polite sentence; the topic's question as a suggestion when symbols and names give it away."""
    near = [seen.topic] if seen.topic and len(set(seen.named)) >= 2 and seen.verdict.confidence > NEAR else []
    return Unclear(text, "choose" if near else "conversation", SENTENCES[language], _suggested(near, lexicon))


def _near_topics(seen: Understanding) -> list[str]:
    """The nearest topic of a question of another subject, when it names something of ours."""
    own = {
        name
        for name in seen.named
        if name
        in ("gru", "lstm", "rnn", "vanish", "explode", "gradient", "gate", "update-gate", "forget-gate", "reset-gate")
    }
    return [seen.topic] if own and seen.topic else []


def _suggested(slugs: list[str] | tuple[str, ...], lexicon: Lexicon) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(lexicon.entries[slug].question, slug) for slug in slugs if slug in lexicon.entries)
