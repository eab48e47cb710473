"""A table of numbers as Discord shows it best: a narrow one in a code block, a wide one row by row.

A phone shows about 36 characters of a code block in a line; what is wider would break into nonsense.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from bot.present.words import code, escape, plain, spoken
from bot.splitting import split_items
from explainer.records import Cell, Table
from explainer.rendering.contents import NO_VALUE, cell_words, is_number

WIDTH = 36
_GAP = "  "


def table_text(table: Table, limit: int) -> str:
    """The table within so many characters; rows that don't fit are counted instead of cut."""
    head = f"**{spoken(table.title)}**" if table.title else ""
    note = f"-# {spoken(table.note)}" if table.note else ""
    room = limit - len(head) - len(note) - 60
    body = _body([plain(column) for column in table.columns], table.rows, room)
    return "\n".join(part for part in (head, body, note) if part)


def cell_text(cell: Cell) -> str:
    """A cell in a font of fixed width; numbers are set tight: 1.2×10⁻⁷."""
    return plain(cell_words(cell)).replace(" × 10", "×10")


def _body(columns: Sequence[str], rows: Sequence[Sequence[Cell]], room: int) -> str:
    """Upright where that is narrow enough, lying on its side where that is, else a list."""
    shown = [[cell_text(cell) for cell in row] for row in rows]
    if _width([columns, *shown]) <= WIDTH:
        right = [all(is_number(row[place]) for row in rows) for place in range(len(columns))]
        return _block(columns, shown, right, room)
    lying = [list(row) for row in zip(columns, *shown, strict=True)]
    if _width(lying) <= WIDTH:
        return _block(lying[0], lying[1:], [False] + [True] * len(rows), room)
    return _list(columns, shown, room)


def _block(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], room: int) -> str:
    widths = _widths([head, *rows])
    rule = _GAP.join("─" * width for width in widths)
    lines = [_line(row, widths, right) for row in rows]
    kept = _first(lines, room - 2 * len(rule) - 10)
    return code("\n".join((_line(head, widths, right), rule, *kept))) + _left_out(len(lines) - len(kept))


def _list(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> str:
    """Each row as its first cell, and below it the others with their columns' names: "predicted `0.366` · …"."""
    if len(columns) == 2:
        return _ledger(columns, rows, room)
    lines = []
    for row in rows:
        pairs = zip(columns[1:], row[1:], strict=True)
        said = [_named(name, text) for name, text in pairs if text not in ("", NO_VALUE)]
        lines.append(f"**{escape(row[0])}**\n{' · '.join(said)}")
    kept = _first(lines, room - len(columns[0]) - 10)
    return _small(columns[0]) + "\n".join(kept) + _left_out(len(lines) - len(kept))


def _named(name: str, text: str) -> str:
    return _span(text) if name in ("", "value") else f"{escape(name)} {_span(text)}"


def _ledger(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> str:
    """One value to a row: the values in a column at the left, their names beside them, as long as they may be."""
    width = max((_places(row[1]) for row in rows), default=0)
    lines = [f"{_span(' ' * (width - _places(row[1])) + row[1])} {escape(row[0])}" for row in rows]
    kept = _first(lines, room - len(columns[0]) - 10)
    return _small(columns[0]) + "\n".join(kept) + _left_out(len(lines) - len(kept))


def _small(head: str) -> str:
    """What the rows are about, as a small line above them, where their column says it."""
    return f"-# {escape(head)}:\n" if head.strip() else ""


def _span(text: str) -> str:
    """A cell as code within a line, on one line; a backtick inside it would end the code."""
    return "`" + text.replace("`", "'").replace(" ", "\u00a0") + "`"


def _first(lines: Sequence[str], room: int) -> tuple[str, ...]:
    runs = split_items(lines, max(room, 80))
    return runs[0] if runs else ()


def _left_out(count: int) -> str:
    return f"\n-# and {count} more {'row' if count == 1 else 'rows'} in the full page" if count else ""


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - _places(cell))
        parts.append(space + cell if to_right else cell + space)
    return _GAP.join(parts).rstrip()


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(_places(row[place]) for row in rows) for place in range(len(rows[0]))]


def _width(rows: Sequence[Sequence[str]]) -> int:
    return sum(_widths(rows)) + len(_GAP) * (len(rows[0]) - 1)


def _places(text: str) -> int:
    """How many places the text takes in a font of fixed width: combining marks take none."""
    return sum(not unicodedata.combining(character) for character in text)
