"""A chart's plan: how large each part is and where it stands, before anything is drawn. Plain Python, in points.

From the top: title, what the y axis measures, the plotting area with labels at the line ends (or without), tick labels,
what the x axis measures, and a legend when the labels could not stand at the line ends.
"""

from __future__ import annotations

from dataclasses import replace

from explainer.records.answer import Plot
from explainer.rendering.typeset import extents
from explainer.rendering.typeset.axes import axis_title, numeral, text_height, x_scale, y_scale
from explainer.rendering.typeset.geometry import (
    LEADING,
    SIZE,
    TALL,
    TITLE_LEADING,
    TITLE_SIZE,
    Area,
    Names,
    Plan,
    categories,
)
from explainer.rendering.typeset.labels import column_width, end_labels, legend
from explainer.rendering.typeset.names import names_under
from explainer.rendering.typeset.scale import Scale

_HEIGHT = 190.0  # of the plotting area
_EDGE = 8.0  # right of it, for half a tick label
_GAP = 12.0  # between it and labels at the line ends


def plan(plot: Plot, width: float, *, at_ends: bool = True) -> Plan:
    """Lays the plot out in a chart of this width. at_ends: labels may stand at the line ends, else always in a legend."""
    title = extents.lines(plot.title, TITLE_SIZE * extents.BOLD, width) * TITLE_LEADING + 4 if plot.title else 0.0
    y = y_scale(plot)
    top = title + text_height(axis_title(plot.y, y.ticks), SIZE, width, TALL) + 7
    left = _gutter(y) + 7
    column, names = 0.0, Names(LEADING)
    if count := categories(plot):
        names = names_under(plot, (width - _EDGE - left) / count)
        left = max(left, names.reach - 0.5 * (width - _EDGE - left) / count + 4)
    elif at_ends:
        column = column_width(plot, width, _HEIGHT)
    made = _placed(plot, Area(left, top, width - (column + _GAP if column else _EDGE), top + _HEIGHT), y, names)
    labels = end_labels(made, width, column) if column else None
    if column and labels is None:
        made = _placed(plot, Area(left, top, width - _EDGE, top + _HEIGHT), y, names)
    bottom = made.area.bottom + 5 + names.height
    x_title = axis_title(plot.x, None if made.x is None else made.x.ticks)
    if x_title:
        bottom += text_height(x_title, SIZE, made.area.width, TALL) + 3
    if labels is None:
        labels, bottom = legend(plot, width, bottom)
    return replace(made, width=width, height=bottom + 2, title_height=title, labels=tuple(labels))


def _gutter(y: Scale) -> float:
    """The width of the widest label beside the y axis."""
    ticks = (extents.width((numeral(tick.label),), SIZE) for tick in y.ticks.major)
    return max([*ticks, *(extents.width(name, SIZE) for name in (y.below, y.above))])


def _placed(plot: Plot, area: Area, y: Scale, names: Names) -> Plan:
    """A plan with its axes and nothing around them yet."""
    x = None if categories(plot) else x_scale(plot, area.width)
    return Plan(plot, 0.0, 0.0, 0.0, area, x, y, (), names)
