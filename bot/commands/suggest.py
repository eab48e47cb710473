"""What Discord offers while somebody types: known questions, topics, values. Quick, since it runs at every key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from discord import app_commands

from bot import limits
from bot.splitting import shorten
from explainer.records import Topic

# Three words begin to be a question of the reader's own.
_SENTENCE = 2


def known_questions(topics: Mapping[str, Topic], typed: str) -> list[app_commands.Choice[str]]:
    """What has been typed, once it is a sentence, then the catalogue's questions that are most like it.

    The value is the question itself. The own words come first, since Discord takes the first line at a press of Enter;
    and what is too long to be a choice gets none, so that Enter sends it as it is.
    """
    own = " ".join(typed.split())
    if len(own) > limits.CHOICE_NAME:
        return []
    questions = [question for topic in topics.values() for question in _questions(topic)]
    found = [question for question in _best(typed, questions) if question != own]
    if own.count(" ") >= _SENTENCE:
        found = [own, *found]
    return [_choice(text, text) for text in found[: limits.CHOICES]]


def known_topics(topics: Mapping[str, Topic], typed: str) -> list[app_commands.Choice[str]]:
    """The topics whose title, slug or question is most like what has been typed. The value is the slug."""
    lines = {f"{topic.title} ({slug})": slug for slug, topic in topics.items()}
    return [_choice(line, lines[line]) for line in _best(typed, lines)]


def known_numbers(topic: Topic, typed: str) -> list[app_commands.Choice[str]]:
    """The topic's numbers with their usual values, after what has been typed already."""
    before, _, begun = typed.rpartition(",")
    named = {part.partition("=")[0].strip() for part in before.split(",")}
    start = f"{before.strip()}, " if before.strip() else ""
    own = [typed.strip()] if "=" in begun else []
    open_ones = [
        each
        for each in topic.parameters
        if each.kind != "file" and each.name not in named and each.name.startswith(begun.partition("=")[0].strip())
    ]
    found = [f"{start}{each.name}={'' if each.default is None else each.default}" for each in open_ones]
    return [_choice(text, text) for text in dict.fromkeys((*own, *found))][: limits.CHOICES]


def values(typed: str, offered: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """What was typed, as it is, then the offered (value, meaning) pairs that begin with it."""
    typed = typed.strip()
    own = [(typed, "")] if typed else []
    pairs = own + [pair for pair in offered if pair[0].startswith(typed) and pair[0] != typed]
    return [_choice(f"{value}   {meaning}".strip(), value) for value, meaning in pairs[: limits.CHOICES]]


def _questions(topic: Topic) -> tuple[str, ...]:
    return (topic.question, *(facet.question for facet in topic.facets))


def _best(typed: str, lines: Iterable[str]) -> list[str]:
    everything = list(dict.fromkeys(lines))
    if not typed.strip():
        return everything[: limits.CHOICES]
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        typed[:200],
        everything,
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limits.CHOICES,
        score_cutoff=40,
    )
    return [line for line, _, _ in found]


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(
        name=shorten(name, limits.CHOICE_NAME), value=shorten(value, limits.CHOICE_NAME, ending="")
    )
