"""The judge reads blind questions well enough, and a planted lie is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from explainer.reading import Lexicon, read

BLIND = [json.loads(line) for line in Path(__file__).with_name("blind.jsonl").read_text("utf-8").splitlines()]


def accepted_share(lexicon: Lexicon) -> tuple[float, float]:
    """The share of our questions read as accepted, and of others answered."""
    own = [question for question in BLIND if question["topic"] != "out-of-scope"]
    others = [question for question in BLIND if question["topic"] == "out-of-scope"]
    right = sum(read(question["text"], lexicon).topic in (question["topic"], *question["also_ok"]) for question in own)
    answered = sum(read(question["text"], lexicon).topic is not None for question in others)
    return right / len(own), answered / len(others)


def test_questions_written_blind(lexicon):
    right, answered = accepted_share(lexicon)
    assert right >= 0.88
    assert answered <= 0.1


def test_swapped_phrasings_are_seen(entries):
    """With the phrasings and signs of two cells swapped, the score must fall: it is not blind to what it is told."""
    swap = {
        "gru-gradient": "lstm-gradient",
        "lstm-gradient": "gru-gradient",
        "gru-limits": "lstm-limits",
        "lstm-limits": "gru-limits",
    }
    by_slug = {entry.slug: entry for entry in entries}
    swapped = [replace(by_slug[swap.get(entry.slug, entry.slug)], slug=entry.slug) for entry in entries]
    right, _ = accepted_share(Lexicon.from_asks(entries))
    fewer, _ = accepted_share(Lexicon.from_asks(swapped))
    assert fewer < right - 0.05
