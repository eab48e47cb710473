"""Quantities: the numbers of a question by name, and why they cannot be when they cannot.

A question without a number is done at once; the files that name numbers are imported when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from explainer.records import Value
from explainer.records.record import record

if TYPE_CHECKING:
    from explainer.reading.numbers import Amount

_IMPOSSIBLE = re.compile(
    r"\b(?P<name>gammau?|ugate|update gate|t|steps|forget gate|fgate|f|bias|b_?u) ?(?:=+|:|is|"
    r"of) ?[+-]?(?P<what>nan|inf(?:inity|inite)?)\b"
)
_HAS_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|tenth|hundredth|thousandth|millionth|"
    r"halv\w+|one (?:in|percent|per)|dozen|point)\b"
)
HALF_LIFE = re.compile(r"\bhalf[- ]?li(?:fe|ves)\b|\bhalv(?:e|es|ed|ing)\b")


@record
class Quantities:
    """The numbers of a question by name; `problem` says why they cannot be, "" when they can.

    amounts: every number of the line. series: three or more in a row, as a reader pastes measured norms.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    problem: str = ""
    amounts: tuple[Amount, ...] = ()
    series: tuple[float, ...] = ()


def quantities(line: str) -> Quantities:
    """The numbers of a normalised line by name. Never raises."""
    impossible = _IMPOSSIBLE.search(line)
    if impossible is not None:
        from explainer.reading.ranges import said

        return Quantities(problem=f"{said(impossible['name'])} must be a finite number, not {impossible['what']}.")
    if not _HAS_NUMBER.search(line):
        return Quantities({"target": Decimal("0.5")} if HALF_LIFE.search(line) else {})
    from explainer.reading.naming import name_numbers

    return name_numbers(line)


def number(text: str) -> Decimal | None:
    """The one number that the whole text is, in any notation; None when it is none or more than that."""
    from explainer.reading.numbers import number

    return number(text)


def gate_of_bias(bias: Value) -> tuple[Decimal, Decimal]:
    """Γu = σ(b) and 1 − Γu = σ(−b), for a gate that sees nothing but its bias; to 50 digits."""
    one = Decimal(1)
    context = Context(prec=50, Emin=-(10**6), Emax=10**6)
    b = bias if isinstance(bias, Decimal) else Decimal(str(bias))
    b = max(Decimal(-100_000), min(Decimal(100_000), b))
    grown = context.exp(-abs(b))
    small, large = context.divide(grown, context.add(one, grown)), context.divide(one, context.add(one, grown))
    return (small, large) if b < 0 else (large, small)
