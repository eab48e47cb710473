"""The agreement task: cat … was, cats … were. One bit to carry over a lag of words that say nothing."""

from __future__ import annotations

import numpy as np

from explainer.numeric.arrays import Array
from explainer.records.record import record

TOKENS = 8  # 0 cat, 1 cats, 2 … 6 the words between, 7 the question
FILLERS = (2, 7)
QUESTION = 7


@record(eq=False)
class Sentences:
    """tokens: (lag+1, S, B) for S seeds and B sentences each, time first. plural: (S, B), what the last state must tell."""

    tokens: Array
    plural: Array


def sentences(lag: int, batch: int, generators: list[np.random.Generator]) -> Sentences:
    """Fresh sentences for each seed's generator: a noun, lag − 1 random words, and the question.

    Chance is right half of the time: the two nouns are equally likely.
    """
    plural = np.stack([generator.integers(0, 2, batch) for generator in generators])
    between = np.stack([generator.integers(*FILLERS, (max(lag - 1, 0), batch)) for generator in generators], axis=1)
    last = np.full((1, *plural.shape), QUESTION)
    return Sentences(np.concatenate([plural[None], between, last])[: lag + 1], plural)
