"""The whole road of a question on one screen: text → Query → settled Query → Answer, or Unclear where the road ends.

Takes: a reader's text, or a slug, with options. Gives: records. May import: every room below it, each when it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from explainer import catalogue, reading
from explainer.catalogue.settle import settle
from explainer.records import Answer, Query, Unclear, Value, progress

NOTATIONS = ("course", "cho", "pytorch")
DEPTHS = ("short", "full")
LEVELS = ("usual", "simple", "proof")


def lexicon(course: str | None = None) -> reading.Lexicon:
    """How people ask, gathered from the catalogue, and from a course's own file where one is named.

    Raises ValueError, with the line of every mistake, when the course's file can't be used.
    """
    named = course or os.environ.get("EXPLAINER_COURSE") or None
    if named is None:
        return _lexicon(None, 0)
    try:
        # A file that was changed is read again.
        return _lexicon(named, os.stat(named).st_mtime_ns)
    except OSError as error:
        raise ValueError(f"Can't read the course's file {named!r} ({error.strerror}).") from None


@lru_cache(maxsize=16)
def _lexicon(course: str | None, changed: int) -> reading.Lexicon:
    entries = [reading.Entry.parse(slug, catalogue.question(slug), catalogue.asks(slug)) for slug in catalogue.SLUGS]
    if course is None:
        return reading.Lexicon.from_asks(entries)
    own = reading.load_course(course, entries)
    return reading.Lexicon.from_asks(own.extend(entries), own.answers)


def read(text: str, previous: Query | Answer | None = None, *, course: str | None = None) -> Query | Unclear:
    """Understand a question, computing nothing. Raises ValueError when the course's file can't be used."""
    return reading.read(text, lexicon(course), previous)


def why(text: str, previous: Query | Answer | None = None, *, course: str | None = None) -> reading.Explanation:
    """The reading of a text with everything that led to it."""
    return reading.why(text, lexicon(course), previous)


def ask(
    text: str,
    previous: Query | Answer | None = None,
    *,
    notation: str | None = None,
    depth: str | None = None,
    level: str | None = None,
    seed: int | None = None,
    course: str | None = None,
    **parameters: object,
) -> Answer | Unclear:
    """Read a question and answer it. What can't be answered, bad numbers too, comes back as an Unclear."""
    try:
        understood = read(text, previous, course=course)
        if isinstance(understood, Unclear):
            return understood
        query = _with_options(understood, notation, depth, level, seed)
        result = answer(query, _values(parameters))
        own = lexicon(course).short_answer(result.topic, result.facet)
        return replace(result, remarks=((own,), *result.remarks)) if own else result
    except ValueError as refusal:
        return Unclear(text, "invalid", str(refusal))


def explain(
    slug: str,
    *,
    notation: str = "course",
    depth: str = "full",
    level: str = "usual",
    facet: str = "",
    seed: int = 0,
    **parameters: object,
) -> Answer:
    """The answer of a topic by its slug.

    Raises LookupError on an unknown slug and ValueError on bad parameters, each with the sentence to show.
    """
    topic = catalogue.topic(slug)
    _one_of("facet", facet, ("", *(each.name for each in topic.facets)))
    query = Query(topic.question, slug, facet=facet)
    return answer(_with_options(query, notation, depth, level, seed), _values(parameters))


def handbook(notation: str = "course") -> Iterator[Answer]:
    """Every topic's answer with default numbers, in the catalogue's order, each computed when it is asked for."""
    for done, slug in enumerate(catalogue.SLUGS):
        progress.report(done, len(catalogue.SLUGS), "answering the topics")
        yield explain(slug, notation=notation)


def answer(query: Query, options: Mapping[str, Value]) -> Answer:
    """Settle the query's parameters and run its topic.

    Raises ValueError with the sentence to show when a parameter is out of range or not the topic's.
    """
    topic = catalogue.topic(query.topic)
    settled, given = settle(topic, query.parameters, options)
    result = topic.explain(replace(query, parameters=settled, given=frozenset(given)))
    return _with_fraction(result, {**query.parameters, **options})


def _with_fraction(result: Answer, said: Mapping[str, Value]) -> Answer:
    """Whoever names both γ and T wants to know what is left, whatever the topic."""
    gamma, steps = said.get("gamma"), said.get("steps")
    if "fraction" in result.values or not isinstance(gamma, Decimal | int) or not isinstance(steps, int):
        return result
    from explainer.numeric import closed_forms

    fraction = closed_forms.retention(Decimal(gamma), steps).fraction
    return replace(result, values={**result.values, "fraction": float(fraction)})


def _with_options(
    query: Query, notation: str | None, depth: str | None, level: str | None, seed: int | None
) -> Query:
    if notation is not None:
        query = replace(query, notation=_one_of("notation", notation, NOTATIONS))
    if depth is not None:
        query = replace(query, depth=_one_of("depth", depth, DEPTHS))
    if level is not None:
        query = replace(query, level=_one_of("level", level, LEVELS))
    if seed is not None:
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
            raise ValueError(f"The seed is a whole number from 0 to 4294967295, such as 0: {str(seed)[:40]!r} is not.")
        query = replace(query, seed=seed)
    return query


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"The {name} is one of {', '.join(filter(None, choices))}: {str(value)[:40]!r} is not.")
    return value


def _values(options: Mapping[str, object]) -> dict[str, Value]:
    """Options as values: text is read as a reader's number, a float by its shortest decimal, None is left out."""
    return {name: _value(name, value) for name, value in options.items() if value is not None}


def _value(name: str, value: object) -> Value:
    if isinstance(value, Decimal | tuple) or type(value) is int:
        return value
    if isinstance(value, str):
        number = reading.number(value) if name not in ("weights", "norms") else None
        return value if number is None else number
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        if isinstance(value, list) and all(hasattr(each, "__float__") for each in value):
            return tuple(float(each) for each in value)
        raise ValueError(f"{name} is a number: {str(value)[:40]!r} is none.")
    # repr of a float is the shortest decimal that reads back as the same double: what the caller typed.
    return Decimal(repr(float(value)))
