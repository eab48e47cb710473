"""The measures of a chart and where its parts stand, in points: data that planning fills in and drawing reads."""

from __future__ import annotations

from explainer.records.answer import Bars, Plot
from explainer.records.record import record
from explainer.rendering.typeset import extents, layout
from explainer.rendering.typeset.scale import Scale

SIZE = 9.5  # of labels
TITLE_SIZE = 10.5
END_SIZE = SIZE * extents.BOLD  # labels at line ends are semibold: as wide as a larger size
LEADING = 12.0  # from line to line of labels
TITLE_LEADING = 13.5
TILTED = 110.0  # the longest sloping name
TALL = 15.0  # what a large fraction adds to a line
SAMPLE = 20.0  # the piece of line or colour before a legend entry


@record
class Area:
    """The plotting area, in points from the chart's top left corner, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@record
class Label:
    """A label of mark number `mark`: beside a line end (`anchor` is that end) or in the legend (no anchor)."""

    mark: int
    x: float
    y: float  # of the centre
    width: float
    height: float
    anchor: layout.Point | None = None


@record
class Names:
    """How the names under an axis stand: their height, whether they slope, how many share one name; `reach` to the left."""

    height: float
    tilted: bool = False
    every: int = 1
    reach: float = 0.0


@record
class Plan:
    """Everything that drawing needs to know."""

    plot: Plot
    width: float
    height: float
    title_height: float
    area: Area
    x: Scale | None  # None when the axis has categories
    y: Scale
    labels: tuple[Label, ...]
    names: Names

    def across(self, share: float) -> float:
        """The x coordinate at a share of the x axis."""
        return self.area.left + share * self.area.width

    def down(self, share: float) -> float:
        """The y coordinate at a share of the y axis, which runs upwards."""
        return self.area.bottom - share * self.area.height

    def point(self, x: float, y: float | None) -> tuple[layout.Point, int, int] | None:
        """Where a value is drawn, and whether it lies beyond (−1 below or left, 1 above or right, 0 on the scale)."""
        down = self.y.place(y)
        if down is None:
            return None
        if self.x is None:
            return (self.slot(x), self.down(down.at)), 0, _side(down.at, down.beyond)
        along = self.x.place(x)
        if along is None:
            return None
        return (self.across(along.at), self.down(down.at)), _side(along.at, along.beyond), _side(down.at, down.beyond)

    def marked(self, x: float, y: float | None) -> tuple[layout.Point, int] | None:
        """Where a value is marked and the way its arrow points: 0 none, 1 down, −1 up, 2 left, −2 right.

        A value beyond an axis is marked in the middle of the slot that the axis keeps for it.
        """
        found = self.point(x, y)
        if found is None:
            return None
        (across, down), side, depth = found
        if side and self.x is not None:
            across -= side * self.area.width * (self.x.start if side < 0 else 1 - self.x.end) / 2
        if depth:
            down += depth * self.area.height * (self.y.start if depth < 0 else 1 - self.y.end) / 2
        return (across, down), -depth or -2 * side

    def slot(self, rank: float) -> float:
        """The x coordinate of the middle of category number `rank`, counted from 0."""
        return self.area.left + (rank + 0.5) * self.slot_width

    @property
    def slot_width(self) -> float:
        """The width that one category has."""
        return self.area.width / max(1, categories(self.plot))


def _side(at: float, beyond: bool) -> int:
    return 0 if not beyond else 1 if at > 0.5 else -1


def categories(plot: Plot) -> int:
    """How many categories the x axis has; 0 when it is a scale."""
    return (
        max([len(plot.categories), *(len(bars.heights) for bars in bars_of(plot))])
        if bars_of(plot) or plot.categories
        else 0
    )


def bars_of(plot: Plot) -> list[Bars]:
    """The bars among the marks."""
    return [mark for mark in plot.marks if isinstance(mark, Bars)]
