"""What names the marks of a chart: labels beside the line ends, or a legend when they would crowd or mislead."""

from __future__ import annotations

from explainer.records.answer import Band, Bars, Line, Plot
from explainer.rendering.typeset import extents, layout, palette
from explainer.rendering.typeset.axes import text_height
from explainer.rendering.typeset.geometry import END_SIZE, SAMPLE, SIZE, Label, Plan, categories


def column_width(plot: Plot, width: float, height: float) -> float:
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


def end_labels(made: Plan, width: float, column: float) -> list[Label] | None:
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
    """The last point of a line, or the middle of a band's end, as far as it is known."""
    if isinstance(mark, Bars):
        return None
    for rank in range(len(mark.x) - 1, -1, -1):
        values = (mark.y[rank],) if isinstance(mark, Line) else (mark.low[rank], mark.high[rank])
        found = [place[0] for value in values if (place := made.marked(mark.x[rank], value)) is not None]
        if found:
            return found[0][0], sum(y for _, y in found) / len(found)
    return None


def legend(plot: Plot, width: float, top: float) -> tuple[list[Label], float]:
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
