"""Gradient norms as a reader pastes them: numbers between spaces, commas, brackets or line ends → floats."""

from __future__ import annotations

MOST = 100_000


def parse(text: str) -> tuple[float, ...]:
    """The numbers of a text, in order; nan and inf are numbers here, since a broken run prints them.

    Raises ValueError with the sentence to show when a word is no number, or when there are none or too many.
    """
    for mark in ",;[]()|\t":
        text = text.replace(mark, " ")
    words = text.split()
    if not words:
        raise ValueError("There are no gradient norms in it: give one number for each time step, the first step first.")
    if len(words) > MOST:
        raise ValueError(f"At most {MOST:,} gradient norms are read, and these are {len(words):,}: take every tenth step, say.")
    return tuple(map(_number, words))


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise ValueError(f"{word[:30]!r} is no number: give the gradient norms alone, such as 1e-9 3e-7 0.002 0.5.") from None
