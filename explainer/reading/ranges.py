"""Ranges: named numbers that contradict each other or cannot be are refused with the reason; the rest get public names."""

from __future__ import annotations

import re
from decimal import Decimal

from explainer.reading.numbers import EXACT
from explainer.records import Value

Found = dict[str, list[Decimal]]

_ONE = Decimal(1)
_PER_STEP_RETENTION = re.compile(
    r"(?:retention|retain\w*|keep\w*)\b[^.?!]{0,20}(?:per|each|every|a) (?:time ?)?step|how much|what(?:'s|"
    r" is) left|what remains"
)


class _Impossible(Exception):
    """A number that cannot be; its text is the sentence to show."""


def checked(found: Found, line: str, asks_gamma: bool) -> tuple[dict[str, Value], str]:
    """The values by their public names, and "" or the sentence that says why they cannot be."""
    if (
        "target" in found
        and "steps" in found
        and not asks_gamma
        and not _rates(found)
        and _PER_STEP_RETENTION.search(line)
    ):
        found["retain"] = found.pop("target")
    try:
        return {**_gate(found), **_steps(found), **_share(found), **_sizes(found), **_bias(found)}, ""
    except _Impossible as reason:
        return {}, str(reason)


def _rates(found: Found) -> list[tuple[bool, Decimal]]:
    """What was said per step: (whether it is what is kept, the number)."""
    return [
        (name in ("retain", "carried"), found[name][0])
        for name in ("gamma", "rate", "retain", "carried")
        if name in found
    ]


def _gate(found: Found) -> dict[str, Value]:
    rates = _rates(found)
    for kept, value in rates:
        if not 0 <= value <= 1:
            what = "The factor kept per step" if kept else "Γu"
            raise _Impossible(
                f"{what} lies between 0 and 1, so {shown(value)} is impossible: give a value such as 0.000001 or 5%."
            )
    losses = [EXACT.subtract(_ONE, value) if kept else value for kept, value in rates]
    if len(losses) > 1 and losses[0] != losses[1]:
        keeps, other = (shown(EXACT.subtract(_ONE, loss)) for loss in losses[:2])
        raise _Impossible(
            f"A gate of {shown(losses[0])} keeps {keeps} per step, which contradicts a retention of {other}: give one of the two."
        )
    # "Γu ≈ 0" and "Γu = 1" name a regime; they are numbers only beside other numbers.
    if losses and (0 < losses[0] < 1 or "steps" in found or "target" in found):
        return {"gamma": losses[0], "retain": EXACT.subtract(_ONE, losses[0])}
    return {}


def _steps(found: Found) -> dict[str, Value]:
    if "steps" not in found:
        return {}
    steps = found["steps"][0]
    if steps != steps.to_integral_value() or steps < 0:
        raise _Impossible(f"The number of steps is a whole number, 0 or more, not {shown(steps)}.")
    return {"steps": int(steps)}


def _share(found: Found) -> dict[str, Value]:
    for name in ("target", "lost"):
        share = found[name][0] if name in found else _ONE
        if not 0 <= share <= 1:
            raise _Impossible(f"A share kept or lost lies between 0 and 1 (0 % and 100 %), not {shown(share)}.")
        if share not in (0, 1):
            return {"target": share if name == "target" else EXACT.subtract(_ONE, share)}
    return {}


def _sizes(found: Found) -> dict[str, Value]:
    values: dict[str, Value] = {name: found[name][0] for name in ("sigma", "epsilon", "threshold") if name in found}
    for name in ("n_a", "n_x", "window"):
        if name in found:
            values[name] = int(found[name][0])
            if found[name][0] < 1 and name != "window":
                raise _Impossible(f"{said(name)} is a whole number above 0, not {shown(found[name][0])}.")
    return values


def _bias(found: Found) -> dict[str, Value]:
    if "bias_z" in found and "bias_u" not in found:
        return {"bias": -found["bias_z"][0]}  # z = 1 − Γu, so its bias has the other sign
    name = next((name for name in ("bias_u", "bias") if name in found), "")
    return {"bias": found[name][0]} if name else {}


def shown(value: Decimal) -> str:
    """A short spelling of a number for a sentence."""
    text = f"{value:.6g}" if abs(value) < 10**9 else f"{value:.3e}"
    return text if len(text) < 24 else text[:20] + "…"


_SAID = {
    "t": "T",
    "steps": "The number of steps",
    "n_a": "The number of units",
    "n_x": "The number of inputs",
    "bias": "The bias",
    "bu": "The bias",
    "b_u": "The bias",
}


def said(name: str) -> str:
    """A quantity's name as a sentence begins with it."""
    return _SAID.get(name, "Γu" if name.startswith(("gamma", "u")) else "The forget gate")
