"""The judge: likeness, concepts and numbers → one score for each topic, one confidence, one threshold.

All scoring of topics and facets is in this file, and so is the one "not sure" threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from explainer.reading.lexicon import OTHER, Lexicon
from explainer.reading.match import Likeness, weigh
from explainer.records import Value

# Below this confidence the reader is asked to choose: the one "not sure" threshold.
SURE = 0.45
# Below this one not even a choice is offered: the question is of another subject.
NEAR = 0.16

NEAREST_SHARE = 1.0
FEW_SHARE = 0.9
WHOLE_SHARE = 1.3
SIGN_SHARE = .35
FACET_MARGIN = 0.04
LEANING = 0.15


@dataclass(frozen=True, slots=True)
class Verdict:
    """Topics by score, best first; the confidence in the best; what spoke for another subject."""

    ranking: tuple[tuple[str, float], ...]
    confidence: float
    other: float
    facet: str = ""
    # Whether the question is on numbers that it names: a number that cannot be is then its answer.
    about_numbers: bool = False


def judge(lexicon: Lexicon, stems: Sequence[str], named: Sequence[str], values: Mapping[str, Value], leaning: str = "") -> Verdict:
    """Score every topic for a question given by its stems, concepts and numbers. leaning: the topic talked of before."""
    weights = weigh(stems, named, values)
    shown = set(named) | {f"#{name}" for name in values}
    likeness, each = lexicon.index.likeness(weights)
    scores: dict[str, float] = {}
    for slug, entry in lexicon.entries.items():
        score = _likeness_score(likeness.get(slug))
        score += SIGN_SHARE * sum(sign.weight for sign in entry.signs.get("", ()) if sign.holds(dict.fromkeys(shown)))
        scores[slug] = score
    for slug, bonus in _numeric(shown).items():
        if slug in scores:
            scores[slug] += bonus
    if leaning in scores:
        scores[leaning] += LEANING
    ranking = tuple(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))
    other = _likeness_score(likeness.get(OTHER)) + _foreign(shown)
    confidence = _confidence(ranking, other, stems, lexicon)
    facet = _facet(lexicon, ranking[0][0], each, shown) if ranking else ""
    return Verdict(ranking, confidence, other, facet, _about_numbers(shown))


def _likeness_score(likeness: Likeness | None) -> float:
    if likeness is None:
        return 0.0
    return NEAREST_SHARE * likeness.nearest + FEW_SHARE * likeness.nearest_few + WHOLE_SHARE * likeness.whole


def _numeric(shown: set[str]) -> dict[str, float]:
    """Which of the three sums is meant, by what is given: γ and T, T and a share, or γ and a share."""
    rate, steps, target = "#gamma" in shown, "#steps" in shown, "#target" in shown
    if rate and steps and not target:
        return {"compute-retention": 0.9}
    if steps and target and not rate:
        return {"solve-gamma": 0.9}
    if rate and target and not steps:
        return {"solve-steps": 0.9}
    if rate and steps and target:
        return {"compute-retention": 0.6}
    return {}


def _about_numbers(shown: set[str]) -> bool:
    return bool(shown & {"gamma", "update-gate", "forget-gate", "gate", "memory", "gradient", "half-life"})


def _foreign(shown: set[str]) -> float:
    return 0.45 * min(3, sum(1 for concept in shown if concept.startswith("other-")))


def _confidence(ranking: Sequence[tuple[str, float]], other: float, stems: Sequence[str], lexicon: Lexicon) -> float:
    """A share between 0 and 1: how high the best topic stands, above the next one and above other subjects."""
    if not ranking:
        return 0.0
    best = ranking[0][1]
    second = ranking[1][1] if len(ranking) > 1 else 0.0
    return 1.0 / (1.0 + exp(-(6.0 * (best - 0.85) + 2.0 * min(best - second, 0.5) + 3.0 * min(best - other, 0.0))))


def _facet(lexicon: Lexicon, slug: str, each: Sequence[float], shown: set[str]) -> str:
    """The facet whose phrasings, or signs, are nearest; "" when the topic's own question is as near."""
    best: dict[str, float] = {}
    for (other, facet), similarity in zip(lexicon.index.labels, each, strict=True):
        if other == slug and similarity > best.get(facet, 0.0):
            best[facet] = similarity
    for facet, signs in lexicon.entries[slug].signs.items():
        if facet:
            best[facet] = best.get(facet, 0.0) + SIGN_SHARE * sum(sign.weight for sign in signs if sign.holds(dict.fromkeys(shown)))
    own = best.pop("", 0.0)
    if not best:
        return ""
    facet, similarity = max(best.items(), key=lambda pair: (pair[1], pair[0]))
    return facet if similarity > own + FACET_MARGIN and similarity > 0.25 else ""
