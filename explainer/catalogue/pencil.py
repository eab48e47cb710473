"""Networks small enough for a pencil: round weights or the reader's own, and tables that show every number of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from explainer.catalogue.demos import count
from explainer.catalogue.parameters import STEPS, UNITS
from explainer.catalogue.weights import Given, load
from explainer.notation import Writer, show
from explainer.records import Cell, Query, Table, Words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

LARGEST = 3
BECAUSE = "every number of every step is on the page"
FEW_UNITS = replace(UNITS, default=2, high=Decimal(LARGEST), because=BECAUSE, grid=(1, 2, 3))
FEW_STEPS = replace(
    STEPS, meaning="T, how many steps are worked", default=2, high=Decimal(LARGEST), because=BECAUSE, grid=(1, 2, 3)
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a worked step: its formula in the notation's own letters, and its value, one number for each unit."""

    formula: str
    value: Array


def settled(query: Query, layout: str, *, target: str = "") -> tuple[Query, Given]:
    """The network of the page, the reader's or a round one, and the query with the parameters that still have a say.

    target: as in `weights.load`. Raises ValueError when the reader's sizes and the reader's file contradict each other.
    """
    path = str(query.parameters.get("weights", ""))
    if not path:
        simple = query.level == "simple"
        units = 1 if simple else count(query, "units")
        left = without(query, "weights", "units") if simple else without(query, "weights")
        return left, round_network(layout, units, count(query, "steps"), query.seed, target)
    why = ""
    if layout == "reset_after":
        why = "; add --notation course for a file in the course's layout"
    elif layout == "gru":
        why = "; add --notation pytorch for a file in PyTorch's or Keras's layout"
    layouts = (layout, "keras") if layout == "reset_after" else (layout,)
    given = load(path, layouts, units=LARGEST, inputs=LARGEST, steps=LARGEST, target=target, why=why)
    return sized(query, given), given


def sized(query: Query, given: Given) -> Query:
    """The query without the sizes, which the file has decided: an answer that kept them would offer sliders for them.

    Raises ValueError when the reader named another size.
    """
    for name, size in (("units", given.cell.units), ("steps", len(given.inputs))):
        if name in query.given and count(query, name) != size:
            raise ValueError(f"The file's network has {size} {name}, not {count(query, name)}: leave --{name} out.")
    return without(query, "units", "steps")


def without(query: Query, *names: str) -> Query:
    """The query without these parameters."""
    return replace(query, parameters={name: value for name, value in query.parameters.items() if name not in names})


def round_network(layout: str, units: int, steps: int, seed: int, target: str = "") -> Given:
    """A network whose weights, inputs, start and target have one decimal and are not 0: one input a step."""
    import numpy as np

    from explainer.numeric.networks import CELLS

    random = np.random.default_rng([seed, 5])

    def draw(*shape: int) -> Array:
        drawn = np.round(random.uniform(-1, 1, shape), 1)
        return np.where(drawn == 0, 0.5, drawn)

    cell = CELLS[layout](**{name: draw(*shape) for name, shape in CELLS[layout].shapes(units, 1).items()})
    # What does not depend on the number of steps is drawn first, so that a longer run begins with the shorter one.
    start = draw(cell.size)
    last = draw(units) if target == "last" else None
    x = np.concatenate([draw(1, 1) for _ in range(LARGEST)])[:steps]
    wanted = np.stack([draw(units) for _ in range(steps)]) if target == "steps" else last
    return Given(layout, cell, x, start, wanted)


def listed(values: Array) -> str:
    """A vector in linear notation: 0.5 for one number, [0.5, -0.3] for more."""
    numbers = [show(float(value)) for value in values]
    return numbers[0] if len(numbers) == 1 else f"[{', '.join(numbers)}]"


def signed(value: float) -> str:
    """A factor within a product: a negative number in parentheses."""
    return show(float(value)) if value >= 0 else f"({show(float(value))})"


def products(weights: Array, values: Array) -> str:
    """w_1 · v_1 + w_2 · v_2 + … with the numbers in place."""
    return " + ".join(f"{signed(w)} · {signed(v)}" for w, v in zip(weights, values, strict=True))


def unit_heads(w: Writer, units: int) -> tuple[Words, ...]:
    """The heads of the columns with one number for each unit."""
    return tuple((f"unit {i + 1}",) for i in range(units))


def worked_table(w: Writer, title: str, rows: Sequence[Row], note: str = "") -> Table:
    """A step, line by line: each formula with its shape and its value in every unit."""
    units = len(rows[0].value)
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (w.verbatim_words(f"${row.formula}$"), f"({units},)", *(float(value) for value in row.value)) for row in rows
    )
    heads: tuple[Words, ...] = (("formula",), ("shape",), *unit_heads(w, units))
    return Table(w.words(title), heads, cells, w.words(note))


def arithmetic_table(w: Writer, title: str, lines: Sequence[tuple[str, str, float]], note: str = "") -> Table:
    """One unit with its numbers written out: symbol, what is computed, and the result."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (w.verbatim_words(f"${symbol}$"), w.verbatim_words(f"${sum_}$"), float(value)) for symbol, sum_, value in lines
    )
    return Table(w.words(title), (("symbol",), ("with its numbers",), ("value",)), rows, w.words(note))


def literal(array: Array) -> str:
    """An array in Python's spelling, every digit kept."""
    return f"np.array({array.tolist()!r})"


def assigned(arrays: Mapping[str, Array]) -> str:
    """Lines `name = np.array(…)` for a program."""
    return "".join(f"{name} = {literal(array)}\n" for name, array in arrays.items())
