"""A table's cell as a text of a fixed width font."""

from __future__ import annotations

from bot.present.words import plain
from explainer.records import Cell, Residual


def cell_text(cell: Cell) -> str:
    """A number to at most six significant digits, a residual to two, a dash for no value."""
    if cell is None:
        return "–"
    if isinstance(cell, Residual):
        return "< 1e-12" if abs(cell.value) < 1e-12 else f"{cell.value:.2g}"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        return plain(cell)
    return str(cell) if isinstance(cell, int) else f"{cell:.6g}"
