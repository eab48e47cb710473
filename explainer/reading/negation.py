"""Negation: whether a question states something in the negative, so that a bare yes or no would have two meanings."""

from __future__ import annotations

_NEGATIVE = frozenset(
    ("not", "never", "cannot", "cant", "wont", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "couldnt", "wouldnt")
)
_OPENERS = frozenset(("so", "but", "and", "then", "well", "ok", "okay", "hmm", "or", "if", "whether"))
_PRONOUNS = frozenset(("it", "that", "this", "they", "we", "i", "there", "he", "you"))


def denies(line: str) -> bool:
    """Whether a normalised line says "an LSTM can't explode, right?".

    "Doesn't it vanish?" asks whether it does, and so does the tag in "it vanishes, doesn't it?": neither denies anything.
    """
    words = line.replace("’", "'").split()
    for place, raw in enumerate(words):
        if raw == "why":
            return False  # what follows is the thing to be explained
        word = raw.strip(",.?!;:()\"'")
        if word not in _NEGATIVE and not word.endswith("n't"):
            continue
        before = words[place - 1] if place else ""
        after = words[place + 1].strip(",.?!") if place + 1 < len(words) else ""
        fronted = not before or before in _OPENERS or before.endswith((",", ".", "?", ":", "-"))
        tag = after in _PRONOUNS and word not in ("not", "never")
        if not fronted and not tag:
            return True
    return False
