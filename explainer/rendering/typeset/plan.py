"""A chart's plan: how large each part is and where it stands, before anything is drawn. Plain Python, in points.

From the top: title, what the y axis measures, the plotting area with labels at the line ends (or without), tick labels, what
the x axis measures, and a legend when the labels could not stand at the line ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from explainer.records.answer import Axis, Band, Bars, Line, Plot
from explainer.records.mathematics import Mathematics, Number, Operator, Row, Script, Words
from explainer.rendering.typeset import extents, layout, palette
from explainer.rendering.typeset.scale import Scale, scale
from explainer.rendering.typeset.ticks import Numeral, Ticks

SIZE = 9.5  # of labels
TITLE_SIZE = 10.5
END_SIZE = SIZE * extents.BOLD  # labels at line ends are semibold: as wide as a larger size
LEADING = 12.0  # from line to line of labels
TITLE_LEADING = 13.5
TILTED = 110.0  # the longest sloping name
TALL = 15.0  # what a large fraction adds to a line
SAMPLE = 20.0  # the piece of line or colour before a legend entry


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Label:
    """A label of mark number `mark`: beside a line end (`anchor` is that end) or in the legend (no anchor)."""

    mark: int
    x: float
    y: float  # of the centre
    width: float
    height: float
    anchor: layout.Point | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """How the names under an axis stand: their height, whether they slope, how many share one name; `reach` to the left."""

    height: float
    tilted: bool = False
    every: int = 1
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
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


def plan(plot: Plot, width: float, height: float = 190.0) -> Plan:
    """Lays the plot out in a chart of this width; `height` is that of the plotting area."""
    title_height = (
        extents.lines(plot.title, TITLE_SIZE * extents.BOLD, width) * TITLE_LEADING + 4 if plot.title else 0.0
    )
    stacked = bars_of(plot)
    heights = stack_ends(plot) if plot.y.scale != "log" else [h for bars in stacked for h in bars.heights]
    y = scale(
        [*_y_values(plot), *heights],
        plot.y.scale,
        most=7 if plot.y.scale == "log" else 6,
        widen=True,
        zero=bool(stacked),
    )
    y_title = axis_title(plot.y, y.ticks)
    top = title_height + text_height(y_title, SIZE, width, TALL) + 7
    gutter = max((extents.width((numeral(tick.label),), SIZE) for tick in y.ticks.major), default=0.0)
    gutter = max(gutter, *(extents.width(name, SIZE) for name in (y.below, y.above)))
    left = gutter + 7
    column = 0.0 if categories(plot) else _column(plot, width, height)
    names = Names(LEADING)
    if categories(plot):
        names = _names(plot, (width - 8 - left) / categories(plot))
        left = max(left, names.reach - 0.5 * (width - 8 - left) / categories(plot) + 4)
    made = _placed(plot, Area(left, top, width - (column + 12 if column else 8), top + height), y, names)
    ends = _end_labels(made, width, column) if column else None
    if column and ends is None:
        made = _placed(plot, Area(left, top, width - 8, top + height), y, names)
    bottom = made.area.bottom + 5 + names.height
    if plot.x.label:
        bottom += (
            text_height(axis_title(plot.x, None if made.x is None else made.x.ticks), SIZE, made.area.width, TALL) + 3
        )
    labels = ends
    if labels is None:
        labels, bottom = _legend(plot, width, bottom)
    return replace(made, width=width, height=bottom + 2, title_height=title_height, labels=tuple(labels))


def _placed(plot: Plot, area: Area, y: Scale, names: Names) -> Plan:
    """A plan with its axes and nothing around them yet."""
    x = None if categories(plot) else _x_scale(plot, area.width)
    return Plan(plot, 0.0, 0.0, 0.0, area, x, y, (), names)


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


def stack_ends(plot: Plot) -> list[float]:
    """Where the stacks of a linear axis end, upwards and downwards."""
    ends: list[float] = []
    for rank in range(categories(plot)):
        found = [h for bars in bars_of(plot) if rank < len(bars.heights) and (h := bars.heights[rank]) is not None]
        ends += [sum(h for h in found if h > 0), sum(h for h in found if h < 0)]
    return ends


def text_height(text: Words, size: float, available: float, taller: float = 7.0) -> float:
    """The height of words set to a width; lines with a fraction in them are so much `taller`."""
    return extents.lines(text, size, available) * (LEADING + (taller if extents.tall(text) else 0.0)) + 1


def numeral(label: Numeral) -> Mathematics:
    """A tick label as a formula: −2.5 × 10⁻³⁰."""
    mantissa = _signed(label.mantissa)
    if label.exponent is None:
        return mantissa
    power = Script(Number("10"), sup=_signed(str(label.exponent).replace("-", "−")))
    return power if not label.mantissa else Row((mantissa, Operator("×"), power))


def _signed(text: str) -> Mathematics:
    """A sign in front of a numeral belongs to it and takes no space of its own: both are one numeral."""
    return Number(text)


def axis_title(axis: Axis, ticks: Ticks | None) -> Words:
    """What an axis measures, its unit, and what its labels stand for when something was taken out of them."""
    title: list[str | Mathematics] = list(axis.label)
    if axis.unit:
        title.append(f" ({axis.unit})" if axis.label else axis.unit)
    if ticks is not None and (ticks.offset is not None or ticks.power is not None):
        power = None if ticks.power is None else Script(Number("10"), sup=_signed(str(ticks.power).replace("-", "−")))
        title.append(", ticks in " if ticks.offset is None else ", ticks: ")
        if ticks.offset is not None:
            title += [Number(ticks.offset), " + tick"]
            if power is not None:
                title.append(" × ")
        if power is not None:
            title.append(power)
    return tuple(title)


def _side(at: float, beyond: bool) -> int:
    return 0 if not beyond else 1 if at > 0.5 else -1


def _y_values(plot: Plot) -> Iterator[float | None]:
    for mark in plot.marks:
        if isinstance(mark, Line):
            yield from mark.y
        elif isinstance(mark, Band):
            yield from mark.low
            yield from mark.high


def _x_scale(plot: Plot, width: float) -> Scale:
    """The x axis ends where the data end, with as many ticks as have room."""
    values = [value for mark in plot.marks if isinstance(mark, Line | Band) for value in mark.x]
    for most in range(8, 2, -1):
        made = scale(values, plot.x.scale, most=most, widen=False)
        places = [made.along(tick.at) * width for tick in made.ticks.major]
        halves = [extents.width((numeral(tick.label),), SIZE) / 2 for tick in made.ticks.major]
        gaps = (b - a - p - q for a, b, p, q in zip(places, places[1:], halves, halves[1:], strict=False))
        if all(gap >= 7 for gap in gaps):
            break
    return made


def _column(plot: Plot, width: float, height: float) -> float:
    """The width of a column for labels at the line ends; 0 when they would crowd the picture and a legend is better."""
    named = [mark.label for mark in plot.marks if mark.label]
    # More labels than colours: only the legend's samples can show the circles that tell the second round apart.
    if not named or len(plot.marks) > palette.SERIES:
        return 0.0
    column = min(max(extents.width(label, END_SIZE) for label in named), 0.3 * width)
    column = max(column, *(extents.longest_piece(label, END_SIZE) for label in named))
    if column > 0.36 * width or any(extents.lines(label, END_SIZE, column) > 3 for label in named):
        return 0.0
    return column if sum(text_height(label, END_SIZE, column) for label in named) <= height else 0.0


def _end_labels(made: Plan, width: float, column: float) -> list[Label] | None:
    """Labels beside the line ends; None when a line ends far from the edge, where a long leader would mislead."""
    ends: list[tuple[int, layout.Point]] = []
    for rank, mark in enumerate(made.plot.marks):
        end = _end(made, mark)
        if not mark.label:
            continue
        if end is None or made.area.right - end[0] > 0.12 * made.area.width:
            return None
        ends.append((rank, end))
    heights = [text_height(made.plot.marks[rank].label, END_SIZE, column) for rank, _ in ends]
    centres = layout.spread([end[1] for _, end in ends], heights, made.area.top - 6, made.area.bottom + 3)
    if centres is None:
        return None
    x = width - column
    return [Label(rank, x, y, column, h, end) for (rank, end), y, h in zip(ends, centres, heights, strict=True)]


def _end(made: Plan, mark: Line | Band | Bars) -> layout.Point | None:
    """The last point of a line, or the middle of a band's end."""
    if isinstance(mark, Bars):
        return None
    for rank in range(len(mark.x) - 1, -1, -1):
        values = (mark.y[rank],) if isinstance(mark, Line) else (mark.low[rank], mark.high[rank])
        found = [place[0] for value in values if (place := made.marked(mark.x[rank], value)) is not None]
        if found and len(found) == len(values):
            return found[0][0], sum(y for _, y in found) / len(found)
    return None


