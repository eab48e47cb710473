"""Formulas with numbers in them, 0.9^50 or (1 − 0.01)^T, written as the plain words that say the same."""

from __future__ import annotations

import re
from decimal import Decimal

from explainer.reading.numbers import EXACT, Amount, numbers
from explainer.records import Value

_NUMERAL = r"(?<!\d)\d{0,9}\.?\d{1,20}(?:e-?\d{1,3})?%?"
_ONE_OVER_E = re.compile(r"(?<![\w.])(?:1 ?/ ?e(?![\w^-])|e ?\^ ?-1\b)")
_REDUCTION = re.compile(
    r"\b(\d{1,9}) ?(?:x|times|-?fold)[ -](?:reduction|reduced|smaller|weaker|decrease|less|attenuation)\b"
)
_TO_THE_T = re.compile(rf"\(1 ?- ?({_NUMERAL})\) ?\^ ?t\b|(?<![\w.])(0?\.\d{{1,20}}) ?\^ ?t\b")
_KEPT_TO_THE = r"\(1 ?- ?(?:gammau?|g|u|x)\) ?\^ ?\(?(\d[\d,]{0,15})\)?"
_EQUATION = re.compile(
    rf"(?<![\w.])({_NUMERAL}) ?={{1,2}} ?{_KEPT_TO_THE}|{_KEPT_TO_THE} ?(?:={{1,2}}|>=?|~=?) ?({_NUMERAL})"
)
_POWER = re.compile(
    r"\(? ?(1 ?- ?)?((?<!\d)\d?\.\d{1,60}|(?<!\d)\d{1,9}e-\d{1,6}|10\^-\d{1,6}) ?\)? ?(?:\^|\*\*|"
    r"to the(?: power)?(?: of)?) ?\(?(\d[\d,]{0,15})\)?(?![\d.%])"
)
_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_INDEXES = re.compile(
    r"(?<![\w.)])[(]?1 ?- ?(?=gamma|z|f\b|u\b|zgate|ugate|fgate|beta|alpha|lambda|h|a\b|tanh|\()|"
    r"\b[tn] ?[-+] ?\d\b|\b[a-z]{1,2}_?\d\b|\b0 ?\* ?[a-z]|\[ ?\d ?, ?\d ?\]|(?<=\bof )1(?=,| )|\b(?:-1|0) (?:and|"
    r"to) \+?1\b"
)
_ONE_MINUS = re.compile(r"(?<![\w.])\(?1 ?- ?((?<!\d)\d?\.\d{1,60}|(?<!\d)\d{1,9}e-\d{1,6}|10\^-\d{1,6})\)?")


def spelled_out(line: str) -> str:
    """1/e as a number, "10x smaller" as a share, (1 − 0.02)^T as a gate, 0.8 = (1 − γ)^100 as what is kept over how many steps."""
    line = _ONE_OVER_E.sub("0.367879441171442321595523770161460867", line)
    line = _REDUCTION.sub(lambda times: f"down to 1/{times.group(1)}", line)
    line = _TO_THE_T.sub(_factor_to_the_t, line)
    line = _EQUATION.sub(_share_and_steps, line)
    return re.sub(_KEPT_TO_THE, r" after t = \1 steps ", line)


def _factor_to_the_t(power: re.Match[str]) -> str:
    return f" gamma {power.group(1)} " if power.group(1) else f" forget gate {power.group(2)} "


def _share_and_steps(sides: re.Match[str]) -> str:
    return f" keep {sides.group(1) or sides.group(4)} over t = {sides.group(2) or sides.group(3)} "


def without_indexes(line: str) -> str:
    """Times of day and the ones of t − 1 and 1 − Γu blotted out; 1 − 0.01 as one number. Nothing moves but the last."""
    line = _TIME_OF_DAY.sub(lambda found: " " * len(found.group()), line)
    line = _INDEXES.sub(lambda found: "_" * len(found.group()), line)
    return _ONE_MINUS.sub(_subtracted, line)


def _subtracted(found: re.Match[str]) -> str:
    inside = numbers(found.group(1))
    if len(inside) != 1 or not 0 <= inside[0].value <= 1:
        return found.group()
    return format(EXACT.subtract(Decimal(1), inside[0].value), "f")


def power_in(line: str) -> tuple[dict[str, Value], tuple[Amount, ...]] | None:
    """0.9^50 and (1 − 0.01)^50: a factor per step and a number of steps; None when the line has no such power."""
    found = _POWER.search(_TIME_OF_DAY.sub(" ", line))
    if found is None:
        return None
    base, times = numbers(found.group(2))[0], numbers(found.group(3))[0]
    if not 0 <= base.value <= 1 or times.huge:
        return {}, ()
    other = EXACT.subtract(Decimal(1), base.value)
    gamma, retain = (base.value, other) if found.group(1) else (other, base.value)
    return {"gamma": gamma, "retain": retain, "steps": int(times.value)}, (base, times)
