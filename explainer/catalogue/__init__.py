"""KNOWING: one file for each question of the catalogue, with its words, its derivation and its demo side by side.

Takes: a settled Query. Gives: an Answer. May import: symbolic (inside `derive` only), numeric, notation, records;
topics never see each other or a renderer. To add a topic: write `<group>/<slug_with_underscores>.py` with one TOPIC, put how
people ask it into `<group>/<slug>.asks.txt`, list the module in its group's `__init__`, and run
`python -m explainer.catalogue.generate`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from explainer.catalogue import gru, lstm, numbers, rnn
from explainer.catalogue.questions import QUESTIONS
from explainer.records import Topic

# In the order in which `topics` lists them and the handbook binds them.
GROUPS = (gru, rnn, lstm, numbers)
# The name of a group → its title, in the list of topics and as a chapter of the handbook.
CHAPTERS = {"gru": "The GRU and its gradient", "rnn": "The plain RNN", "lstm": "The LSTM", "numbers": "Numbers"}

# slug → where its module, phrasings and derivations lie. A module is imported when a question asks for it.
_PLACES = {name.replace("_", "-"): (group.__name__, name) for group in GROUPS for name in group.TOPICS}

SLUGS = tuple(_PLACES)


def group_of(slug: str) -> str:
    """The name of the group that the topic belongs to: "gru", "rnn", "lstm" or "numbers"."""
    return _PLACES[slug][0].rpartition(".")[2]


@cache
def topic(slug: str) -> Topic:
    """The topic of that slug.

    Raises LookupError, with the nearest slugs in its sentence, when there is none.
    """
    if slug not in _PLACES:
        raise LookupError(_unknown(slug))
    group, name = _PLACES[slug]
    found = import_module(f"{group}.{name}").TOPIC
    assert isinstance(found, Topic)
    return replace(found, chapter=CHAPTERS[group_of(slug)])


def asks(slug: str) -> str:
    """How people ask this topic: a phrasing a line, and `@facet` before those of a facet."""
    return (Path(__file__).parent / group_of(slug) / f"{slug}.asks.txt").read_text("utf-8")


def question(slug: str) -> str:
    """The topic's own question; importing no topic."""
    return QUESTIONS[slug]


def _unknown(slug: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(slug.lower().replace("_", "-"), SLUGS, n=3, cutoff=0.4)
    mend = f"Did you mean {' or '.join(near)}?" if near else "`explainer topics` lists them all."
    return f"There is no topic {slug[:60]!r}. {mend}"
