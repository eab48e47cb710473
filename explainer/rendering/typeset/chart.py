"""A chart as one expression for the typesetter: the plan's parts drawn in order, from grid to labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from explainer.records.answer import Band, Bars, Line, Plot
from explainer.rendering.typeset import marks, palette
from explainer.rendering.typeset.axes import axis_title, numeral
from explainer.rendering.typeset.geometry import LEADING, SAMPLE, SIZE, TILTED, TITLE_SIZE, Label, Plan
from explainer.rendering.typeset.marks import paint
from explainer.rendering.typeset.names import named, names_of
from explainer.rendering.typeset.plan import plan
from explainer.rendering.typeset.source import inline, literal, number, words

WIDTH = 360.0  # points: at this width a chart's letters are as large as a phone's own when it fills the screen


def chart(plot: Plot, theme: str, width: float = WIDTH) -> tuple[str, Plan]:
    """The expression that draws the plot (a block of the plan's size), and the plan it follows."""
    colours = palette.colours(theme)
    made = plan(plot, width)
    body = "\n".join(line for line in _parts(made, colours) if line)
    size = f"width:{number(made.width)}pt,height:{number(made.height)}pt"
    ink = f"set text(size:{number(SIZE)}pt,fill:{paint(colours['ink'])},weight:400)"
    par = "set par(leading:0.42em,justify:false,first-line-indent:0pt)"
    return f"block({size},breakable:false,{{\n{ink}\n{par}\n{body}\n}})", made


def _parts(made: Plan, colours: Mapping[str, str]) -> Iterator[str]:
    plot = made.plot
    if plot.title:
        title = f"text(size:{number(TITLE_SIZE)}pt,weight:600,{words(plot.title)})"
        yield f"at(0,0,{number(made.width)},{number(made.title_height)},top+left,{title})"
    yield from _frame(made, colours)
    ranked = list(enumerate(plot.marks))
    yield from (
        call for rank, mark in ranked if isinstance(mark, Band) for call in marks.band(made, rank, mark, colours)
    )
    yield from marks.bars(made, colours)
    for style in ("solid", "dashed", "points"):
        lines = [(rank, mark) for rank, mark in ranked if isinstance(mark, Line) and mark.style == style]
        yield from (call for rank, mark in lines for call in marks.line(made, rank, mark, colours))
    yield _axis_line(made, colours)
    if not _has_values(plot):
        area, muted = made.area, paint(colours["muted"])
        empty = f"text(fill:{muted},{literal('no values to show')})"
        yield f"at({number(area.left)},{number(area.top)},{number(area.width)},{number(area.height)},center+horizon,{empty})"
    yield from marks.values_above(made, plot, colours)
    yield from (call for label in made.labels for call in _label(made, label, colours))


def _has_values(plot: Plot) -> bool:
    for mark in plot.marks:
        values = mark.y if isinstance(mark, Line) else mark.low if isinstance(mark, Band) else mark.heights
        if any(value is not None and not math.isnan(value) for value in values):
            return True
    return False


def _frame(made: Plan, colours: Mapping[str, str]) -> Iterator[str]:
    """Slots for what lies beyond, grid, tick labels, and what the axes measure."""
    area, muted = made.area, paint(colours["muted"])
    yield from _slots(made, colours)
    grid = []
    for tick in made.y.ticks.major:
        y = made.down(made.y.along(tick.at))
        grid.append(f"({number(area.left)},{number(y)},{number(area.right)},{number(y)})")
        yield _beside(made, y, inline(numeral(tick.label)), muted)
    yield f"rules(({','.join(grid)},),0.5pt+{paint(colours['grid'])})" if grid else ""
    short = [made.down(made.y.along(at)) for at in made.y.ticks.minor]
    yield _rules([(area.left - 2.5, y, area.left, y) for y in short], muted)
    y_title = axis_title(made.plot.y, made.y.ticks)
    body = f"text(fill:{muted},{words(y_title, large=True)})"
    yield f"at(0,{number(made.title_height)},{number(made.width)},{number(LEADING)},top+left,{body})"
    x_title = axis_title(made.plot.x, None if made.x is None else made.x.ticks)
    top = area.bottom + 5 + made.names.height + 2
    body = f"text(fill:{muted},{words(x_title, large=True)})"
    yield f"at({number(area.left)},{number(top)},{number(area.width)},{number(LEADING)},top+center,{body})"
    yield from _names(made, muted) if made.x is None else _x_ticks(made, muted)


def _slots(made: Plan, colours: Mapping[str, str]) -> Iterator[str]:
    area, panel, muted = made.area, paint(colours["panel"]), paint(colours["muted"])
    if made.y.below:
        top = made.down(made.y.start) + 4
        yield f"area({number(area.left)},{number(top)},{number(area.width)},{number(area.bottom - top)},{panel})"
        yield _beside(made, (top + area.bottom) / 2, literal(made.y.below), muted)
    if made.y.above:
        bottom = made.down(made.y.end) - 4
        yield f"area({number(area.left)},{number(area.top)},{number(area.width)},{number(bottom - area.top)},{panel})"
        yield _beside(made, (area.top + bottom) / 2, literal(made.y.above), muted)
    for name, start, end in (
        () if made.x is None else ((made.x.below, 0.0, made.x.start), (made.x.above, made.x.end, 1.0))
    ):
        if name:
            left, right = made.across(start) + (4 if start else 0), made.across(end) - (0 if start else 4)
            yield f"area({number(left)},{number(area.top)},{number(right - left)},{number(area.height)},{panel})"
            yield _under((left + right) / 2, area.bottom, literal(name), muted)


def _x_ticks(made: Plan, muted: str) -> Iterator[str]:
    if made.x is None:
        return
    bottom = made.area.bottom
    places = [(made.across(made.x.along(tick.at)), tick) for tick in made.x.ticks.major]
    yield _rules([(x, bottom, x, bottom + 3.5) for x, _ in places], muted)
    small = [made.across(made.x.along(at)) for at in made.x.ticks.minor]
    yield _rules([(x, bottom, x, bottom + 2) for x in small], muted)
    for x, tick in places:
        yield _under(x, bottom, inline(numeral(tick.label)), muted)


def _names(made: Plan, muted: str) -> Iterator[str]:
    """The names of the categories: under the bars in their slots, or sloping, or every so manieth."""
    top, wide = made.area.bottom + 5, made.slot_width * made.names.every
    names = names_of(made.plot)
    for rank in named(made.plot, made.names.every):
        x, name = made.slot(rank), words(names[rank])
        if made.names.tilted:
            # The name's right end stands under its bar.
            line = f"block(width:{TILTED}pt,height:1em,align(right+top,text(fill:{muted},{name})))"
            body = f"rotate(-45deg,origin:top+right,{line})"
            yield f"at({number(x - TILTED + 3)},{number(top - 1)},{TILTED},10,top+left,{body})"
        else:
            body = f"text(fill:{muted},{name})"
            yield f"at({number(x - wide / 2 + 1)},{number(top)},{number(wide - 2)},{number(made.names.height)},top+center,{body})"


def _axis_line(made: Plan, colours: Mapping[str, str]) -> str:
    """The x axis: at the bottom, or at zero when bars or lines go below it. Above the marks, so that bars stand on it."""
    y = made.area.bottom
    zero = made.y.place(0.0)
    if not made.y.logarithmic and made.y.ticks.low < 0 < made.y.ticks.high and zero is not None:
        y = made.down(zero.at)
    return _rules([(made.area.left, y, made.area.right, y)], paint(colours["muted"]), 0.8)


def _label(made: Plan, label: Label, colours: Mapping[str, str]) -> Iterator[str]:
    mark = made.plot.marks[label.mark]
    ink = colours["ink"] if label.anchor is None else marks.colour(label.mark, colours)
    weight = "" if label.anchor is None else "weight:600,"
    body = f"text({weight}fill:{paint(ink)},{words(mark.label)})"
    top, wide, high = number(label.y - label.height / 2), number(label.width + 3), number(label.height)
    yield f"at({number(label.x)},{top},{wide},{high},left+horizon,{body})"
    if label.anchor is None:
        yield from _sample(label, mark, colours)
    elif abs(label.y - label.anchor[1]) > 3 or made.area.right - label.anchor[0] > 4:
        x, y = label.anchor
        bend = min(made.area.right + 3, label.x - 5)
        path = ((x + 2.5, y), (max(bend, x + 2.5), y), (label.x - 2, label.y))
        corners = ",".join(f"({number(a)},{number(b)})" for a, b in path)
        yield f"trace(({corners}),0.5pt+{paint(ink)})"


def _sample(label: Label, mark: Line | Band | Bars, colours: Mapping[str, str]) -> Iterator[str]:
    """The piece of line or colour before a legend entry."""
    left, y = label.x - SAMPLE - 5, label.y
    ink = marks.colour(label.mark, colours)
    if isinstance(mark, Line) and mark.style == "points":
        yield f"discs((({number(left + SAMPLE / 2)},{number(y)}),),2.1,{paint(ink)},none)"
    elif isinstance(mark, Line):
        yield f"trace((({number(left)},{number(y)}),({number(left + SAMPLE)},{number(y)})),{marks.pen(mark.style, paint(ink))})"
        if label.mark >= palette.SERIES:
            yield f"discs((({number(left + SAMPLE / 2)},{number(y)}),),2.3,{paint(colours['paper'])},0.9pt+{paint(ink)})"
    else:
        alpha = "" if isinstance(mark, Bars) else "60"
        yield f"area({number(left)},{number(y - 4)},{number(SAMPLE)},8,{paint(ink, alpha)})"
        if isinstance(mark, Band):
            yield _rules([(left, edge, left + SAMPLE, edge) for edge in (y - 4, y + 4)], paint(ink), 0.6)


def _beside(made: Plan, y: float, body: str, ink: str) -> str:
    """A label left of the y axis, its middle at y."""
    return f"at(0,{number(y - 6)},{number(made.area.left - 5)},12,right+horizon,text(fill:{ink},{body}))"


def _under(x: float, bottom: float, body: str, ink: str) -> str:
    """A label under the x axis, its middle at x."""
    return f"at({number(x - 40)},{number(bottom + 5)},80,12,center+top,text(fill:{ink},{body}))"


def _rules(ends: list[tuple[float, float, float, float]], ink: str, thickness: float = 0.5) -> str:
    if not ends:
        return ""
    calls = ",".join("(" + ",".join(map(number, end)) + ")" for end in ends)
    return f"rules(({calls},),{number(thickness)}pt+{ink})"
