"""A plot as a light SVG: text stays text, colours are the page's custom properties, and a curve is one short path.

Follows the typesetter's plan (scales, ticks, legend), so that it says what the typeset picture says; written for pages
that carry the same picture for many values of a slider, where outlined letters would weigh a hundred times as much.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from unicodedata import combining

from explainer.records import Band, Bars, Line, Plot, Words
from explainer.rendering.mathematics.mathml import escape
from explainer.rendering.mathematics.unicode import to_unicode, words_to_unicode
from explainer.rendering.typeset import layout, palette
from explainer.rendering.typeset.axes import axis_title, numeral
from explainer.rendering.typeset.geometry import (
    LEADING,
    SAMPLE,
    SIZE,
    TITLE_LEADING,
    TITLE_SIZE,
    Plan,
    bars_of,
    categories,
)
from explainer.rendering.typeset.names import named, names_of
from explainer.rendering.typeset.plan import plan

_WIDTH = 360.0
_EM = 0.57  # the mean width of a letter of the reader's own sans serif, which can't be measured here, on the safe side
_ARROW_GAP = 9.0


def chart_svg(plot: Plot, key: str) -> str:
    """The plot as an SVG element named by its `alt`. Needs no id of its own, so `key` is not used in it."""
    made = plan(plot, _WIDTH, at_ends=False)
    names, bottom = _legend(made)
    top = _title_top(made)
    size = f'viewBox="-3 {_number(top)} {_number(_WIDTH + 14)} {_number(bottom - top)}"'
    words = f'font-family="system-ui,sans-serif" font-size="{_number(SIZE)}"'
    drawn = "".join(f"{element}\n" for element in (*_elements(made), *names) if element)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(plot.alt)}" {size} {words} '
        f'fill="none" stroke-linejoin="round">\n{drawn}</svg>'
    )


def _elements(made: Plan) -> Iterator[str]:
    plot = made.plot
    for rank, line in enumerate(_title(plot), 1):
        yield _text(0, _title_top(made) + TITLE_LEADING * rank - 3, line, "ink", f' font-size="{TITLE_SIZE}" font-weight="600"')
    yield from _frame(made)
    ranked = list(enumerate(plot.marks))
    for rank, mark in ranked:
        if isinstance(mark, Band):
            yield from _band(made, rank, mark)
    yield from _bars(made)
    for style in ("solid", "dashed", "points"):
        for rank, mark in ranked:
            if isinstance(mark, Line) and mark.style == style:
                yield from _line(made, rank, mark)
    zero = made.y.place(0.0)
    below = not made.y.logarithmic and made.y.ticks.low < 0 < made.y.ticks.high and zero is not None
    ground = made.down(zero.at) if below and zero is not None else made.area.bottom
    yield _path(f"M{_number(made.area.left)} {_number(ground)}H{_number(made.area.right)}", "muted", 0.8)


def _title(plot: Plot) -> list[str]:
    return wrap(words_to_unicode(plot.title), 62) if plot.title else []


def _title_top(made: Plan) -> float:
    """The title stands close above what the y axis measures, which is one line here whatever it is typeset."""
    return made.area.top - 8 - SIZE - 8 - TITLE_LEADING * len(_title(made.plot))


def _frame(made: Plan) -> Iterator[str]:
    """Slots for what lies beyond the axes, grid, tick labels, and what the axes measure."""
    area = made.area
    yield from _slots(made)
    rules = [made.down(made.y.along(tick.at)) for tick in made.y.ticks.major]
    yield _path("".join(f"M{_number(area.left)} {_number(y)}H{_number(area.right)}" for y in rules), "grid", 0.5)
    for y, tick in zip(rules, made.y.ticks.major, strict=True):
        yield _text(area.left - 5, y + 3.3, to_unicode(numeral(tick.label)), "muted", ' text-anchor="end"')
    short = [made.down(made.y.along(at)) for at in made.y.ticks.minor]
    yield _path("".join(f"M{_number(area.left - 2.5)} {_number(y)}h2.5" for y in short), "muted", 0.5)
    yield _text(0, area.top - 8, _flat(axis_title(made.plot.y, made.y.ticks)), "muted")
    under = _flat(axis_title(made.plot.x, None if made.x is None else made.x.ticks))
    middle = (area.left + area.right) / 2
    yield _text(middle, area.bottom + made.names.height + 14, under, "muted", ' text-anchor="middle"')
    yield from _names(made) if made.x is None else _x_ticks(made)


def _slots(made: Plan) -> Iterator[str]:
    """Grounds for values beyond a scale: zero on a logarithmic axis, infinity."""
    area = made.area
    if made.y.below:
        top = made.down(made.y.start) + 4
        yield _box(area.left, top, area.width, area.bottom - top, "panel")
        yield _text(area.left - 5, (top + area.bottom) / 2 + 3.3, made.y.below, "muted", ' text-anchor="end"')
    if made.y.above:
        bottom = made.down(made.y.end) - 4
        yield _box(area.left, area.top, area.width, bottom - area.top, "panel")
        yield _text(area.left - 5, (area.top + bottom) / 2 + 3.3, made.y.above, "muted", ' text-anchor="end"')
    sides = () if made.x is None else ((made.x.below, 0.0, made.x.start), (made.x.above, made.x.end, 1.0))
    for name, start, end in sides:
        if name:
            left, right = made.across(start) + (4 if start else 0), made.across(end) - (0 if start else 4)
            yield _box(left, area.top, right - left, area.height, "panel")
            yield _text((left + right) / 2, area.bottom + 13, name, "muted", ' text-anchor="middle"')


def _x_ticks(made: Plan) -> Iterator[str]:
    assert made.x is not None
    bottom = made.area.bottom
    large = [made.across(made.x.along(tick.at)) for tick in made.x.ticks.major]
    small = [made.across(made.x.along(at)) for at in made.x.ticks.minor]
    marks = [f"M{_number(x)} {_number(bottom)}v3.5" for x in large] + [f"M{_number(x)} {_number(bottom)}v2" for x in small]
    yield _path("".join(marks), "muted", 0.5)
    for x, tick in zip(large, made.x.ticks.major, strict=True):
        yield _text(x, bottom + 13, to_unicode(numeral(tick.label)), "muted", ' text-anchor="middle"')


def _names(made: Plan) -> Iterator[str]:
    """The names under the bars: broken into lines, or sloping."""
    names = names_of(made.plot)
    for rank in named(made.plot, made.names.every):
        x, name, top = made.slot(rank), words_to_unicode(names[rank]), made.area.bottom + 13
        if made.names.tilted:
            turned = f' text-anchor="end" transform="rotate(-45 {_number(x + 3)} {_number(top - 4)})"'
            yield _text(x + 3, top - 4, name, "muted", turned)
            continue
        room = max(4, int(made.slot_width * made.names.every / (SIZE * 0.5)))
        for row, line in enumerate(wrap(name, room, break_long_words=False)):
            yield _text(x, top + LEADING * row, line, "muted", ' text-anchor="middle"')


def _line(made: Plan, rank: int, mark: Line) -> Iterator[str]:
    """A curve cut where it has no value; what lies beyond an axis becomes arrows."""
    runs: list[list[layout.Point]] = [[]]
    beyond: list[tuple[layout.Point, int]] = []
    for x, y in zip(mark.x, mark.y, strict=False):
        place = made.marked(x, y)
        if place is not None and not place[1]:
            runs[-1].append(place[0])
            continue
        runs.append([])
        if place is not None and (not beyond or math.dist(beyond[-1][0], place[0]) >= _ARROW_GAP):
            beyond.append(place)
    ink = _ink(rank)
    points = [point for run in runs for point in run] if mark.style == "points" else [run[0] for run in runs if len(run) == 1]
    if mark.style != "points":
        path = "".join(_trace(layout.thin(run, 0.3)) for run in runs if len(run) > 1)
        yield _path(path, ink, 1.1, ' stroke-dasharray="4.5 2.6"') if mark.style == "dashed" else _path(path, ink, 1.7)
    yield _path("".join(f"M{_number(x)} {_number(y)}h0" for x, y in points), ink, 4, ' stroke-linecap="round"')
    yield _path("".join(_arrow(x, y, way) for (x, y), way in beyond), ink, 1.1)


def _arrow(x: float, y: float, way: int) -> str:
    """A small arrow head at a place: 1 down, −1 up, 2 left, −2 right."""
    moves = {1: "l3 4l3 -4", -1: "l3 -4l3 4", 2: "l-4 3l4 3", -2: "l4 3l-4 3"}
    left, top = (x - 3, y - 2 * way) if abs(way) == 1 else (x + way, y - 3)
    return f"M{_number(left)} {_number(top)}{moves[way]}"


def _band(made: Plan, rank: int, mark: Band) -> Iterator[str]:
    pieces: list[list[tuple[layout.Point, layout.Point]]] = [[]]
    for x, low, high in zip(mark.x, mark.low, mark.high, strict=False):
        bottom, top = made.point(x, low), made.point(x, high)
        if bottom is None or top is None or bottom[1] or (bottom[2] < 0 and top[2] < 0):
            pieces.append([])
        else:
            pieces[-1].append((bottom[0], top[0]))
    path = ""
    for piece in pieces:
        if len(piece) > 1:
            lower, upper = layout.thin([low for low, _ in piece], 0.3), layout.thin([high for _, high in piece], 0.3)
            path += _trace([*lower, *reversed(upper)]) + "Z"
    if path:
        colour = f"var(--chart-{_ink(rank)})"
        yield f'<path fill="{colour}" fill-opacity=".22" stroke="{colour}" stroke-width=".6" d="{path}"/>'


def _bars(made: Plan) -> Iterator[str]:
    """Stacked on a linear axis, side by side on a logarithmic one, where sums have no length."""
    series = bars_of(made.plot)
    ranks = [rank for rank, mark in enumerate(made.plot.marks) if isinstance(mark, Bars)]
    aside = made.y.logarithmic and len(series) > 1
    wide = 0.74 * made.slot_width / (len(series) if aside else 1)
    ends = [[0.0, 0.0] for _ in range(categories(made.plot))]
    for order, (rank, mark) in enumerate(zip(ranks, series, strict=True)):
        for slot, height in enumerate(mark.heights):
            left = made.slot(slot) - 0.37 * made.slot_width + (order * wide if aside else 0)
            if height is None or math.isnan(height):
                continue
            if made.y.logarithmic:
                place = made.marked(0, height)
                if place is not None and place[1]:
                    yield _path(_arrow(left + wide / 2, place[0][1], place[1]), _ink(rank), 1.1)
                elif place is not None:
                    yield _box(left, place[0][1], wide, made.area.bottom - place[0][1], _ink(rank))
                continue
            side = 0 if height >= 0 else 1
            start = ends[slot][side]
            ends[slot][side] += height
            first, last = _down(made, start), _down(made, start + height)
            gap = 0.8 if len(series) > 1 and abs(first - last) > 2 else 0.0
            yield _box(left, min(first, last), wide, abs(first - last) - gap, _ink(rank))


def _down(made: Plan, value: float) -> float:
    place = made.y.place(value)
    return made.down(0.0 if place is None else place.at)


def _legend(made: Plan) -> tuple[list[str], float]:
    """Samples and names of the marks, in rows, and where they end."""
    ranked = [(rank, mark) for rank, mark in enumerate(made.plot.marks) if mark.label]
    y = made.area.bottom + made.names.height + (29.0 if made.plot.x.label or made.plot.x.unit else 15.0)
    if len(ranked) < 2 and categories(made.plot):
        return [], y  # a single series of bars: title and axis say what it is
    room = [SAMPLE + 6 + _EM * SIZE * _length(words_to_unicode(mark.label)) for _, mark in ranked]
    drawn: list[str] = []
    for row in layout.flow(room, _WIDTH, 12):
        x = 0.0
        for place in row:
            drawn += _entry(*ranked[place], x, y)
            x += room[place] + 12
        y += LEADING + 2
    return drawn, y - LEADING / 2


def _entry(rank: int, mark: Line | Band | Bars, left: float, y: float) -> Iterator[str]:
    ink = _ink(rank)
    if isinstance(mark, Line) and mark.style == "points":
        yield _path(f"M{_number(left + SAMPLE / 2)} {_number(y)}h0", ink, 4.2, ' stroke-linecap="round"')
    elif isinstance(mark, Line):
        dashes = ' stroke-dasharray="4.5 2.6"' if mark.style == "dashed" else ""
        yield _path(f"M{_number(left)} {_number(y)}h{_number(SAMPLE)}", ink, 1.1 if dashes else 1.7, dashes)
    else:
        yield _box(left, y - 4, SAMPLE, 8, ink, alpha="" if isinstance(mark, Bars) else ".38")
    yield _text(left + SAMPLE + 5, y + 3.3, words_to_unicode(mark.label), "ink")


def _length(text: str) -> int:
    """How many letters wide a text is: marks over letters take no room."""
    return sum(not combining(letter) for letter in text if letter not in "^_")


def _ink(rank: int) -> str:
    return f"series-{rank % palette.SERIES + 1}"


def _flat(words: Words) -> str:
    return words_to_unicode(words)


def _text(x: float, y: float, text: str, ink: str, more: str = "") -> str:
    shown = _raised(text)
    return f'<text x="{_number(x)}" y="{_number(y)}" fill="var(--chart-{ink})"{more}>{shown}</text>' if text else ""


# What plain text can only write on the line: ^T, ^(−bt), b_u, W_(cc), and the time ⟨t⟩ after a letter.
_SCRIPTS = re.compile(r"\^(?P<up>\([^()]*\)|\w+)|_(?P<low>\([^()]*\)|\w+)|(?<=[^\W\d_]|\u0303)(?P<time>⟨[^⟩]*⟩)")


def _raised(text: str) -> str:
    """The text with its exponents, indices and times raised and lowered."""
    written, back, last = "", 0.0, 0
    for found in _SCRIPTS.finditer(text):
        written += _shifted(text[last : found.start()], back)
        script = found["up"] or found["low"] or found["time"]
        shift = 2.5 if found["low"] else -3.5
        start = shift if found.start() > last or not back else shift + back
        inner = script[1:-1] if script.startswith("(") else script
        written += f'<tspan dy="{_number(start)}" font-size="75%">{escape(inner)}</tspan>'
        back, last = -shift, found.end()
    return written + _shifted(text[last:], back)


def _shifted(text: str, by: float) -> str:
    return f'<tspan dy="{_number(by)}">{escape(text)}</tspan>' if by and text else escape(text)


def _path(path: str, ink: str, width: float, more: str = "") -> str:
    return f'<path stroke="var(--chart-{ink})" stroke-width="{_number(width)}"{more} d="{path}"/>' if path else ""


def _box(x: float, y: float, width: float, height: float, ink: str, *, alpha: str = "") -> str:
    opacity = f' fill-opacity="{alpha}"' if alpha else ""
    size = f'width="{_number(width)}" height="{_number(max(0.0, height))}"'
    return f'<rect x="{_number(x)}" y="{_number(y)}" {size} fill="var(--chart-{ink})"{opacity}/>'


def _trace(points: Sequence[layout.Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    """A tenth of a point is finer than a pixel."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text
