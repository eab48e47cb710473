"""Matching: a question as weighted features → how like it is to each phrasing, and to each topic as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

from explainer.reading.normalise import normalise
from explainer.reading.quantities import quantities
from explainer.reading.vocabulary import concepts, forms, named_concepts, stem, words_of

CONCEPT_WEIGHT = 1.0
WORD_WEIGHT = 0.6
NUMBER_WEIGHT = 1.2
PAIR_WEIGHT = 0.45
PAIR_LEANING = 0.3
NEAREST = 4


def features(text: str) -> dict[str, float]:
    """The features of a phrasing as it was typed."""
    line = normalise(text)
    stems = [stem(word) for word in words_of(line)]
    found = named_concepts(stems)
    return weigh(stems, [*found, *forms(line)], quantities(line).values)


def weigh(stems: Sequence[str], named: Sequence[str], values: Mapping[str, object]) -> dict[str, float]:
    """Concepts, words, pairs of concepts and kinds of numbers, each with its weight before rarity counts."""
    weights: dict[str, float] = {}
    stop = concepts().stop
    for word in stems:
        if word not in stop and not word[0].isdigit() and word[0] != ".":
            weights[word] = WORD_WEIGHT
    distinct = list(dict.fromkeys(named))
    for concept in distinct:
        weights["+" + concept] = CONCEPT_WEIGHT
    for name in values:
        weights["#" + name] = NUMBER_WEIGHT
    few = sorted(distinct[:9])
    for place, first in enumerate(few):
        for second in few[place + 1 :]:
            weights[first + "&" + second] = PAIR_WEIGHT
    return weights


def _leaning(given: Sequence[tuple[str, str, Mapping[str, float]]]) -> dict[str, float]:
    counts: dict[str, list[int]] = {}
    sizes = [0, 0]
    for slug, _, weights in given:
        ours = int(bool(slug))
        sizes[ours] += 1
        for feature in weights:
            counts.setdefault(feature, [0, 0])[ours] += 1
    return {
        feature: round(
            max(-3.0, min(3.0, log((ours + 0.5) / (sizes[1] + 1)) - log((others + 0.5) / (sizes[0] + 1)))), 3
        )
        for feature, (others, ours) in counts.items()
    }


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question is to a topic: to its nearest phrasings, and to all of them together. Cosines, 0 to 1."""

    nearest: float
    nearest_few: float
    whole: float
    phrasing: int = -1


@dataclass(frozen=True, slots=True)
class Index:
    """Phrasings as unit vectors, by feature. rarity: log of how few phrasings have a feature."""

    labels: tuple[tuple[str, str], ...]
    rarity: Mapping[str, float]
    # feature → the phrasings that have it, and with which weight; the same for topics.
    postings: Mapping[str, tuple[list[int], list[float]]]
    centres: Mapping[str, tuple[list[str], list[float]]]
    unseen: float
    # feature → how much it speaks for our subject against others: log of the ratio of how often each uses it.
    leaning: Mapping[str, float]

    @classmethod
    def build(cls, phrasings: Iterable[tuple[str, str, Mapping[str, float]]]) -> Index:
        """Index (slug, facet, features) triples."""
        given = list(phrasings)
        counts: dict[str, int] = {}
        for _, _, weights in given:
            for feature in weights:
                counts[feature] = counts.get(feature, 0) + 1
        # A pair of concepts seen once says nothing that its two concepts do not say.
        given = [
            (slug, facet, {f: w for f, w in weights.items() if "&" not in f or counts[f] > 1})
            for slug, facet, weights in given
        ]
        counts = {feature: count for feature, count in counts.items() if "&" not in feature or count > 1}
        total = len(given) + 1
        rarity = {feature: log(total / count) for feature, count in counts.items()}
        postings: dict[str, list[tuple[int, float]]] = {feature: [] for feature in counts}
        sums: dict[str, dict[str, float]] = {}
        for place, (slug, _, weights) in enumerate(given):
            vector = [(feature, weight * rarity[feature]) for feature, weight in weights.items()]
            length = sqrt(sum(w * w for _, w in vector)) or 1.0
            mass = sums.setdefault(slug, {})
            for feature, weight in vector:
                postings[feature].append((place, weight / length))
                mass[feature] = mass.get(feature, 0.0) + weight / length
        centres: dict[str, list[tuple[str, float]]] = {}
        for slug, mass in sums.items():
            length = sqrt(sum(w * w for w in mass.values())) or 1.0
            for feature, weight in mass.items():
                centres.setdefault(feature, []).append((slug, weight / length))
        return cls(
            tuple((slug, facet) for slug, facet, _ in given),
            {feature: round(value, 4) for feature, value in rarity.items()},
            {feature: ([place for place, _ in pairs], [round(weight, 4) for _, weight in pairs]) for feature, pairs in postings.items()},
            {feature: ([slug for slug, _ in pairs], [round(weight, 4) for _, weight in pairs]) for feature, pairs in centres.items()},
            round(log(total), 5), _leaning(given),
        )  # fmt: skip

    @classmethod
    def load(cls, path: Path, name: str) -> Index | None:
        """The index in a file, if the file was made from the phrasings of this name."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if content.get("made_from") != name:
            return None
        labels = tuple((slug, facet) for slug, facet in content["labels"])
        return cls(
            labels, content["rarity"], content["postings"], content["centres"], content["unseen"], content["leaning"]
        )

    def save(self, path: Path, name: str) -> None:
        """Write the index to a file, under the name of its phrasings."""
        content = {
            "made_from": name,
            "unseen": self.unseen,
            "labels": self.labels,
            "rarity": self.rarity,
            "postings": self.postings,
            "centres": self.centres,
            "leaning": self.leaning,
        }
        path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")

    def ours(self, weights: Mapping[str, float]) -> float:
        """How much the features speak for our subject (positive) or for others (negative)."""
        total = mass = 0.0
        for feature, weight in weights.items():
            if feature in self.leaning:
                counted = PAIR_LEANING if "&" in feature else weight
                total += counted * self.leaning[feature]
                mass += counted
        return total / sqrt(mass) if mass else 0.0

    def likeness(self, weights: Mapping[str, float]) -> tuple[dict[str, Likeness], list[float]]:
        """How like the features are to every topic, and to every phrasing (by its place in `labels`)."""
        vector = {
            feature: weight * self.rarity.get(feature, self.unseen)
            for feature, weight in weights.items()
            if "&" not in feature or feature in self.rarity
        }
        length = sqrt(sum(w * w for w in vector.values())) or 1.0
        each = [0.0] * len(self.labels)
        whole: dict[str, float] = {}
        for feature, weight in vector.items():
            if feature not in self.postings:
                continue
            unit = weight / length
            for place, other in zip(*self.postings[feature], strict=True):
                each[place] += unit * other
            for slug, other in zip(*self.centres[feature], strict=True):
                whole[slug] = whole.get(slug, 0.0) + unit * other
        best: dict[str, list[tuple[float, int]]] = {}
        for place, similarity in enumerate(each):
            if similarity > 0.05:
                best.setdefault(self.labels[place][0], []).append((similarity, -place))
        result: dict[str, Likeness] = {}
        for slug in sorted(whole):
            near = sorted(best.get(slug, ()), reverse=True)[:NEAREST]
            top, place = near[0] if near else (0.0, 1)
            result[slug] = Likeness(top, sum(s for s, _ in near) / NEAREST, whole[slug], -place)
        return result, each
