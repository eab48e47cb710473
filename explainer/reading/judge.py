"""The judge: likeness, concepts and numbers → one score for each topic, one confidence, one threshold.

All scoring of topics and facets is in this file, and so is the one "not sure" threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

from explainer.reading.lexicon import OTHER, Lexicon
from explainer.reading.match import Index, Likeness, weigh
from explainer.reading.vocabulary import concepts
from explainer.records import Value
from explainer.records.record import record

# Below this confidence the reader is asked to choose: the one "not sure" threshold.
SURE = 0.18
# Below this one not even a choice is offered: the question is of another subject.
NEAR = 0.03

NEAREST_SHARE = 1.0
FEW_SHARE = 0.9
WHOLE_SHARE = 1.3
SIGN_SHARE = 0.35
FACET_MARGIN = 0.3
LEANING = 0.15
# A question that is a phrasing, word for word, is that topic.
EXACT = 2.0
FACET_SIGN_SHARE = 0.25


@record
class Verdict:
    """Topics by score, best first; the confidence in the best; what spoke for another subject."""

    ranking: tuple[tuple[str, float], ...]
    confidence: float
    other: float
    facet: str = ""
    # Whether the question is on numbers that it names: a number that cannot be is then its answer.
    about_numbers: bool = False


def judge(
    lexicon: Lexicon, stems: Sequence[str], named: Sequence[str], values: Mapping[str, Value], leaning: str = ""
) -> Verdict:
    """Score every topic for a question given by its stems, concepts and numbers. leaning: the topic talked of before."""
    weights = weigh(stems, named, values)
    shown = frozenset(named) | {f"#{name}" for name in values}
    signs = lexicon.sign_weights(shown)
    likeness, each = lexicon.index.likeness(weights)
    scores: dict[str, float] = {}
    for slug in lexicon.entries:
        like = likeness.get(slug)
        exact = EXACT if like is not None and like.nearest > 0.97 else 0.0
        scores[slug] = _likeness_score(like) + exact + SIGN_SHARE * signs.get((slug, ""), 0.0)
    numeric = _numeric(shown)
    for slug, bonus in numeric.items():
        if slug in scores:
            scores[slug] += bonus
    if leaning in scores:
        scores[leaning] += LEANING
    ranking = tuple(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))
    other = _likeness_score(likeness.get(OTHER))
    subject = _subject(stems, named, bool(numeric), lexicon.index, weights)
    confidence = 0.0
    if ranking:
        (best, first), second = ranking[0], ranking[1][1] if len(ranking) > 1 else 0.0
        confidence = _confidence(likeness.get(best), signs.get((best, ""), 0.0), first - second, other, subject)
    facet = _facet(lexicon, ranking[0][0], each, signs) if ranking else ""
    return Verdict(ranking, confidence, other, facet, _about_numbers(shown))


def evidence(
    lexicon: Lexicon, stems: Sequence[str], named: Sequence[str], values: Mapping[str, Value], slug: str
) -> tuple[Likeness | None, float]:
    """What spoke for one topic: its likeness to the question, and the sum of its signs' weights."""
    shown = frozenset(named) | {f"#{name}" for name in values}
    likeness, _ = lexicon.index.likeness(weigh(stems, named, values))
    return likeness.get(slug), lexicon.sign_weights(shown).get((slug, ""), 0.0)


def _likeness_score(likeness: Likeness | None) -> float:
    if likeness is None:
        return 0.0
    return NEAREST_SHARE * likeness.nearest + FEW_SHARE * likeness.nearest_few + WHOLE_SHARE * likeness.whole


def _numeric(shown: frozenset[str]) -> dict[str, float]:
    """Which of the three sums is meant, by what is given: γ and T, T and a share, or γ and a share."""
    rate, steps, target = "#gamma" in shown, "#steps" in shown, "#target" in shown
    if "why" in shown and "howmuch" not in shown and "howlong" not in shown:
        return {}  # the numbers are an example in a question on the reason
    if rate and steps and not target:
        return {"compute-retention": 0.7 if "vanish" in shown and "gru" in shown else 1.2}
    if steps and target and not rate:
        return {"solve-gamma": 1.2}
    if rate and target and not steps:
        return {"solve-steps": 1.2}
    if "#bias" in shown and not rate and steps != target:
        return {"compute-retention": 0.55} if steps else {"solve-steps": 0.4}
    if rate and steps and target:
        return {"compute-retention": 0.6}
    return {}


def _about_numbers(shown: frozenset[str]) -> bool:
    return bool(shown & {"gamma", "update-gate", "forget-gate", "gate", "memory", "gradient", "half-life"})


def _confidence(best: Likeness | None, signs: float, margin: float, other: float, subject: Subject) -> float:
    """How sure the best topic is: the chance that the question is ours, times the chance that the topic is the right one.

    Two logistic curves, fitted on the leave-one-out readings of all phrasings and of other subjects' questions.
    """
    like, sign, margin = _likeness_score(best), min(3.0, SIGN_SHARE * signs), min(0.6, margin)
    ours = (
        0.80 * subject.leaning
        + 2.52 * sign
        + 1.88 * margin
        - 2.34 * other
        - 1.74 * subject.foreign
        + 1.73 * subject.coverage
        + 0.14 * subject.core
        + 1.03 * subject.numeric
        - 0.71 * subject.unknown
        - (1.76 if subject.words < 2 else 0.0)
        - 2.75
    )
    right = 0.94 * like + 0.92 * sign + 4.02 * margin - 0.97
    chance = _logistic(ours) * _logistic(right)
    if subject.words < 2 and sign <= 0:
        chance *= 0.5  # one word that is no topic's own leaves the choice to the reader
    return chance if subject.core or subject.numeric else 0.4 * chance


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + exp(-x))


@record
class Subject:
    """What tells our subject from others: its own concepts, known words, a complete sum; foreign concepts, unknown words.

    coverage: the share of known words, the rare ones counting more. leaning: what the features speak for. words: how many
    say anything.
    """

    core: int
    foreign: int
    numeric: bool
    coverage: float
    unknown: int
    leaning: float
    words: int


def _subject(
    stems: Sequence[str], named: Sequence[str], numeric: bool, index: Index, weights: Mapping[str, float]
) -> Subject:
    vocabulary = concepts()
    content = [word for word in dict.fromkeys(stems) if word not in vocabulary.stop and word[0].isalpha()]
    known = sum(index.rarity(word) for word in content if index.knows(word))
    unknown = sum(not index.knows(word) for word in content)
    coverage = known / (known + unknown * index.rarity("")) if content else 0.0
    foreign = sum(name.startswith("other-") for name in named)
    core = len(vocabulary.core.intersection(named))
    return Subject(min(3, core), min(3, foreign), numeric, coverage, min(4, unknown), index.ours(weights), len(content))


def _facet(lexicon: Lexicon, slug: str, each: Sequence[float], signs: Mapping[tuple[str, str], float]) -> str:
    """The facet whose phrasings, or signs, are nearest; "" when the topic's own question is as near."""
    best: dict[str, float] = {}
    for (other, facet), similarity in zip(lexicon.index.labels, each, strict=True):
        if other == slug and similarity > best.get(facet, 0.0):
            best[facet] = similarity
    for (other, facet), weight in signs.items():
        if other == slug and facet:
            best[facet] = best.get(facet, 0.0) + FACET_SIGN_SHARE * weight
    own = best.pop("", 0.0)
    if not best:
        return ""
    facet, similarity = max(best.items(), key=lambda pair: (pair[1], pair[0]))
    return facet if similarity > own + FACET_MARGIN and similarity > 0.25 else ""
