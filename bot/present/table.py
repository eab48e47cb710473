"""A table of numbers as Discord shows it best: a narrow one in a code block, a wide one row by row.

A phone shows about forty characters of a code block in a line; what is wider would break into nonsense.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.present.cells import cell_text
from bot.present.words import code, escape, plain, spoken
from bot.splitting import split_items
from explainer.records import Table

WIDTH = 44
_GAP = "  "


def table_text(table: Table, limit: int) -> str:
    """The table within so many characters; rows that don't fit are counted instead of cut."""
    head = f"**{spoken(table.title)}**" if table.title else ""
    note = f"-# {spoken(table.note)}" if table.note else ""
    room = limit - len(head) - len(note) - 60
    columns = [plain(column) for column in table.columns]
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    body = _block(columns, rows, room) if _width(columns, rows) <= WIDTH else _list(columns, rows, room)
    return "\n".join(part for part in (head, body, note) if part)


def _block(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> str:
    widths = _widths(columns, rows)
    lines = [_line(row, widths) for row in rows]
    header = _line(columns, widths)
    rule = _GAP.join("─" * width for width in widths)
    kept = _first(lines, room - len(header) - len(rule) - 10)
    return code("\n".join((header, rule, *kept))) + _left_out(len(lines) - len(kept))


def _list(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> str:
    """Each row as a line that begins with its first cell: "**0.01**: predicted 0.366 · measured 0.37"."""
    lines = []
    for row in rows:
        pairs = (f"{escape(name)} `{cell or '–'}`" for name, cell in zip(columns[1:], row[1:], strict=True))
        lines.append(f"**{escape(row[0])}**: " + " · ".join(pairs))
    kept = _first(lines, room - len(columns[0]) - 10)
    return f"-# {escape(columns[0])}:\n" + "\n".join(kept) + _left_out(len(lines) - len(kept))


def _first(lines: Sequence[str], room: int) -> tuple[str, ...]:
    runs = split_items(lines, max(room, 80))
    return runs[0] if runs else ()


def _left_out(count: int) -> str:
    return f"\n-# and {count} more rows in the full page." if count else ""


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0] + " " * (widths[0] - _columns(cells[0]))
    others = (" " * (width - _columns(cell)) + cell for cell, width in zip(cells[1:], widths[1:], strict=True))
    return _GAP.join((first, *others)).rstrip()


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(_columns(row[index]) for row in (columns, *rows)) for index in range(len(columns))]


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    return sum(_widths(columns, rows)) + len(_GAP) * (len(columns) - 1)


def _columns(text: str) -> int:
    """How many places the text takes in a fixed-width font: combining marks take none."""
    return sum(not unicodedata.combining(character) for character in text)
