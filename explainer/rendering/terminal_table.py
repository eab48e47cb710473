"""A table for a terminal: numbers to the right, words to the left, columns as narrow as the page asks."""

from __future__ import annotations

from explainer.records import Cell, Table
from explainer.rendering.contents import cell_words, is_number
from explainer.rendering.terminal_text import Line, Page, Span, cells, pad, wrap

_GAP = 2
_NARROWEST = 8


def table_lines(table: Table, page: Page) -> list[Line]:
    """Title, header, rule, rows and note; as a list of "column: value" lines where the columns can't fit."""
    lines: list[Line] = [(Span(line, "strong"),) for line in page.wrapped(table.title)] if table.title else []
    shown = [[_shown(cell, page) for cell in row] for row in table.rows]
    heads = [page.words(column) for column in table.columns]
    widths = _fitted(heads, shown, page.width)
    if widths is None:
        lines += _records(heads, shown, page)
    else:
        right = [all(is_number(row[place]) for row in table.rows) for place in range(len(heads))]
        lines += _grid(heads, shown, widths, right, page)
    return lines + [(Span(line, "dim"),) for line in (page.wrapped(table.note) if table.note else [])]


def _shown(cell: Cell, page: Page) -> str:
    """A number is set tight (1.2×10⁻⁷), and as 1.2e-7 where there are no raised digits."""
    text = page.words(cell_words(cell))
    return text.replace(" x 10^", "e") if page.ascii_only else text.replace(" × 10", "×10")


def _fitted(heads: list[str], rows: list[list[str]], width: int) -> list[int] | None:
    """Column widths that fit the page: the widest columns give way first. None when there is too little room."""
    columns = [[head, *(row[place] for row in rows)] for place, head in enumerate(heads)]
    widths = [max(cells(text) for text in column) for column in columns]
    # A column is never narrower than its longest word, so that no number and no formula is cut.
    least = [max(cells(word) for text in column for word in text.split(" ")) for column in columns]
    least = [max(low, min(_NARROWEST, wide)) for low, wide in zip(least, widths, strict=True)]
    room = width - _GAP * (len(heads) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        spare = [wide - low for wide, low in zip(widths, least, strict=True)]
        place = max(range(len(widths)), key=lambda i: (spare[i] > 0, widths[i]))
        widths[place] -= 1
    return widths


def _grid(heads: list[str], rows: list[list[str]], widths: list[int], right: list[bool], page: Page) -> list[Line]:
    gap = " " * _GAP
    lines: list[Line] = [(Span(text, "strong"),) for text in _row(heads, widths, right, bottom=True)]
    lines.append((Span(gap.join(page.sign("─", "-") * wide for wide in widths), "dim"),))
    for row in rows:
        lines += [(Span(text),) for text in _row(row, widths, right, bottom=False)]
    return lines


def _row(texts: list[str], widths: list[int], right: list[bool], *, bottom: bool) -> list[str]:
    """One row, as many lines as its tallest cell; heads stand at the bottom of theirs."""
    stacks = [wrap(text, wide) for text, wide in zip(texts, widths, strict=True)]
    height = max(len(stack) for stack in stacks)
    filled = [[""] * (height - len(s)) + s if bottom else s + [""] * (height - len(s)) for s in stacks]
    gap = " " * _GAP
    return [
        gap.join(pad(stack[line], wide, right=side) for stack, wide, side in zip(filled, widths, right, strict=True)).rstrip()
        for line in range(height)
    ]


def _records(heads: list[str], rows: list[list[str]], page: Page) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        for place, (head, text) in enumerate(zip(heads, row, strict=True)):
            lead = page.sign("• ", "* ") if place == 0 else "  "
            lines += [(Span(line),) for line in page.wrapped((f"{head}: {text}",), lead, "    ")]
    return lines
