"""What a chart's axes say: the range they cover, tick labels as formulas, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.records.answer import Axis, Band, Line, Plot
from explainer.records.mathematics import Mathematics, Number, Operator, Row, Script, Words
from explainer.rendering.typeset import extents
from explainer.rendering.typeset.geometry import LEADING, SIZE, bars_of, categories
from explainer.rendering.typeset.scale import Scale, scale
from explainer.rendering.typeset.ticks import Numeral, Ticks


def y_scale(plot: Plot) -> Scale:
    """The y axis: around all values, the ends of stacked bars among them, ending on ticks."""
    logarithmic, series = plot.y.scale == "log", bars_of(plot)
    heights = [height for bars in series for height in bars.heights] if logarithmic else stack_ends(plot)
    most = 7 if logarithmic else 6
    return scale([*_y_values(plot), *heights], plot.y.scale, most=most, widen=True, zero=bool(series))


def x_scale(plot: Plot, width: float) -> Scale:
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


def stack_ends(plot: Plot) -> list[float]:
    """Where the stacks of a linear axis end, upwards and downwards."""
    ends: list[float] = []
    for rank in range(categories(plot)):
        found = [h for bars in bars_of(plot) if rank < len(bars.heights) and (h := bars.heights[rank]) is not None]
        ends += [sum(h for h in found if h > 0), sum(h for h in found if h < 0)]
    return ends


def _y_values(plot: Plot) -> Iterator[float | None]:
    for mark in plot.marks:
        if isinstance(mark, Line):
            yield from mark.y
        elif isinstance(mark, Band):
            yield from mark.low
            yield from mark.high


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


def text_height(text: Words, size: float, available: float, taller: float = 7.0) -> float:
    """The height of words set to a width; lines with a fraction in them are so much `taller`."""
    return extents.lines(text, size, available) * (LEADING + (taller if extents.tall(text) else 0.0)) + 1
