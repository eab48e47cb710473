"""Matching: a question as weighted features → how like it is to each phrasing, and to each topic as a whole."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from explainer.reading.normalise import normalise
from explainer.reading.quantities import quantities
from explainer.reading.vocabulary import concepts, forms, named_concepts, stem, words_of
from explainer.records.record import record

CONCEPT_WEIGHT = 1.0
WORD_WEIGHT = 0.6
NUMBER_WEIGHT = 1.2
PAIR_WEIGHT = 0.45
PAIR_LEANING = 0.3
NEAREST = 4
MOST_PAIRED = 9
# Weights lie between 0 and 1 and are kept as whole numbers of 1/SCALE, which fit two bytes.
SCALE = 60_000

Features = Mapping[str, float]


def features(text: str) -> dict[str, float]:
    """The features of a phrasing as it was typed."""
    line = normalise(text)
    stems = [stem(word) for word in words_of(line)]
    return weigh(stems, [*named_concepts(stems), *forms(line)], quantities(line).values)


def weigh(stems: Sequence[str], named: Sequence[str], values: Mapping[str, object]) -> dict[str, float]:
    """Concepts, words, pairs of concepts and kinds of numbers, each with its weight before rarity counts."""
    stop = concepts().stop
    weights = {word: WORD_WEIGHT for word in stems if word not in stop and not word[0].isdigit() and word[0] != "."}
    distinct = list(dict.fromkeys(named))
    for concept in distinct:
        weights["+" + concept] = CONCEPT_WEIGHT
    for name in values:
        weights["#" + name] = NUMBER_WEIGHT
    few = sorted(distinct[:MOST_PAIRED])
    for place, first in enumerate(few):
        for second in few[place + 1 :]:
            weights[first + "&" + second] = PAIR_WEIGHT
    return weights


@record
class Likeness:
    """How like a question is to a topic: to its nearest phrasings, and to all of them together. Cosines, 0 to 1."""

    nearest: float
    nearest_few: float
    whole: float
    phrasing: int = -1


@record
class Table:
    """Rows of (number, weight) one after the other: row r lies from starts[r] to starts[r + 1]."""

    starts: array[int]
    numbers: array[int]
    weights: array[int]

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[int, float]]]) -> Table:
        """Pack rows of (number, weight between 0 and 1)."""
        starts, numbers, weights = array("I", [0]), array("H"), array("H")
        for row in rows:
            numbers.extend(number for number, _ in row)
            weights.extend(round(weight * SCALE) for _, weight in row)
            starts.append(len(numbers))
        return cls(starts, numbers, weights)

    def row(self, place: int) -> Iterable[tuple[int, int]]:
        """The (number, weight · SCALE) pairs of a row."""
        start, end = self.starts[place], self.starts[place + 1]
        return zip(self.numbers[start:end], self.weights[start:end], strict=True)


@record
class Index:
    """Phrasings and topics as unit vectors, by feature.

    labels: (slug, facet) of each phrasing. topics: slugs, "" for other subjects. features: feature → its row. counts: how
    many of our phrasings, and of others', have the feature. phrasings, centres: which phrasings and topics have it.
    """

    labels: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    features: Mapping[str, int]
    counts: tuple[array[int], array[int]]
    phrasings: Table
    centres: Table
    sizes: tuple[int, int]

    @classmethod
    def build(cls, given: Iterable[tuple[str, str, Features]]) -> Index:
        """Index (slug, facet, features) triples."""
        labelled = list(given)
        count: dict[str, list[int]] = {}
        for slug, _, weights in labelled:
            for feature in weights:
                count.setdefault(feature, [0, 0])[not slug] += 1
        # A pair of concepts seen once says nothing that its two concepts do not say.
        kept = [feature for feature, both in count.items() if "&" not in feature or sum(both) > 1]
        rows = {feature: row for row, feature in enumerate(kept)}
        topics = tuple(dict.fromkeys(slug for slug, _, _ in labelled))
        sizes = (sum(bool(slug) for slug, _, _ in labelled), sum(not slug for slug, _, _ in labelled))
        rarity = [log((len(labelled) + 1) / sum(count[feature])) for feature in kept]
        phrasings, centres = _vectors(labelled, rows, rarity, topics)
        own, others = array("H", (count[f][0] for f in kept)), array("H", (count[f][1] for f in kept))
        labels = tuple((slug, facet) for slug, facet, _ in labelled)
        return cls(labels, topics, rows, (own, others), Table.of(phrasings), Table.of(centres), sizes)

    def knows(self, stem_: str) -> bool:
        """Whether a stem occurs in any phrasing."""
        return stem_ in self.features

    def rarity(self, feature: str) -> float:
        """The logarithm of how few phrasings have a feature; largest for one that none has."""
        row = self.features.get(feature)
        total = sum(self.sizes) + 1
        return log(total) if row is None else log(total / (self.counts[0][row] + self.counts[1][row]))

    def ours(self, weights: Features) -> float:
        """How much the features speak for our subject (positive) or for others (negative)."""
        total = mass = 0.0
        for feature, weight in weights.items():
            row = self.features.get(feature)
            if row is not None:
                counted = PAIR_LEANING if "&" in feature else weight
                total += counted * self._leaning(row)
                mass += counted
        return total / sqrt(mass) if mass else 0.0

    def _leaning(self, row: int) -> float:
        own = (self.counts[0][row] + 0.5) / (self.sizes[0] + 1)
        others = (self.counts[1][row] + 0.5) / (self.sizes[1] + 1)
        return max(-3.0, min(3.0, log(own / others)))

    def likeness(self, weights: Features) -> tuple[dict[str, Likeness], list[float]]:
        """How like the features are to every topic, and to every phrasing (by its place in `labels`)."""
        vector = [(f, w * self.rarity(f)) for f, w in weights.items() if "&" not in f or f in self.features]
        length = SCALE * (sqrt(sum(w * w for _, w in vector)) or 1.0)
        each, whole = [0.0] * len(self.labels), [0.0] * len(self.topics)
        for feature, weight in vector:
            row = self.features.get(feature)
            if row is None:
                continue
            unit = weight / length
            for place, other in self.phrasings.row(row):
                each[place] += unit * other
            for place, other in self.centres.row(row):
                whole[place] += unit * other
        return self._by_topic(each, whole), each

    def _by_topic(self, each: Sequence[float], whole: Sequence[float]) -> dict[str, Likeness]:
        best: dict[str, list[tuple[float, int]]] = {}
        for place, similarity in enumerate(each):
            if similarity > 0.05:
                near = best.setdefault(self.labels[place][0], [])
                insort(near, (-similarity, place))
                del near[NEAREST:]
        result: dict[str, Likeness] = {}
        for slug, similarity in zip(self.topics, whole, strict=True):
            near = best.get(slug, [])
            top, place = near[0] if near else (0.0, -1)
            result[slug] = Likeness(-top, -sum(s for s, _ in near) / NEAREST, similarity, place)
        return result


def _vectors(
    labelled: Sequence[tuple[str, str, Features]],
    rows: Mapping[str, int],
    rarity: Sequence[float],
    topics: Sequence[str],
) -> tuple[list[list[tuple[int, float]]], list[list[tuple[int, float]]]]:
    """Unit vectors by feature: of every phrasing, and of the sum of each topic's phrasings."""
    phrasings: list[list[tuple[int, float]]] = [[] for _ in rows]
    sums: dict[str, dict[int, float]] = {slug: {} for slug in topics}
    for place, (slug, _, weights) in enumerate(labelled):
        vector = [(rows[f], w * rarity[rows[f]]) for f, w in weights.items() if f in rows]
        length = sqrt(sum(w * w for _, w in vector)) or 1.0
        mass = sums[slug]
        for row, weight in vector:
            phrasings[row].append((place, weight / length))
            mass[row] = mass.get(row, 0.0) + weight / length
    centres: list[list[tuple[int, float]]] = [[] for _ in rows]
    for place, slug in enumerate(topics):
        length = sqrt(sum(w * w for w in sums[slug].values())) or 1.0
        for row, weight in sums[slug].items():
            centres[row].append((place, weight / length))
    return phrasings, centres
