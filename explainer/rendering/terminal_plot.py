"""A plot in characters: curves in braille dots with a letter at each end, bands as shade, bars as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from explainer.records import Axis, Band, Bars, Line, Plot
from explainer.rendering.contents import cell_words
from explainer.rendering.terminal_text import Line as TextLine
from explainer.rendering.terminal_text import Page, Span, cells, pad
from explainer.rendering.typeset.scale import Place, Scale, scale
from explainer.rendering.typeset.ticks import Numeral

_ROWS = 14
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
# The dots of a braille character, by column (left, right) and by row from the top.
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BLOCKS, _ASCII_BLOCKS = "█▓▒░", "#=+."


def plot_lines(plot: Plot, page: Page) -> list[TextLine]:
    """Title, picture and legend, never wider than the page."""
    lines: list[TextLine] = [(Span(line, "strong"),) for line in page.wrapped(plot.title)]
    if plot.categories:
        return lines + _bars(plot, page)
    return lines + _curves(plot, page)


@dataclass(slots=True)
class _Canvas:
    """Character cells of two by four dots. `marks` stand over dots, dots over `shade`."""

    columns: int
    rows: int
    dots: dict[tuple[int, int], int] = field(default_factory=dict)
    styles: dict[tuple[int, int], str] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    shade: set[tuple[int, int]] = field(default_factory=set)

    def dot(self, x: int, y: int, style: str) -> None:
        """Set the dot x from the left, y from the bottom."""
        x, y = min(x, 2 * self.columns - 1), min(y, 4 * self.rows - 1)
        cell = (self.rows - 1 - y // 4, x // 2)
        self.dots[cell] = self.dots.get(cell, 0) | _DOTS[x % 2][3 - y % 4]
        self.styles[cell] = style

    def mark(self, x: int, y: int, sign: str, style: str) -> None:
        """Put a sign into the cell of that dot."""
        cell = (self.rows - 1 - min(y, 4 * self.rows - 1) // 4, min(x, 2 * self.columns - 1) // 2)
        self.marks[cell] = sign
        self.styles[cell] = style

    def row(self, row: int, shade: str) -> list[Span]:
        """One row of cells as spans of one style each."""
        spans: list[Span] = []
        for column in range(self.columns):
            cell = (row, column)
            sign = self.marks.get(cell) or (chr(0x2800 + self.dots[cell]) if cell in self.dots else "")
            style = self.styles.get(cell, "") if sign else "dim"
            sign = sign or (shade if cell in self.shade else " ")
            if spans and spans[-1].style == style:
                spans[-1] = Span(spans[-1].text + sign, style)
            else:
                spans.append(Span(sign, style))
        return spans


def _curves(plot: Plot, page: Page) -> list[TextLine]:
    curves = [mark for mark in plot.marks if isinstance(mark, Line)]
    bands = [mark for mark in plot.marks if isinstance(mark, Band)]
    places = [x for curve in curves for x in curve.x] + [x for band in bands for x in band.x]
    across = scale(places, plot.x.scale, most=6, widen=False)
    heights = [y for curve in curves for y in curve.y] + [y for band in bands for y in (*band.low, *band.high)]
    up = scale(heights, plot.y.scale, most=6, widen=True)
    labels = _labels(up, _ROWS, page)
    margin = max((cells(text) for text in labels.values()), default=1)
    canvas = _Canvas(page.width - margin - 4, _ROWS)
    for band in bands:
        _shade(canvas, band, across, up)
    ends: dict[int, tuple[str, str]] = {}
    for rank, curve in enumerate(curves):
        style, letter = f"series-{rank % 6 + 1}", _LETTERS[rank % 26]
        last = _draw(canvas, curve, (across, up), style, letter if page.ascii_only else "")
        if last is not None:
            ends[_free(ends, last)] = (letter, style)
    lines: list[TextLine] = [(Span(line, "dim"),) for line in _axis_name(plot.y, up, page)]
    side = page.sign("┤", "|"), page.sign("│", "|")
    for row in range(_ROWS):
        label = labels.get(row)
        start = Span(pad(label or "", margin, right=True) + (side[0] if label else side[1]), "dim")
        letter, style = ends.get(row, ("", ""))
        lines.append((start, *canvas.row(row, page.sign("░", ".")), Span(f" {letter}", style)))
    lines += _foot(across, canvas.columns, margin, page)
    lines += [(Span(line, "dim"),) for line in _axis_name(plot.x, across, page, " " * (margin + 1))]
    return lines + _legend(curves, bands, page, margin)


def _draw(canvas: _Canvas, curve: Line, axes: tuple[Scale, Scale], style: str, letter: str) -> int | None:
    """Draws one curve and returns the row of its last value. With a letter, the letter is the pen."""
    across, up = axes
    before: tuple[int, int] | None = None
    last: int | None = None
    for x, y in zip(curve.x, curve.y, strict=True):
        place, height = across.place(x), up.place(y)
        if place is None or height is None or place.beyond:
            before = None
            continue
        here = (round(place.at * (2 * canvas.columns - 1)), round(height.at * (4 * canvas.rows - 1)))
        last = canvas.rows - 1 - here[1] // 4
        if height.beyond:
            # A zero on a logarithmic axis: marked in the slot below, never joined to the curve.
            canvas.mark(*here, letter or "▾", style)
            before = None
            continue
        if curve.style == "points":
            canvas.mark(*here, letter or "•", style)
        else:
            for step, (dot_x, dot_y) in enumerate(_between(before or here, here)):
                if letter:
                    canvas.mark(dot_x, dot_y, letter, style)
                elif curve.style == "solid" or (dot_x // 3) % 2 == 0 or (step == 0 and before is None):
                    canvas.dot(dot_x, dot_y, style)
            before = here
    return last


def _between(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """The dots of the straight line from start to end."""
    count = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    return [
        (start[0] + round((end[0] - start[0]) * k / count), start[1] + round((end[1] - start[1]) * k / count))
        for k in range(count + 1)
    ]


def _shade(canvas: _Canvas, band: Band, across: Scale, up: Scale) -> None:
    """Shades the cells whose middle lies between low and high."""
    places: list[tuple[float, float, float]] = []
    for x, low, high in zip(band.x, band.low, band.high, strict=True):
        at, bottom, top = across.place(x), up.place(low), up.place(high)
        if at is not None and bottom is not None and top is not None and not at.beyond:
            places.append((at.at, bottom.at, top.at))
    for column in range(canvas.columns):
        middle = (column + 0.5) / canvas.columns
        for (x0, low0, high0), (x1, low1, high1) in pairwise(places):
            if x0 <= middle <= x1 and x1 > x0:
                share = (middle - x0) / (x1 - x0)
                low, high = low0 + share * (low1 - low0), high0 + share * (high1 - high0)
                first, last = int(low * canvas.rows), min(canvas.rows - 1, int(high * canvas.rows))
                canvas.shade.update((canvas.rows - 1 - row, column) for row in range(first, last + 1))


def _free(taken: dict[int, tuple[str, str]], row: int) -> int:
    """The free row nearest to the wanted one."""
    return min((abs(k - row), k) for k in range(-len(taken), _ROWS + len(taken)) if 0 <= k < _ROWS and k not in taken)[1]


def _numeral(label: Numeral, page: Page) -> str:
    mantissa = page.plain(label.mantissa)
    if label.exponent is None:
        return mantissa
    if page.ascii_only:
        return f"{mantissa or '1'}e{label.exponent}"
    power = f"10{str(label.exponent).translate(_RAISED)}"
    return f"{mantissa}×{power}" if mantissa else power


def _labels(up: Scale, rows: int, page: Page) -> dict[int, str]:
    """Row → tick label. Of two labels on one row the first stays."""
    labels: dict[int, str] = {}
    for tick in up.ticks.major:
        row = rows - 1 - min(rows - 1, int(up.along(tick.at) * rows))
        labels.setdefault(row, _numeral(tick.label, page))
    if up.below:
        labels[rows - 1] = page.plain(up.below)
    if up.above:
        labels[0] = page.plain(up.above)
    return labels


def _foot(across: Scale, columns: int, margin: int, page: Page) -> list[TextLine]:
    """The horizontal axis and its labels; a label that would touch the one before is left out."""
    rule = [page.sign("─", "-")] * columns
    text = ""
    for tick in across.ticks.major:
        at = min(columns - 1, round(across.along(tick.at) * (columns - 1)))
        rule[at] = page.sign("┬", "+")
        label = _numeral(tick.label, page)
        start = max(0, min(at - cells(label) // 2, columns + 3 - cells(label)))
        if not text or start > cells(text):
            text = pad(text, start) + label
    lead = " " * (margin + 1)
    corner = " " * margin + page.sign("└", "+")
    return [(Span(corner + "".join(rule), "dim"),), (Span(lead + text, "dim"),)]


def _axis_name(axis: Axis, shown: Scale, page: Page, lead: str = "") -> list[str]:
    """What the axis measures, with its unit and what was taken out of its labels."""
    extra = [axis.unit] if axis.unit else []
    if shown.ticks.offset is not None:
        extra.append(f"{shown.ticks.offset} +")
    if shown.ticks.power is not None:
        extra.append(_numeral(Numeral("", shown.ticks.power), page))
    suffix = (f" ({', '.join(extra)})",) if extra else ()
    return page.wrapped((*axis.label, *suffix), lead, lead)


def _legend(curves: Sequence[Line], bands: Sequence[Band], page: Page, margin: int) -> list[TextLine]:
    samples = {"solid": page.sign("──", "--"), "dashed": page.sign("╌╌", "- "), "points": page.sign("••", "..")}
    lead = " " * (margin + 1)
    lines: list[TextLine] = []
    for rank, curve in enumerate(curves):
        head = f"{_LETTERS[rank % 26]} {samples.get(curve.style, samples['solid'])} "
        for row, line in enumerate(page.wrapped(curve.label, width=page.width - len(lead) - len(head))):
            style = f"series-{rank % 6 + 1}"
            lines.append((Span(lead), Span(head if row == 0 else " " * len(head), style), Span(line)))
    for band in bands:
        head = f"  {page.sign('░░', '..')} "
        lines += [(Span(line),) for line in page.wrapped(band.label, lead + head, lead + " " * len(head))]
    return lines


def _bars(plot: Plot, page: Page) -> list[TextLine]:
    """Horizontal bars; stacked on a linear axis, one below the other on a logarithmic one (lengths don't add up there)."""
    series = [mark for mark in plot.marks if isinstance(mark, Bars)]
    names = [page.words(category) for category in plot.categories]
    margin = min(max(cells(name) for name in names), page.width // 3)
    blocks = _ASCII_BLOCKS if page.ascii_only else _BLOCKS
    logarithmic = plot.y.scale == "log"
    totals = [sum(bars.heights[place] or 0.0 for bars in series) for place in range(len(names))]
    heights = [bars.heights[place] for bars in series for place in range(len(names))] if logarithmic else totals
    along = scale(heights, plot.y.scale, most=6, widen=True, zero=True)
    room = page.width - margin - 16
    lines: list[TextLine] = [(Span(line, "dim"),) for line in _axis_name(plot.y, along, page)]
    for place, name in enumerate(names):
        stacks = [[bars] for bars in series] if logarithmic else [series]
        for row, stack in enumerate(stacks):
            values = [bars.heights[place] for bars in stack]
            spans = _stack(values, [series.index(bars) for bars in stack], along, room, blocks)
            label = page.wrapped((name,), width=margin)[0] if row == 0 else ""
            total = values[0] if len(values) == 1 else totals[place]
            shown = page.words(cell_words(total)).replace(" × 10", "×10").replace(" x 10^", "e")
            lines.append((Span(f"{pad(label, margin, right=True)} {page.sign('│', '|')}", "dim"), *spans, Span(f" {shown}")))
    if len(series) > 1:
        for rank, bars in enumerate(series):
            lead, sample = " " * (margin + 2), f"{blocks[rank % 4] * 2} "
            for row, line in enumerate(page.wrapped(bars.label, width=page.width - margin - 5)):
                shown = sample if row == 0 else "   "
                lines.append((Span(lead), Span(shown, f"series-{rank % 6 + 1}"), Span(line)))
    return lines


def _stack(values: list[float | None], ranks: list[int], along: Scale, room: int, blocks: str) -> list[Span]:
    spans: list[Span] = []
    total, drawn = 0.0, 0
    for value, rank in zip(values, ranks, strict=True):
        total += value or 0.0
        place = along.place(total) if value is not None else None
        end = round((place or Place(0.0)).at * room)
        spans.append(Span(blocks[rank % 4] * max(0, end - drawn), f"series-{rank % 6 + 1}"))
        drawn = max(drawn, end)
    return spans
