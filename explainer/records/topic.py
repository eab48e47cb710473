"""A topic: one question that people really ask, with the numbers it takes and how it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.records.query import Query, Value
from explainer.records.record import record

if TYPE_CHECKING:
    from explainer.records.answer import Answer


@record
class Parameter:
    """A number that a topic takes, stated once for the command line, Python and the slash commands.

    name: as in JSON and Python ("gamma"); `option` is its command-line spelling ("--gamma").
    kind: "real", "count" (a whole number), "choice", "numbers" (a list of reals) or "file".
    low, high: the inclusive range; `low_open`/`high_open` exclude the end. `because` says why the limit stands there.
    default: None when the topic must be told.
    grid: values that a slider steps through in the explorable page, () for no slider.
    """

    name: str
    meaning: str
    kind: str = "real"
    default: Value | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    because: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    option: str = ""
    grid: tuple[Decimal | int, ...] = ()


@record
class Facet:
    """One side of a topic: its name, and the question as people put it. The topic's explain leads with its answer."""

    name: str
    question: str


@record
class Source:
    """A paper, book, course or documentation page: who, when, what, where."""

    authors: str
    year: int
    title: str
    where: str = ""


@record
class Topic:
    """One question of the catalogue.

    slug: the public name. title: a few words. question: the question in full, as offered to a reader who must choose.
    related: slugs of the topics a reader may want next.
    derive: symbolic work, run when the derivations are generated: notation → variant ("usual", "simple", "proof", …) →
        symbolic.Proof. It imports `symbolic` inside itself. None for a topic without a derivation of its own.
    explain: a settled Query → Answer.
    chapter: where the handbook binds it; the catalogue fills it in from the topic's group.
    """

    slug: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    explain: Callable[[Query], Answer]
    derive: Callable[[str], Mapping[str, object]] | None = None
    facets: tuple[Facet, ...] = ()
    chapter: str = ""
