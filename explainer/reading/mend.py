"""Mending: a word that nobody knows is taken for the nearest word of the subject's vocabulary, if one is very near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from explainer.reading.vocabulary import concepts, stem

SHORTEST, LONGEST = 5, 24
MOST = 24  # words mended in one text; a text with more unknown words is not of this subject


def mend(words: Sequence[str], known_stems: Mapping[str, int]) -> tuple[list[str], dict[str, str]]:
    """The words with misspelt ones replaced, and what was replaced by what.

    known_stems: the stems that occur in phrasings. The matching library is imported only when a word is unknown.
    """
    vocabulary = concepts()
    mended: dict[str, str] = {}
    tried = 0
    for word in dict.fromkeys(words):
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or _is_known(word, vocabulary.words, known_stems):
            continue
        tried += 1
        if tried > MOST:
            break
        near = tuple(vocabulary.by_length.get(len(word) + more, ()) for more in (-1, 0, 1))
        if nearest := _nearest(word, near):
            mended[word] = nearest
    return ([mended.get(word, word) for word in words] if mended else list(words)), mended


def _is_known(word: str, vocabulary: AbstractSet[str], known_stems: Mapping[str, int]) -> bool:
    return word in vocabulary or word in concepts().ordinary or stem(word) in known_stems


@lru_cache(maxsize=4096)
def _nearest(word: str, groups: tuple[tuple[str, ...], ...]) -> str:
    """The nearest of our words by edits and swaps of neighbours: one, or two in a long word; "" when none is so near."""
    from rapidfuzz.distance import OSA

    allowed = 1 if len(word) < 8 else 2
    best, distance = "", allowed + 1
    for candidate in (candidate for group in groups for candidate in group):
        if candidate[0] != word[0] and (len(word) < 7 or candidate[1] != word[1]):
            continue
        if len(word) == SHORTEST and sorted(word) != sorted(candidate):
            continue  # of five letters only swapped ones: too many ordinary words are one letter away
        apart = OSA.distance(word, candidate, score_cutoff=allowed)
        if apart < distance or (apart == distance <= allowed and candidate < best):
            best, distance = candidate, apart
    return best
