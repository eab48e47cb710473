"""Quantities: which number of the line is γ, which the steps, which the share kept, the bias, the sizes; and what cannot be.

A number is known by the word before it ("gamma =", "T ="), by the word after it ("steps", "% left"), or, when it stands
bare, by what its size allows and by what is still missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal

from explainer.reading.labels import FOLLOWERS, LABELS
from explainer.reading.numbers import Amount, numbers
from explainer.records import Value

_ONE = Decimal(1)
_EXACT = Context(prec=120, Emin=-(10**6), Emax=10**6)
_REACH = 60  # characters looked at before and after a number


@dataclass(frozen=True, slots=True)
class Quantities:
    """The numbers of a question by name; `problem` says why they cannot be, "" when they can."""

    values: Mapping[str, Value] = field(default_factory=dict)
    problem: str = ""
    amounts: tuple[Amount, ...] = ()
    # The numbers that stood bare and were given a place by what was missing.
    guessed: frozenset[str] = frozenset()
    # Three or more numbers in a row, as a reader pastes measured norms.
    series: tuple[float, ...] = ()


_LOSS_OR_KEEPING = re.compile(
    r"\b(?:keep|keeps|kept|retain\w*|carr\w+|preserv\w+|remain\w*|surviv\w*|multipl\w+|forget gate|fgate|f|z|"
    r"lo[sa]\w*|leak\w*|forgets?|decay(?:s|ed)? (?:of|by)|drop\w*|gamma\w?|gate|update|overwrit\w+)\b"
)
_HALF_LIFE = re.compile(r"\bhalf[- ]?li(?:fe|ves)\b|\bhalv(?:e|es|ed|ing)\b")
_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_INDEXES = re.compile(
    r"(?<![\w.)])[(]?1 ?- ?(?=gamma|z|f\b|u\b|zgate|ugate|fgate|beta|alpha|lambda|h|a\b|tanh|\()|"
    r"\b[tn] ?[-+] ?\d\b|\b[a-z]{1,2}_?\d\b|\b0 ?\* ?[a-z]|\[ ?\d ?, ?\d ?\]|(?<=\bof )1(?=,| )|\b(?:-1|0) (?:and|"
    r"to) \+?1\b"
)
_SERIES = re.compile(
    r"(?<![\w.])(?:\d{0,20}\.?\d{1,20}(?:e[+-]?\d{1,4}|\^-?\d{1,4})?(?:(?:, ?|; ?| ?-> ?| ?\| ?| and |"
    r" )(?=[\d.]))){2,400}\d{0,20}\.?\d{1,20}(?:e[+-]?\d{1,4})?(?![\w.]\d)"
)
_POWER = re.compile(
    r"\(? ?(1 ?- ?)?(\d?\.\d+|\d+e-\d+|10\^-\d+) ?\)? ?(?:\^|\*\*|"
    r"to the(?: power)?(?: of)?) ?\(?(\d[\d,]{0,15})\)?(?![\d.%])"
)
_ONE_MINUS = re.compile(r"(?<![\w.])\(?1 ?- ?(\d?\.\d+|\d+e-\d+|10\^-\d+)\)?")
_NUMERAL = r"\d{0,9}\.?\d{1,20}(?:e-?\d{1,3})?%?"
_ONE_OVER_E = re.compile(r"(?<![\w.])(?:1 ?/ ?e(?![\w^-])|e ?\^ ?-1\b)")
_REDUCTION = re.compile(
    r"\b(\d{1,9}) ?(?:x|times|-?fold)[ -](?:reduction|reduced|smaller|weaker|decrease|less|attenuation)\b"
)
_TO_THE_T = re.compile(rf"\(1 ?- ?({_NUMERAL})\) ?\^ ?t\b|(?<![\w.])(0?\.\d{{1,20}}) ?\^ ?t\b")
_KEPT_TO_THE = r"\(1 ?- ?(?:gammau?|g|u|x)\) ?\^ ?\(?(\d[\d,]{0,15})\)?"
_EQUATION = re.compile(
    rf"(?<![\w.])({_NUMERAL}) ?={{1,2}} ?{_KEPT_TO_THE}|{_KEPT_TO_THE} ?(?:={{1,2}}|>=?|~=?) ?({_NUMERAL})"
)
_INVERSE_STEPS = re.compile(r"\b(?:gammau?|ugate|update gate|gate) ?(?:=|is|of) ?1 ?/ ?\(? ?t( ?\+ ?1)?(?!\w)")
_IMPOSSIBLE = re.compile(
    r"\b(?P<name>gammau?|ugate|update gate|t|steps|forget gate|fgate|f|bias|b_?u) ?(?:=+|:|is|"
    r"of) ?[+-]?(?P<what>nan|inf(?:inity|inite)?)\b"
)
_ASKS_GAMMA = re.compile(
    r"\b(?:what|which|find|need(?:ed)?|requir\w*|solve(?: for)?|compute|how (?:small|close|low|tiny|near)|the|"
    r"necessary|minimum|max(?:imum)?|value of|calculate|get|give me|gimme|best|gamma for|smallest|largest|"
    r"biggest)\b[^.?!=]{0,40}\b(?:gammau?|ugate|update gate|gate|decay|forget gate|bias|f|retention per step|"
    r"per-step retention|forget factor)\b(?! ?(?:=|is |of )? ?[\d.])|\b(?:gammau?|gate)(?: value)? (?:so that|"
    r"such that|so|for which|to keep|to retain|to lose|needed|required|for (?:half|a half|t\b|\d))|\b(?:gammau?|"
    r"gate|bias) ?\?"
)


def quantities(line: str) -> Quantities:
    """The numbers of a normalised line by name. Never raises."""
    impossible = _IMPOSSIBLE.search(line)
    if impossible is not None:
        return Quantities(problem=f"{_said(impossible['name'])} must be a finite number, not {impossible['what']}.")
    if not _HAS_NUMBER.search(line):
        return Quantities({"target": Decimal("0.5")} if _HALF_LIFE.search(line) else {})
    line = _ONE_OVER_E.sub("0.367879441171442321595523770161460867", line)
    line = _REDUCTION.sub(lambda times: f"down to 1/{times.group(1)}", line)
    line = _TO_THE_T.sub(
        lambda power: f" gamma {power.group(1)} " if power.group(1) else f" forget gate {power.group(2)} ", line
    )
    line = _EQUATION.sub(
        lambda sides: f" keep {sides.group(1) or sides.group(4)} over t = {sides.group(2) or sides.group(3)} ", line
    )
    masked = _TIME_OF_DAY.sub(lambda found: " " * len(found.group()), line)
    power = _POWER.search(masked)
    if power is not None:
        return _from_power(power)
    masked = _INDEXES.sub(lambda found: "_" * len(found.group()), masked)
    masked = _ONE_MINUS.sub(_subtracted, masked)
    series = _SERIES.search(masked)
    if series is None:
        return _assigned(masked, numbers(masked), line)
    pasted = tuple(float(amount.value) for amount in numbers(series.group()) if not amount.huge)
    rest = masked[: series.start()] + " " * len(series.group()) + masked[series.end() :]
    return replace(_assigned(rest, numbers(rest), line), series=pasted)


_HAS_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|tenth|hundredth|thousandth|millionth|"
    r"halv\w+|one (?:in|percent|per)|dozen|point)\b"
)


def _subtracted(found: re.Match[str]) -> str:
    """1 - 0.01 written out, so that it is one number; exact, as decimals are."""
    inside = numbers(found.group(1))
    if len(inside) != 1 or not 0 <= inside[0].value <= 1:
        return found.group()
    return format(_EXACT.subtract(_ONE, inside[0].value), "f")


def _from_power(found: re.Match[str]) -> Quantities:
    """0.9^50 and (1 - 0.01)^50: a factor per step and a number of steps."""
    base, times = numbers(found.group(2))[0], numbers(found.group(3))[0]
    if not 0 <= base.value <= 1 or times.huge:
        return Quantities()
    gamma = base.value if found.group(1) else _EXACT.subtract(_ONE, base.value)
    return Quantities(
        {"gamma": gamma, "retain": _EXACT.subtract(_ONE, gamma), "steps": int(times.value)}, amounts=(base, times)
    )


def _assigned(line: str, amounts: tuple[Amount, ...], unmasked: str) -> Quantities:
    """Give each number its name: labelled ones first, then the bare ones by what is missing."""
    found: dict[str, list[tuple[Decimal, Amount]]] = {}
    bare: list[Amount] = []
    for place, amount in enumerate(amounts):
        if amount.huge:
            return Quantities(
                problem="That number has more digits than any quantity here: write it like 1e-6 or 1000.",
                amounts=amounts,
            )
        before = line[max(amounts[place - 1].end if place else 0, amount.start - _REACH) : amount.start]
        after = line[
            amount.end : min(amounts[place + 1].start if place + 1 < len(amounts) else len(line), amount.end + _REACH)
        ]
        name = _name(before, after, amount, line)
        if name is None:
            bare.append(amount)
        elif name != "other":
            found.setdefault(name, []).append((amount.value, amount))
    if _HALF_LIFE.search(line) and "target" not in found and "lost" not in found:
        found["target"] = [(Decimal("0.5"), Amount(Decimal("0.5"), 0, 0, share=True))]
    guessed = _place(bare, found, line)
    inverse = _INVERSE_STEPS.search(unmasked)
    if inverse is not None and "steps" in found:
        steps = found["steps"][0][0] + (1 if inverse.group(1) else 0)
        if steps >= 1:
            found["gamma"] = [(_EXACT.divide(_ONE, steps), found["steps"][0][1])]
    return _checked(found, line, amounts, guessed)


def _name(before: str, after: str, amount: Amount, line: str) -> str | None:
    """The name that the words around a number give it; None when they give none."""
    label = next((name for name, pattern in LABELS if pattern.search(before)), None)
    follower = next((name for name, pattern in FOLLOWERS if pattern.match(after)), None)
    whole = amount.value == amount.value.to_integral_value() and not amount.share
    if label == "other":
        return "other"
    if amount.share and re.match(r" (?:update )?(?:gate|gammau?)\b", after):
        return "gamma"
    if follower == "rate" and 0 <= amount.value <= 1 and (amount.share or not whole):
        if not _LOSS_OR_KEEPING.search(before[-30:] + after[:30]):
            return "carried" if amount.value >= Decimal("0.5") else "rate"
        return (
            "carried"
            if re.search(
                r"\b(?:keep|keeps|kept|retain\w*|carr\w+|preserv\w+|remain\w*|surviv\w*|multipl\w+|forget gate|"
                r"fgate|f|"
                r"z)\b",
                before[-30:] + after[:30],
            )
            and not re.search(r"\b(?:lo[sa]\w*|leak\w*|forgets?|decay\w*|drop\w*)\b", before[-30:] + after[:30])
            else "rate"
        )
    if follower == "steps" and (whole or label in (None, "steps")) and not (label in ("gamma", "retain") and not whole):
        return "steps"
    if follower in ("n_x", "n_a") and whole and label not in ("gamma", "steps", "retain"):
        return follower
    if follower in ("target", "lost") and 0 <= amount.value <= 1 and label not in ("gamma", "retain"):
        return follower
    if label is None:
        return follower if follower in ("window",) and whole else None
    if label == "steps" and not amount.share and not whole and re.search(r"\bt ?[=:] ?\Z", before):
        return "steps"
    if label in ("steps",) and (amount.share or (not whole and 0 < amount.value < 1)):
        return None
    if label == "target" and whole and amount.value > 1:
        return None
    if label == "lost" and whole:
        return None
    if label in ("n_a", "n_x", "window") and not whole:
        return None
    if label == "gamma" and whole and amount.value > 1 and not re.search(r"(?:=|:|is|gammau?) ?\Z", before):
        return None
    if (
        label == "retain"
        and whole
        and amount.value > 1
        and re.search(r"forget", before)
        and not re.search(r"(?:=|:|gate(?: is)?) ?\Z", before)
    ):
        return None
    return label


def _place(bare: list[Amount], found: dict[str, list[tuple[Decimal, Amount]]], line: str) -> frozenset[str]:
    """Bare numbers: a share is what is kept, a small decimal is γ, a whole number above 1 is the steps, where those are missing."""
    guessed: set[str] = set()

    def give(name: str, amount: Amount) -> None:
        found.setdefault(name, []).append((amount.value, amount))
        guessed.add(name)

    asks_gamma = _ASKS_GAMMA.search(line) is not None
    has_rate = any(name in found for name in ("gamma", "retain", "rate", "carried"))
    for amount in bare:
        whole = amount.value == amount.value.to_integral_value() and not amount.share
        if not whole and 0 < amount.value < 1:
            if (
                (amount.share or has_rate or asks_gamma)
                and "target" not in found
                and "lost" not in found
                and (has_rate or asks_gamma or "steps" in found or amount.value == Decimal("0.5"))
            ):
                give("target", amount)
            elif not has_rate and not amount.share and _NUMERIC_TALK.search(line):
                give("gamma", amount)
                has_rate = True
        elif (
            whole
            and amount.value > 1
            and "steps" not in found
            and (has_rate or asks_gamma or "target" in found)
            and _STEPS_CUE.search(line[: amount.start][-24:])
        ):
            give("steps", amount)
    return frozenset(guessed)


_NUMERIC_TALK = re.compile(r"gamma|gate|steps?\b|\bt ?=|retention|gradient|left|memory")
_STEPS_CUE = re.compile(
    r"(?:over|after|for|at|across|through|back|last|and|,|in|spanning|within|than|of|\bt)(?: (?:about|around|"
    r"roughly|at least|up to|the|another|last|say|only|more than))?[ =]*\Z|\A\s*\Z|[;,] ?\Z|[\d%] ?\Z"
)


def _checked(
    found: dict[str, list[tuple[Decimal, Amount]]], line: str, amounts: tuple[Amount, ...], guessed: frozenset[str]
) -> Quantities:
    """Ranges and contradictions; then the values under their public names."""
    values: dict[str, Value] = {}
    rates: list[tuple[str, Decimal]] = [
        ("gamma", value) for name in ("gamma", "rate") for value, _ in found.get(name, ())[:1]
    ]
    rates += [("retain", value) for name in ("retain", "carried") for value, _ in found.get(name, ())[:1]]
    asked = _ASKS_GAMMA.search(line) is not None
    if "target" in found and not rates and not asked and "steps" in found and _PER_STEP_RETENTION.search(line):
        rates.append(("retain", found.pop("target")[0][0]))
    for name, value in rates:
        if not 0 <= value <= 1:
            what = "Γu" if name == "gamma" else "The factor kept per step"
            return Quantities(
                problem=f"{what} lies between 0 and 1, so {_shown(value)} is impossible: give a value such as 0.000001 "
                f"or "
                f"5%.",
                amounts=amounts,
            )
    losses = [value if name == "gamma" else _EXACT.subtract(_ONE, value) for name, value in rates]
    if len(losses) == 2 and losses[0] != losses[1]:
        return Quantities(
            problem=f"A gate of {_shown(losses[0])} keeps {_shown(_EXACT.subtract(_ONE, losses[0]))} per step, which "
            f"contradicts a retention of {_shown(_EXACT.subtract(_ONE, losses[1]))}: give one of the two.",
            amounts=amounts,
        )
    # "Γu ≈ 0" and "Γu = 1" name a regime; they are numbers only beside other numbers.
    if losses and (0 < losses[0] < 1 or "steps" in found or "target" in found):
        values["gamma"], values["retain"] = losses[0], _EXACT.subtract(_ONE, losses[0])
    if "steps" in found:
        steps = found["steps"][0][0]
        if steps != steps.to_integral_value() or steps < 0:
            return Quantities(
                problem=f"The number of steps is a whole number, 0 or more, not {_shown(steps)}.", amounts=amounts
            )
        values["steps"] = int(steps)
    for name in ("target", "lost"):
        share = found[name][0][0] if name in found else _ONE
        if share not in (0, 1) and "target" not in values:
            if not 0 <= share <= 1:
                return Quantities(
                    problem=f"A share kept or lost lies between 0 and 1 (0 % and 100 %), not {_shown(share)}.",
                    amounts=amounts,
                )
            values["target"] = share if name == "target" else _EXACT.subtract(_ONE, share)
    _sizes_and_biases(found, values)
    problem = next(
        (
            f"{_said(name)} is a whole number above 0, not {_shown(found[name][0][0])}."
            for name in ("n_a", "n_x")
            if name in found and found[name][0][0] < 1
        ),
        "",
    )
    return Quantities(values, problem, amounts, guessed)


_PER_STEP_RETENTION = re.compile(
    r"(?:retention|retain\w*|keep\w*)\b[^.?!]{0,20}(?:per|each|every|a) (?:time ?)?step|how much|what(?:'s|"
    r" is) left|what remains"
)


def _sizes_and_biases(found: dict[str, list[tuple[Decimal, Amount]]], values: dict[str, Value]) -> None:
    for name in ("n_a", "n_x", "window"):
        if name in found:
            values[name] = int(found[name][0][0])
    for name in ("sigma", "epsilon", "threshold"):
        if name in found:
            values[name] = found[name][0][0]
    if "bias_u" in found:
        values["bias"] = found["bias_u"][0][0]
    elif "bias_z" in found:
        values["bias"] = -found["bias_z"][0][0]  # z = 1 − Γu, so its bias has the other sign
    elif "bias" in found:
        values["bias"] = found["bias"][0][0]


def _shown(value: Decimal) -> str:
    """A short spelling of a number for a sentence."""
    text = f"{value:.6g}" if abs(value) < 10**9 else f"{value:.3e}"
    return text if len(text) < 24 else text[:20] + "…"


def _said(name: str) -> str:
    return {
        "t": "T",
        "steps": "The number of steps",
        "n_a": "The number of units",
        "n_x": "The number of inputs",
        "bias": "The bias",
        "bu": "The bias",
        "b_u": "The bias",
    }.get(name, "Γu" if name.startswith(("gamma", "u")) else "The forget gate")


def gate_of_bias(bias: Value) -> tuple[Decimal, Decimal]:
    """Γu = σ(b) and 1 − Γu = σ(−b), for a gate that sees nothing but its bias; to 50 digits."""
    context = Context(prec=50, Emin=-(10**6), Emax=10**6)
    b = bias if isinstance(bias, Decimal) else Decimal(str(bias))
    b = max(Decimal(-100_000), min(Decimal(100_000), b))
    grown = context.exp(-abs(b))
    small, large = context.divide(grown, context.add(_ONE, grown)), context.divide(_ONE, context.add(_ONE, grown))
    return (small, large) if b < 0 else (large, small)
