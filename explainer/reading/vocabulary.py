"""Vocabulary: the words of a line → stems, and the concepts that they name (concepts.txt beside this file)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from explainer.records.record import record

WORD = re.compile(r"[a-z][a-z0-9_]*(?:[.][a-z]+(?=\b))?(?:'[a-z]+)?|~=|->|<<|=|[0-9.]+(?:/[0-9]+)?(?:e-?[0-9]+)?|-")
MOST_WORDS = 400

_APOSTROPHES = str.maketrans({"'": None})
# What a word's ending becomes, the longest ending first.
_ENDINGS = {
    "isation": "iz",
    "ization": "iz",
    "ising": "iz",
    "izing": "iz",
    "ised": "iz",
    "ized": "iz",
    "ises": "iz",
    "izes": "iz",
    "ise": "iz",
    "ize": "iz",
    "ations": "at",
    "ation": "at",
    "ating": "at",
    "ated": "at",
    "ates": "at",
    "ate": "at",
    "ings": "",
    "ing": "",
    "ies": "y",
    "ied": "y",
    "edly": "",
    "ed": "",
    "sses": "ss",
    "ches": "ch",
    "shes": "sh",
    "es": "",
    "ly": "",
    "e": "",
}
_LAST_LETTERS = frozenset(ending[-1] for ending in _ENDINGS)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending; crude, the same for questions and phrasings, which is all that comparing needs."""
    word = word.removesuffix("'s").translate(_APOSTROPHES)
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "su":
        word = word[:-1] if not word.endswith(("ies", "sses", "ches", "shes")) else word
    if len(word) <= 4:
        return word
    if word[-1] in _LAST_LETTERS:
        for length in range(min(7, len(word) - 3), 0, -1):
            instead = _ENDINGS.get(word[-length:])
            if instead is not None:
                word = word[:-length] + instead
                break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls" else word


_CELLS = ("gru", "lstm", "rnn")


@record
class Concepts:
    """Phrases of stems by their first stem, longest first, each with its concepts."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    words: frozenset[str]
    # Our own words (not those of other subjects) by length: what a misspelt word may be mended to.
    by_length: dict[int, tuple[str, ...]]
    # Words with an underscore that stay whole; others fall into their parts.
    compounds: frozenset[str]
    # Stems that say nothing about the subject, and concepts that hardly occur outside it or that carry it.
    stop: frozenset[str]
    core: frozenset[str]
    # Everyday words near one of ours, which are never mended.
    ordinary: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Concepts:
        """Read the lines of concepts.txt."""
        phrases: dict[tuple[str, ...], list[str]] = {}
        words: set[str] = set()
        own: set[str] = set()
        lists: dict[str, list[str]] = {"@stop": [], "@core": [], "@ordinary": []}
        for line in text.splitlines():
            if not line or line[0] == "#":
                continue
            concept, _, spellings = line.partition(": ")
            if concept in lists:
                lists[concept].extend(spellings.split())
                continue
            for spelling in spellings.split(", "):
                found = WORD.findall(spelling)
                words.update(word for word in found if len(word) > 3 or "_" in word)
                if not concept.startswith("other-"):
                    own.update(word for word in found if len(word) > 4 and word.isalpha())
                named = phrases.setdefault(tuple(stem(word) for word in found if word != "-"), [])
                if concept not in named:
                    named.append(concept)
        for phrase, concepts in phrases.items():
            for word in phrase if len(phrase) > 1 and not any(cell in concepts for cell in _CELLS) else ():
                # A cell named inside a longer phrase ("my gru", "lstm gate") is named all the same.
                concepts.extend(cell for cell in phrases.get((word,), ()) if cell in _CELLS and cell not in concepts)
        by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for phrase, concepts in phrases.items():
            if phrase:
                by_first.setdefault(phrase[0], []).append((phrase, tuple(concepts)))
        by_length: dict[int, list[str]] = {}
        for word in sorted(own):
            by_length.setdefault(len(word), []).append(word)
        return cls(
            {
                first: tuple(sorted(group, key=lambda entry: (-len(entry[0]), entry[0])))
                for first, group in by_first.items()
            },
            frozenset(words),
            {length: tuple(group) for length, group in by_length.items()},
            frozenset(word for word in words if "_" in word),
            frozenset(map(stem, lists["@stop"])),
            frozenset(lists["@core"]),
            frozenset(lists["@ordinary"]),
        )


@lru_cache(maxsize=1)
def concepts() -> Concepts:
    """The subject's concepts, read once: as they are stored, or from the text where that has changed since."""
    from explainer.reading import stored_concepts

    text = concepts_text()
    return stored_concepts.load(text) or Concepts.parse(text)


@lru_cache(maxsize=1)
def concepts_text() -> str:
    """concepts.txt."""
    return Path(__file__).with_name("concepts.txt").read_text(encoding="utf-8")


def words_of(line: str) -> list[str]:
    """The words and few signs of a normalised line, in order; hyphens between words are no words."""
    compounds = concepts().compounds
    words: list[str] = []
    for word in WORD.findall(line)[:MOST_WORDS]:
        if "_" in word and word not in compounds:
            words.extend(part for part in word.split("_") if part)
        elif word != "-":
            words.append(word)
    return words


_YES_NO = re.compile(
    r"(?:^|[.,;:?!)]|\b(?:so|then|but|and|ok|however|because|now|hmm|well|question|guys|please|sure|words)) ?"
    r"(?:is|are|was|does|do|did|can|could|will|would|should|has|have|isnt|isn't|arent|aren't|doesnt|doesn't|"
    r"dont|don't|wouldnt|wouldn't|wont|won't|cant|can't|shouldnt|shouldn't|am i|may|must)\b(?! (?:you|i)\b)"
    r"|\A(?:so|then|but|and|thus|therefore) (?!why|how|what|which|when|where|who)[^?]{1,200}\?"
    r"|\b(?:right|correct|true|agree|no|yes|true or false) ?\?|\b(?:is (?:it|this|that) (?:right|correct|true|"
    r"valid|ok)|am i right|true or false|correct me if)\b"
)


def forms(line: str) -> list[str]:
    """How it is asked, as concepts: "yes-no"."""
    return ["yes-no"] if _YES_NO.search(line) else []


def named_concepts(stems: list[str]) -> list[str]:
    """The concepts in order of appearance; a concept may come twice. Longer phrases go before shorter ones."""
    found: list[str] = []
    at, by_first = 0, concepts().by_first
    while at < len(stems):
        for phrase, names in by_first.get(stems[at], ()):
            if len(phrase) == 1 or tuple(stems[at : at + len(phrase)]) == phrase:
                found.extend(names)
                at += len(phrase) - 1
                break
        at += 1
    return found
