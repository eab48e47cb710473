"""Small matrices whose entries are 50-digit numbers or SymPy expressions alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Entry = Any  # an mpmath number or a SymPy expression: what both share is +, −, · and /


class Array:
    """Rows of entries. Products with a bare entry scale; sums with a bare entry add it to every entry."""

    __slots__ = ("rows",)

    def __init__(self, rows: Any) -> None:
        self.rows: tuple[tuple[Entry, ...], ...] = tuple(tuple(row) for row in rows)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    def __iter__(self) -> Iterator[Entry]:
        return (entry for row in self.rows for entry in row)

    def map(self, function: Callable[[Entry], Entry]) -> Array:
        """The function of every entry."""
        return Array([[function(entry) for entry in row] for row in self.rows])

    def transposed(self) -> Array:
        """Rows and columns changed over."""
        return Array(zip(*self.rows, strict=True))

    def with_entry(self, i: int, j: int, entry: Entry) -> Array:
        """A copy with one entry changed."""
        return Array(
            [[entry if (k, m) == (i, j) else old for m, old in enumerate(row)] for k, row in enumerate(self.rows)]
        )


Value = Any  # an Entry or an Array


def combine(left: Value, right: Value, operation: Callable[[Entry, Entry], Entry]) -> Value:
    """Entry by entry, a bare entry stretched over the other's shape.

    Raises:
        ValueError: when two arrays differ in size.
    """
    if not isinstance(left, Array):
        return right.map(lambda b: operation(left, b)) if isinstance(right, Array) else operation(left, right)
    if not isinstance(right, Array):
        return left.map(lambda a: operation(a, right))
    if left.size != right.size:
        raise ValueError(f"sizes {left.size} and {right.size} differ")
    return Array(
        [[operation(a, b) for a, b in zip(x, y, strict=True)] for x, y in zip(left.rows, right.rows, strict=True)]
    )


def multiply(left: Value, right: Value) -> Value:
    """The matrix product, or scaling by a bare entry; a 1 × 1 product is a bare entry.

    Raises:
        ValueError: when the columns of the left aren't the rows of the right.
    """
    if not (isinstance(left, Array) and isinstance(right, Array)):
        return combine(left, right, lambda a, b: a * b)
    if left.size[1] != right.size[0]:
        raise ValueError(f"{left.size} times {right.size} is no matrix product")
    columns = tuple(zip(*right.rows, strict=True))
    rows = [
        [sum((a * b for a, b in zip(row[1:], column[1:], strict=True)), row[0] * column[0]) for column in columns]
        for row in left.rows
    ]
    return rows[0][0] if (left.size[0], right.size[1]) == (1, 1) else Array(rows)
