"""A table fitted to the page in plain Python: columns of words give way first, then the type, then the whole."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.records import Cell, Table
from explainer.records.mathematics import Mathematics, Number, Operator, Row, Script, Words
from explainer.records.record import record
from explainer.rendering.contents import NO_VALUE, cell_words, is_number
from explainer.rendering.typeset import extents
from explainer.rendering.typeset.source import array, number, words

_SIZES = (0.92, 0.84)  # of the type around it
_INSET = 1.0  # between two columns, in widths of an em of the table's type


@record
class Fit:
    """How a table is set: its type size, its columns' widths (None: as wide as they are), and how much it is reduced."""

    size: float
    columns: tuple[float, ...] | None
    reduced: float = 1.0


def table_source(table: Table, room: float, size: float) -> str:
    """The table as a call of the prelude's `figures`, in a room this wide among type of this size (both in points)."""
    cells = [[cell_words(value) for value in row] for row in table.rows]
    count = len(table.columns)
    numeric = [_is_numeric([row[k] for row in table.rows if k < len(row)]) for k in range(count)]
    made = fit(table.columns, cells, numeric, room, size)
    widths = "auto" if made.columns is None else array(f"{number(wide)}pt" for wide in made.columns)
    filled = array(words(row[k]) if k < len(row) else words((NO_VALUE,)) for row in cells for k in range(count))
    title, note = (words(text) if text else "none" for text in (table.title, table.note))
    sides = array("right" if right else "left" for right in numeric)
    tall = "true" if any(map(extents.tall, table.columns)) else "false"
    look = f"{number(made.size)}pt,{number(100 * made.reduced)}%,{widths},{sides},{tall}"
    return f"figures({title},{note},{look},{array(words(head, large=True) for head in table.columns)},{filled})"


def _is_numeric(column: Sequence[Cell]) -> bool:
    """Whether a column is one of numbers: most of its cells are, beside a few such as "rounding level"."""
    known = [value for value in column if value is not None]
    return 2 * sum(map(_is_numeral, known)) > len(known)


def _is_numeral(value: Cell) -> bool:
    """Whether a cell holds a number, also one that its author wrote as a formula (1.00000, 6 × 10⁻⁹)."""
    if not isinstance(value, tuple):
        return is_number(value)
    return len(value) == 1 and not isinstance(value[0], str) and _numeral(value[0])


def _numeral(formula: Mathematics) -> bool:
    match formula:
        case Number():
            return True
        case Script(base, None, sup) if sup is not None:
            return _numeral(base) and _numeral(sup)
        case Row(items):
            return all(_numeral(item) or (isinstance(item, Operator) and item.text in "×−-+<>≈±%") for item in items)
    return False


def fit(
    heads: Sequence[Words], cells: Sequence[Sequence[Words]], numeric: Sequence[bool], room: float, size: float
) -> Fit:
    """The columns' widths. Where the table is too wide, columns give up width in proportion to what they can spare.

    A column can't be narrower than its longest word or formula, a column of numbers not narrower than its numbers.
    """
    for share in _SIZES:
        inset = _INSET * size * share
        wanted, least = [], []
        for k, head in enumerate(heads):
            column = [row[k] for row in cells if k < len(row)]
            bold = size * share * extents.BOLD
            wide = max([extents.width(head, bold), *(extents.width(cell, size * share) for cell in column)])
            body = [(extents.width if numeric[k] else extents.longest_piece)(cell, size * share) for cell in column]
            wanted.append(wide + inset)
            least.append(min(wide, max([extents.longest_piece(head, bold), *body])) + inset)
        if sum(wanted) <= room:
            return Fit(size * share, None)
        # Words need some width to be read as lines.
        comfortable = [max(low, min(high, 9 * size * share)) for low, high in zip(least, wanted, strict=True)]
        for low in (comfortable, least):
            if sum(low) <= room and (low is comfortable or share == _SIZES[-1]):
                spare = (room - sum(low)) / max(sum(wanted) - sum(low), 1e-9)
                return Fit(size * share, tuple(a + spare * (b - a) for a, b in zip(low, wanted, strict=True)))
    return Fit(size * _SIZES[-1], tuple(least), room / sum(least))
