"""What every text renderer shows alike: how a cell of a table, a check and a source become words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from explainer import notation
from explainer.records import Answer, Cell, Check, Mathematics, Residual, Source, Step, Words
from explainer.records.mathematics import Number, Operator, Quote, Row, Script

# The few words that a renderer adds to an answer.
GIVEN = "given"
RELATED = "Related questions"
SOURCES = "Sources"
NOTATION = "notation"
ASIDES = {"misconception": "Misconception", "caution": "Caution", "note": "Note"}
NO_VALUE = "–"
_IN_NUMERALS = frozenset("−×∞<≈%±")


@lru_cache(maxsize=4096)
def number(text: str) -> Mathematics:
    """A number in linear notation, as `notation.show` gives it, as a formula."""
    return notation.Writer("course").verbatim(text)


def cell_words(cell: Cell) -> Words:
    """What stands in the cell: a number in at most six significant digits, a residual, words, or a dash for no value."""
    if cell is None:
        return (NO_VALUE,)
    if isinstance(cell, str):
        return (cell,)
    if isinstance(cell, tuple):
        return cell
    text = notation.show_residual(cell.value) if isinstance(cell, Residual) else notation.show(cell)
    formula = number(text)
    return (formula.text,) if isinstance(formula, Quote) else (formula,)


def is_number(cell: Cell) -> bool:
    """Whether the cell belongs at the right edge of its column: a number, however it is given, or no value."""
    if isinstance(cell, tuple) and len(cell) == 1:
        only = cell[0]
        return _is_numeral(only) if not isinstance(only, str) else _reads_as_number(only)
    return _reads_as_number(cell) if isinstance(cell, str) else not isinstance(cell, tuple)


def _is_numeral(formula: Mathematics) -> bool:
    """0.5, −3, 10⁻⁶, 1.2 × 10⁻⁷, < 10⁻¹², 25%, ∞."""
    match formula:
        case Number():
            return True
        case Operator(text):
            return text in _IN_NUMERALS
        case Script(base, None, _):
            return base == Number("10")
        case Row(items):
            return all(map(_is_numeral, items))
        case _:
            return False


def _reads_as_number(text: str) -> bool:
    return text == NO_VALUE or text.lstrip("+-−").replace(".", "", 1).isdecimal()


def reason_words(step: Step) -> Words:
    """Why a step holds: its rule, the reason, and what exactly an approximation or an inequality claims."""
    rule = [f"{step.rule}: "] if step.rule and step.why else [step.rule]
    claim = [" (", *step.claim, ")"] if step.claim else []
    return tuple(part for part in (*rule, *step.why, *claim) if part != "")


def check_words(check: Check) -> Words:
    """How a step was checked: "by algebra", "at 24 points", or both."""
    ways = ["by algebra"] if check.symbolic else []
    ways += [f"at {check.points} points"] if check.points else []
    return (f"✓\u00a0{' and '.join(ways)}",) if ways else ()


def settings_words(answer: Answer) -> Words:
    """The numbers the answer was made with, its notation, and how many steps were checked, on one line."""
    parts: list[Words] = []
    for name, value in answer.parameters.items():
        shown: Words = (value,) if isinstance(value, str) else ("…",)
        if isinstance(value, Decimal | int):
            shown = (number(notation.show(value)),)
        parts.append((f"{name} = ", *shown))
    parts.append((notation.convention(answer.notation).title,))
    if answer.checks.steps:
        parts.append((f"✓ {answer.checks.verified}/{answer.checks.steps}",))
    return tuple(piece for place, part in enumerate(parts) for piece in ((" · ",) if place else ()) + part)


def source_words(source: Source) -> tuple[str, str]:
    """A source as one line, and its address when it has one ("" otherwise)."""
    address = source.where if source.where.startswith("https://") else ""
    where = f" {source.where}." if source.where and not address else ""
    return f"{source.authors} ({source.year}). {source.title}.{where}", address
