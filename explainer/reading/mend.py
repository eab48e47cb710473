"""Mending: a word that nobody knows is taken for the nearest word of the subject's own vocabulary, if one is very near."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

SHORTEST = 5
MOST = 24  # words mended in one text; a text with more unknown words is not of this subject

# Ordinary words that are one letter away from one of ours.
_ORDINARY = frozenset(
    "great state stats starts stare share shape sharp forest forge forgot lean learnt clear loan lone cost coast cases causes gain game games grade grand train trail"
    " brain rain value valve clap click clips chip bias basis oasis carry cherry unite units limit limbs vector victor mental metal model modal mode moral total tonal"
    " final finale small smell smile cello seller teller stable table label level never lever fever sever store story storm short shirt sheet shoot shot"
    " layer later player prayer paper papers pepper reason season person lesson mason nation station action fiction friction section native active passive"
    " about above across after again along among around being below better between beyond could would should every first found given going having hello house"
    " large least leave light little local maybe might money month mouth night north often order other place plant point power price print quite quiet right round"
    " sense seven since sleep sorry sound south speak stand start still stuff style taken talk taste teach thank thanks their there these thing think those three"
    " tight today tomorrow total touch tough trade travel treat truth twice under until usual voice waste watch water weird where which while white whole whose"
    " woman women world worry worse worst worth write wrong young your yours video course course's homework password dungeon weather physics everyday variant"
    " lambda mamba zelda sources source force horse resort result results result's reset rest gates dates rates fates hate skate plate grates".split()
)


def mend(words: Sequence[str], known: Collection[str], by_length: Mapping[int, Sequence[str]]) -> tuple[list[str], dict[str, str]]:
    """The words with misspelt ones replaced, and what was replaced by what. Imports the matcher only when a word is unknown."""
    mended: dict[str, str] = {}
    tried = 0
    for word in words:
        if len(word) < SHORTEST or len(word) > 24 or word in known or word in mended or word in _ORDINARY or not word.isalpha():
            continue
        tried += 1
        if tried > MOST:
            break
        nearest = _nearest(word, tuple(by_length.get(len(word) - 1, ())), tuple(by_length.get(len(word), ())), tuple(by_length.get(len(word) + 1, ())))
        if nearest:
            mended[word] = nearest
    return ([mended.get(word, word) for word in words] if mended else list(words)), mended


@lru_cache(maxsize=4096)
def _nearest(word: str, *lengths: tuple[str, ...]) -> str:
    from rapidfuzz.distance import OSA

    allowed = 1 if len(word) < 8 else 2
    best, distance = "", allowed + 1
    for candidates in lengths:
        for candidate in candidates:
            if candidate[0] != word[0] and (len(word) < 7 or candidate[1] != word[1]):
                continue
            if len(word) == SHORTEST and sorted(word) != sorted(candidate):
                continue  # of five letters only swapped ones: too many ordinary words are one letter away
            apart = OSA.distance(word, candidate, score_cutoff=allowed)
            if apart < distance or (apart == distance and apart <= allowed and candidate < best):
                best, distance = candidate, apart
    return best if distance <= allowed else ""