def _legend(plot: Plot, width: float, top: float) -> tuple[list[Label], float]:
    """Legend entries in rows from `top` on, and where the legend ends."""
    named = [rank for rank, mark in enumerate(plot.marks) if mark.label]
    if len(named) < 2 and categories(plot):
        return [], top  # a single series of bars: title and axis say what it is
    room = width - SAMPLE - 5
    widths = [min(extents.width(plot.marks[rank].label, SIZE) + 2, room) for rank in named]
    # Entries of about the same width stand in columns, which the eye finds easier than a ragged flow.
    widest = max(widths, default=0.0)
    per_row = max(1, int((width + 14) // (widest + SAMPLE + 5 + 14)))
    if len(named) > per_row > 1 and widest < 1.6 * min(widths):
        widths = [widest] * len(named)
    labels: list[Label] = []
    y = top + 5
    for row in layout.flow([wide + SAMPLE + 5 for wide in widths], width, 14):
        heights = [text_height(plot.marks[named[rank]].label, SIZE, widths[rank]) for rank in row] or [0.0]
        x = 0.0
        for rank in row:
            labels.append(Label(named[rank], x + SAMPLE + 5, y + max(heights) / 2, widths[rank], max(heights)))
            x += widths[rank] + SAMPLE + 5 + 14
        y += max(heights) + 2
    return labels, y if named else top


def _names(plot: Plot, slot: float) -> Names:
    """How the category names stand under their bars: broken to fit, else sloping, else only some of them."""
    names = names_of(plot)
    if not names:
        return Names(LEADING)
    room = slot - 4
    if all(extents.longest_piece(name, SIZE) <= room for name in names):
        rows = max(extents.lines(name, SIZE, room) for name in names)
        if rows <= 3:
            return Names(rows * LEADING)
    longest = max(extents.width(name, SIZE) for name in names)
    if slot >= 1.3 * SIZE and not _are_counts(names):
        reach = [min(extents.width(name, SIZE), TILTED) * 0.71 - rank * slot for rank, name in enumerate(names)]
        return Names(min(longest, TILTED) * 0.71 + SIZE, tilted=True, reach=max(reach))
    return Names(LEADING, every=next(step for step in _counts() if step * slot > min(longest, TILTED) + 6))


def _are_counts(names: Sequence[Words]) -> bool:
    return all(len(name) == 1 and isinstance(name[0], str) and name[0].isdecimal() for name in names)


def named(plot: Plot, every: int) -> list[int]:
    """Which categories are named when there is no room for all: the round ones of counts, else every so manieth."""
    names = names_of(plot)
    if _are_counts(names):
        return [rank for rank, name in enumerate(names) if int(str(name[0])) % every == 0]
    return list(range(0, len(names), every))


def _counts() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50, …"""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def names_of(plot: Plot) -> Sequence[Words]:
    """The names under the bars; numbers from 1 when the plot gives none."""
    count = categories(plot)
    return [plot.categories[rank] if rank < len(plot.categories) else (str(rank + 1),) for rank in range(count)]
