"""What a reader asked: a Query when it was understood, an Unclear when it was not. Neither is an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from explainer.records.record import record

# A reader's number stays a decimal until it is computed with; a count is an int; a choice or a file's name is a str;
# pasted numbers are a tuple.
Value = Decimal | int | str | tuple[float, ...]
Parameters = Mapping[str, Value]


@record
class Query:
    """A question that was understood.

    topic: the slug. facet: which side of the topic was asked ("" for the topic's own question).
    parameters: what the reader gave, when it comes from `read`; complete, with defaults, once the engine has settled it.
    given: the names of the parameters that the reader gave.
    notation: "course", "cho" or "pytorch". depth: "short" or "full".
    level: "usual"; "simple" for one unit without matrices; "proof" for the bounds as well.
    remarks: sentences to show before the answer (a false claim named, a yes or a no, other questions in the message).
    others: further questions found in the same message, worded as questions.
    denied: the question states something in the negative ("it can't explode, right?"): a bare yes or no would mislead.
    """

    text: str
    topic: str
    facet: str = ""
    parameters: Parameters = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    notation: str = "course"
    depth: str = "full"
    level: str = "usual"
    seed: int = 0
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    remarks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    denied: bool = False


@record
class Suggestion:
    """A question the reader may have meant, and the topic that answers it."""

    question: str
    topic: str


@record
class Unclear:
    """A question that gets no lesson, with the sentence to show instead.

    kind: "choose" (pick one of the suggestions), "other-subject", "conversation" (a greeting, thanks, help) or
    "invalid" (bad input: the sentence says how to mend it).
    topic: always None, so that callers may ask any reading for its topic.
    """

    text: str
    kind: str
    sentence: str
    suggestions: tuple[Suggestion, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[tuple[str, float], ...] = ()
    topic: None = None
