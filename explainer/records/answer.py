"""An answer: a closed set of blocks, plain data, that every renderer shows in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from explainer.records.derivation import Derivation
from explainer.records.mathematics import Mathematics, Words
from explainer.records.query import Value
from explainer.records.record import record
from explainer.records.topic import Source


@record
class Heading:
    """A section's title. `part` is its place in the lesson: "assumptions", "derivation", "demo", "beyond" or "program"."""

    text: Words
    part: str = ""


@record
class Prose:
    """A paragraph."""

    text: Words


@record
class Formula:
    """A displayed formula; `caption` says in words what it states."""

    body: Mathematics
    caption: Words = ()


@record
class Steps:
    """A derivation shown step by step."""

    derivation: Derivation


@record
class Residual:
    """A difference between two roads to one number. Shown as "< 1e-12" below that, else to two digits."""

    value: float


# A float is a measured or computed number (shown to at most 6 significant digits), an int is exact, None is "no value".
Cell = float | int | str | Residual | Words | None


@record
class Table:
    """Named columns and rows of cells. `prediction beside measurement, with the difference` is one of these."""

    title: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Words = ()


@record
class Axis:
    """An axis: what it measures, its unit ("" for a pure number), "linear" or "log"."""

    label: Words
    unit: str = ""
    scale: str = "linear"


@record
class Line:
    """A curve through (x, y); a None in y is a gap. style: "solid" (measured), "dashed" (predicted) or "points"."""

    label: Words
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    style: str = "solid"


@record
class Band:
    """The region between low and high over x: a two-sided bound, or the spread over seeds."""

    label: Words
    x: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@record
class Bars:
    """Bars, one for each category of the plot; several Bars in one plot are stacked."""

    label: Words
    heights: tuple[float | None, ...]


Mark = Line | Band | Bars


@record
class Plot:
    """A picture described, not drawn. `alt` tells a reader who can't see it what it shows, with its numbers.

    categories: the names under the bars; empty when the marks are lines and bands.
    """

    title: Words
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    alt: str
    categories: tuple[Words, ...] = ()


@record
class Code:
    """A short program that the reader can run. `name` is the file it would be saved as."""

    language: str
    source: str
    name: str


@record
class Aside:
    """A remark beside the lesson. kind: "misconception", "caution" or "note"."""

    kind: str
    text: Words


Block = Heading | Prose | Formula | Steps | Table | Plot | Code | Aside


@record
class Checks:
    """How many derivation steps the answer shows, and how many of them the judge has verified."""

    steps: int
    verified: int


@record
class Followup:
    """A question the reader may ask next: its wording, and the topic that answers it."""

    question: str
    topic: str


@record
class Answer:
    """The whole answer to one question. Documented as JSON in the README; `values` hold numbers at full precision."""

    question: str
    topic: str
    title: Words
    facet: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]
    parameters: Mapping[str, Value]
    notation: str
    depth: str
    headline: Words
    values: Mapping[str, float]
    blocks: tuple[Block, ...]
    followups: tuple[Followup, ...]
    sources: tuple[Source, ...]
    seed: int = 0
    level: str = "usual"
    # The parameters that the reader gave; the others are defaults.
    given: frozenset[str] = frozenset()
    # What the reader should know about how the question was read: other questions in it, a false claim, a language.
    remarks: tuple[Words, ...] = field(default=())

    @property
    def checks(self) -> Checks:
        """Counted over every derivation in the blocks."""
        derivations = [block.derivation for block in self.blocks if isinstance(block, Steps)]
        return Checks(sum(len(d.steps) for d in derivations), sum(d.verified for d in derivations))
