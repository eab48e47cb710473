"""Naming: which number of the line is γ, which the steps, which the share kept, the bias, the sizes.

A number is known by the word before it ("gamma =", "T ="), by the word after it ("steps", "% left"), or, when it stands
bare, by what its size allows and by what is still missing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from explainer.reading.formulas import power_in, spelled_out, without_indexes
from explainer.reading.labels import label_after, label_before
from explainer.reading.numbers import EXACT, Amount, numbers
from explainer.reading.quantities import HALF_LIFE, Quantities
from explainer.reading.ranges import Found, checked

_REACH = 60  # characters looked at before and after a number
_MOST = 24  # numbers named in one question; more stand in a table or a log

_SERIES = re.compile(
    r"(?<![\w.])(?:\d{0,20}\.?\d{1,20}(?:e[+-]?\d{1,4}|\^-?\d{1,4})?(?:(?:, ?|; ?| ?-> ?| ?\| ?| and |"
    r" )(?=[\d.]))){2,400}\d{0,20}\.?\d{1,20}(?:e[+-]?\d{1,4})?(?![\w.]\d)"
)
_INVERSE_STEPS = re.compile(r"\b(?:gammau?|ugate|update gate|gate) ?(?:=|is|of) ?1 ?/ ?\(? ?t( ?\+ ?1)?(?!\w)")
_ASKS_GAMMA = re.compile(
    r"\b(?:what|which|find|need(?:ed)?|requir\w*|solve(?: for)?|compute|how (?:small|close|low|tiny|near)|the|"
    r"necessary|minimum|max(?:imum)?|value of|calculate|get|give me|gimme|best|gamma for|smallest|largest|"
    r"biggest)\b[^.?!=]{0,40}\b(?:gammau?|ugate|update gate|gate|decay|forget gate|bias|f|retention per step|"
    r"per-step retention|forget factor)\b(?! ?(?:=|is |of )? ?[\d.])|\b(?:gammau?|gate)(?: value)? (?:so that|"
    r"such that|so|for which|to keep|to retain|to lose|needed|required|for (?:half|a half|t\b|\d))|\b(?:gammau?|"
    r"gate|bias) ?\?"
)
_LOSS_OR_KEEPING = re.compile(
    r"\b(?:keep|keeps|kept|retain\w*|carr\w+|preserv\w+|remain\w*|surviv\w*|multipl\w+|forget gate|fgate|f|z|"
    r"lo[sa]\w*|leak\w*|forgets?|decay(?:s|ed)? (?:of|by)|drop\w*|gamma\w?|gate|update|overwrit\w+)\b"
)
_KEEPING = re.compile(
    r"\b(?:keep|keeps|kept|retain\w*|carr\w+|preserv\w+|remain\w*|surviv\w*|multipl\w+|forget gate|fgate|f|z)\b"
)
_LOSING = re.compile(r"\b(?:lo[sa]\w*|leak\w*|forgets?|decay\w*|drop\w*)\b")
_SAID_OF_IT = re.compile(r"(?:=|:|is|gammau?|gate) ?\Z")
_NUMERIC_TALK = re.compile(r"gamma|gate|steps?\b|\bt ?=|retention|gradient|left|memory")
_STEPS_CUE = re.compile(
    r"(?:over|after|for|at|across|through|back|last|and|,|in|spanning|within|than|of|\bt)(?: (?:about|around|"
    r"roughly|at least|up to|the|another|last|say|only|more than))?[ =]*\Z|\A\s*\Z|[;,] ?\Z|[\d%] ?\Z"
)


def name_numbers(line: str) -> Quantities:
    """The numbers of a line that has some, by name."""
    line = spelled_out(line)
    power = power_in(line)
    if power is not None:
        return Quantities(power[0], amounts=power[1])
    masked = without_indexes(line)
    series = _SERIES.search(masked)
    if series is None:
        return _assigned(masked, line)
    pasted = tuple(float(amount.value) for amount in numbers(series.group()) if not amount.huge)
    rest = masked[: series.start()] + " " * len(series.group()) + masked[series.end() :]
    return replace(_assigned(rest, line), series=pasted)


def _assigned(line: str, unmasked: str) -> Quantities:
    """Give each number its name: labelled ones first, then the bare ones by what is missing."""
    amounts = numbers(line)
    if any(amount.huge for amount in amounts):
        problem = "That number has more digits than any quantity here: write it like 1e-6 or 1000."
        return Quantities(problem=problem, amounts=amounts)
    found: Found = {}
    bare: list[Amount] = []
    for place, amount in enumerate(amounts[:_MOST]):
        start = max(amounts[place - 1].end if place else 0, amount.start - _REACH)
        end = min(amounts[place + 1].start if place + 1 < len(amounts) else len(line), amount.end + _REACH)
        name = _name(line[start : amount.start], line[amount.end : end], amount)
        if name is None:
            bare.append(amount)
        elif name != "other":
            found.setdefault(name, []).append(amount.value)
    if HALF_LIFE.search(line) and "target" not in found and "lost" not in found:
        found["target"] = [Decimal("0.5")]
    asks_gamma = _ASKS_GAMMA.search(line) is not None
    _place(bare, found, line, asks_gamma)
    inverse = _INVERSE_STEPS.search(unmasked)
    if inverse is not None and "steps" in found:
        steps = found["steps"][0] + (1 if inverse.group(1) else 0)
        if steps >= 1:
            found["gamma"] = [EXACT.divide(Decimal(1), steps)]
    values, problem = checked(found, line, asks_gamma)
    return Quantities(values, problem, amounts)


def _name(before: str, after: str, amount: Amount) -> str | None:
    """The name that the words around a number give it; None when they give none."""
    label, follower = label_before(before), label_after(after)
    if label == "other":
        return "other"
    if amount.share and re.match(r" (?:update )?(?:gate|gammau?)\b", after):
        return "gamma"
    if follower is not None and (name := _by_follower(follower, label, amount, before[-30:] + after[:30])) is not None:
        return name
    return label if label is not None and _suits(label, amount, before) else None


def _by_follower(follower: str, label: str | None, amount: Amount, around: str) -> str | None:
    """The name that the words after a number give it, where they outweigh the label before it."""
    whole = _is_whole(amount)
    if follower == "rate" and 0 <= amount.value <= 1 and not whole:
        if not _LOSS_OR_KEEPING.search(around):
            return "carried" if amount.value >= Decimal("0.5") else "rate"
        return "carried" if _KEEPING.search(around) and not _LOSING.search(around) else "rate"
    if follower == "steps" and (whole or label in (None, "steps")) and (whole or label not in ("gamma", "retain")):
        return "steps"
    if follower in ("n_x", "n_a") and whole and label not in ("gamma", "steps", "retain"):
        return follower
    if follower in ("target", "lost") and 0 <= amount.value <= 1 and label not in ("gamma", "retain"):
        return follower
    return follower if follower == "window" and label is None and whole else None


def _suits(label: str, amount: Amount, before: str) -> bool:
    """Whether a number can be what the word before it says: no share is a count, no large whole number a share."""
    whole = _is_whole(amount)
    count = whole and amount.value > 1
    if label == "steps":
        plainly = re.search(r"\bt ?[=:] ?\Z", before) is not None and not amount.share
        return plainly or not (amount.share or (not whole and 0 < amount.value < 1))
    if label in ("n_a", "n_x", "window"):
        return whole
    if label == "lost":
        return not whole
    if label == "gamma" or (label == "retain" and "forget" in before):
        return not count or _SAID_OF_IT.search(before) is not None
    return not (label == "target" and count)


def _is_whole(amount: Amount) -> bool:
    return amount.value == amount.value.to_integral_value() and not amount.share


def _place(bare: list[Amount], found: Found, line: str, asks_gamma: bool) -> None:
    """Name the bare numbers: a share is what is kept, a small decimal γ, a whole number above 1 the steps, where missing."""
    for amount in bare:
        has_rate = any(name in found for name in ("gamma", "retain", "rate", "carried"))
        if _is_whole(amount):
            wanted = "steps" not in found and (has_rate or asks_gamma or "target" in found)
            if amount.value > 1 and wanted and _STEPS_CUE.search(line[: amount.start][-24:]):
                found["steps"] = [amount.value]
        elif 0 < amount.value < 1:
            share_missing = "target" not in found and "lost" not in found
            may_be_share = (
                has_rate or asks_gamma or (amount.share and ("steps" in found or amount.value == Decimal("0.5")))
            )
            if share_missing and may_be_share:
                found["target"] = [amount.value]
            elif not has_rate and not amount.share and _NUMERIC_TALK.search(line):
                found["gamma"] = [amount.value]
