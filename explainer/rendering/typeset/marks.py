"""Lines, bands and bars as drawing calls. A gap stays a gap, and what lies beyond an axis gets an arrow, never a line.

Each function takes the plan of the chart and gives source lines; colours are those of a theme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from explainer.notation import show
from explainer.records.answer import Band, Bars, Line, Plot
from explainer.rendering import contents
from explainer.rendering.typeset import extents, layout, palette
from explainer.rendering.typeset.geometry import SIZE, Plan, bars_of, categories
from explainer.rendering.typeset.source import array, inline, literal, number

_ARROW_GAP = 9.0  # arrows nearer than this to each other become a row with this distance
_BAND = "38"  # the alpha of a band, as two hexadecimal digits
_FEW_POINTS = 60
_MOST_POINTS = 1500


def colour(rank: int, colours: Mapping[str, str]) -> str:
    """The colour of mark number `rank`: eight, then again from the first."""
    return colours[f"series-{rank % palette.SERIES + 1}"]


def paint(hexadecimal: str, alpha: str = "") -> str:
    """A colour expression."""
    return f"rgb({literal(hexadecimal + alpha)})"


@dataclass
class _Runs:
    """A line cut where it has no value: connected runs, single points, and points beyond an axis by direction."""

    runs: list[list[layout.Point]] = field(default_factory=list)
    lone: list[layout.Point] = field(default_factory=list)
    beyond: dict[int, list[layout.Point]] = field(default_factory=dict)


def _runs(made: Plan, mark: Line) -> _Runs:
    found = _Runs()
    current: list[layout.Point] = []
    for x, y in zip(mark.x, mark.y, strict=False):
        place = made.marked(x, y)
        if place is not None and not place[1]:
            current.append(place[0])
            continue
        _close(found, current)
        current = []
        if place is not None:
            found.beyond.setdefault(place[1], []).append(place[0])
    _close(found, current)
    return found


def _close(found: _Runs, run: list[layout.Point]) -> None:
    if len(run) > 1:
        found.runs.append(run)
    found.lone += run if len(run) == 1 else []


def line(made: Plan, rank: int, mark: Line, colours: Mapping[str, str]) -> Iterator[str]:
    """A curve, or points. A line of the second round of colours carries hollow circles as well."""
    found = _runs(made, mark)
    ink = paint(colour(rank, colours))
    if mark.style == "points":
        points = [*(point for run in found.runs for point in run), *found.lone]
        radius = 2.1 if len(points) <= _FEW_POINTS else 1.1
        yield _dots(points[:: max(1, len(points) // _MOST_POINTS)], radius, ink, "none")
    else:
        for run in found.runs:
            yield f"trace({_points(layout.thin(run, 0.3))},{pen(mark.style, ink)})"
        if found.lone:
            yield _dots(found.lone, 1.9, ink, "none")
        if rank >= palette.SERIES:
            yield _dots(
                _spaced([point for run in found.runs for point in run], 28),
                2.3,
                paint(colours["paper"]),
                f"0.9pt+{ink}",
            )
    for way in sorted(found.beyond):
        yield f"arrows({_points(_spaced(found.beyond[way], _ARROW_GAP))},{way},{ink})"


def pen(style: str, ink: str) -> str:
    """The stroke of a line: dashed for a prediction, thinner than the measurement it may lie upon."""
    if style == "dashed":
        return f'(paint:{ink},thickness:1.1pt,dash:(array:(4.5pt,2.6pt)),cap:"butt",join:"round")'
    return f'(paint:{ink},thickness:1.7pt,cap:"round",join:"round")'


def band(made: Plan, rank: int, mark: Band, colours: Mapping[str, str]) -> Iterator[str]:
    """The region between two curves, cut where either is missing, and each curve as a thin line wherever it is known.

    A side beyond the axis lets the region run to the axis's end, without a line there.
    """
    ink = colour(rank, colours)
    run: list[tuple[layout.Point, layout.Point]] = []
    pieces = [run]
    for x, low, high in zip(mark.x, mark.low, mark.high, strict=False):
        bottom, top = made.point(x, low), made.point(x, high)
        if bottom is None or top is None or bottom[1] or (bottom[2] < 0 and top[2] < 0):
            run = []
            pieces.append(run)
            continue
        run.append((bottom[0], top[0]))
    for piece in pieces:
        lower, upper = layout.thin([p for p, _ in piece], 0.3), layout.thin([p for _, p in piece], 0.3)
        if len(piece) == 1:
            (x, y1), (_, y2) = piece[0]
            yield f"rule({number(x)},{number(y1)},{number(x)},{number(y2)},3pt+{paint(ink, _BAND)})"
        elif piece:
            yield f"region({_points([*lower, *reversed(upper)])},{paint(ink, _BAND)})"
    for side in (mark.low, mark.high):
        edge = _runs(made, Line((), mark.x, side))
        yield from (f"trace({_points(layout.thin(run, 0.3))},0.6pt+{paint(ink)})" for run in edge.runs)


def bars(made: Plan, colours: Mapping[str, str]) -> Iterator[str]:
    """All bars of the plot: stacked on a linear axis, side by side on a logarithmic one, where sums have no length."""
    series = bars_of(made.plot)
    ranks = [rank for rank, mark in enumerate(made.plot.marks) if isinstance(mark, Bars)]
    side_by_side = made.y.logarithmic and len(series) > 1
    share = 0.74 if categories(made.plot) <= 40 else 0.9
    wide = share * made.slot_width / (len(series) if side_by_side else 1)
    ground = made.area.bottom if made.y.logarithmic else made.down(_at(made, 0.0))
    for slot in range(categories(made.plot)):
        up, under = 0.0, 0.0
        for order, (rank, mark) in enumerate(zip(ranks, series, strict=True)):
            height = mark.heights[slot] if slot < len(mark.heights) else None
            left = made.slot(slot) - share * made.slot_width / 2 + (order * wide if side_by_side else 0)
            if height is None:
                yield _nothing(left + wide / 2, ground, colours) if side_by_side or len(series) == 1 else ""
                continue
            if made.y.logarithmic:
                yield from _logarithmic_bar(made, left, wide, height, paint(colour(rank, colours)))
                continue
            start = up if height >= 0 else under
            up, under = (up + height, under) if height >= 0 else (up, under + height)
            first, last = made.down(_at(made, start)), made.down(_at(made, start + height))
            # A hair of paper between the parts of a stack, so that they are told apart without their colours.
            gap = 0.8 if len(series) > 1 and abs(first - last) > 2 else 0.0
            box = ",".join(map(number, (left, min(first, last), wide, abs(first - last) - gap)))
            yield f"area({box},{paint(colour(rank, colours))})"


def _logarithmic_bar(made: Plan, left: float, wide: float, height: float, ink: str) -> Iterator[str]:
    place = made.marked(0, height)
    if place is None:
        return
    y = place[0][1]
    if place[1]:
        yield f"arrows(({_pair((left + wide / 2, y))},),{place[1]},{ink})"
    else:
        yield f"area({number(left)},{number(y)},{number(wide)},{number(made.area.bottom - y)},{ink})"


def _at(made: Plan, value: float) -> float:
    place = made.y.place(value)
    return 0.0 if place is None else place.at


def _nothing(x: float, ground: float, colours: Mapping[str, str]) -> str:
    """A dash where a bar has no value: not the same as a bar of height zero."""
    return f"at({number(x - 10)},{number(ground - 9)},20,9,center+horizon,text(fill:{paint(colours['muted'])},{literal('–')}))"


def values_above(made: Plan, plot: Plot, colours: Mapping[str, str]) -> Iterator[str]:
    """The height of each bar written above it, where there is one series of few and wide bars on a linear axis."""
    series = bars_of(plot)
    if len(series) != 1 or categories(plot) > 14:
        return
    size = SIZE - 1
    shown = [None if h is None else contents.number(show(float(f"{h:.3g}"))) for h in series[0].heights]
    if any(formula is not None and extents.width((formula,), size) > made.slot_width - 2 for formula in shown):
        return
    for slot, (height, formula) in enumerate(zip(series[0].heights, shown, strict=True)):
        place = None if height is None else made.point(slot, height)
        if place is None or formula is None or place[2]:
            continue
        x, y = place[0]
        top = y - 11 if height is None or height >= 0 or made.y.logarithmic else y + 1
        ink = paint(colours["ink"])
        yield f"at({number(x - 40)},{number(top)},80,10,center+horizon,text(size:{number(size)}pt,fill:{ink},{inline(formula)}))"


def _spaced(points: Sequence[layout.Point], gap: float) -> list[layout.Point]:
    """The first of the points, then each that is far enough from the one kept before."""
    kept: list[layout.Point] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= gap:
            kept.append(point)
    return kept


def _pair(point: layout.Point) -> str:
    return f"({number(point[0])},{number(point[1])})"


def _points(points: Sequence[layout.Point]) -> str:
    return array(_pair(point) for point in points)


def _dots(points: Sequence[layout.Point], radius: float, fill: str, stroke: str) -> str:
    return f"discs({_points(points)},{number(radius)},{fill},{stroke})"
