"""What a button acts on, written into its custom_id, so that it works after a restart and for months.

    x1|g-|solve-gamma||cfu1z141z3|keep=0.5;steps=1000       everything is in the id
    x1|g-|*7f3a9c                                            a key of a stored row, where 100 characters can't hold it

`x1` is the version: an id of another version is answered with a word, never acted on.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from explainer.records import Value

VERSION = "x1"
LENGTH = 100
# Matches the ids of this version; the fallback answers every other one.
TEMPLATE = re.compile(rf"{VERSION}\|(?P<action>[a-z]+[-+]?\d*)\|(?P<rest>.*)", re.DOTALL)

_NOTATIONS = {"c": "course", "h": "cho", "p": "pytorch"}
_DEPTHS = {"s": "short", "f": "full"}
_LEVELS = {"u": "usual", "s": "simple", "p": "proof"}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_REST = re.compile(
    r"(?P<topic>[a-z0-9-]*)\|(?P<facet>[a-z0-9-]*)\|(?P<n>[chp])(?P<d>[sf])(?P<l>[usp])(?P<asker>[0-9a-z]+)\|(?P<given>.*)"
)


@dataclass(frozen=True, slots=True)
class State:
    """A topic with the numbers that were given for it, how to write it, and who asked.

    given: (name, value as text) in the order of the names; only what differs from the topic's defaults.
    asker: Discord's id of the person who asked; they may delete the answer and change it in place.
    """

    topic: str = ""
    asker: int = 0
    facet: str = ""
    given: tuple[tuple[str, str], ...] = ()
    notation: str = "course"
    depth: str = "short"
    level: str = "usual"

    def value(self, name: str) -> str | None:
        """The text of a given number, None when it was left at its default."""
        return dict(self.given).get(name)

    def with_values(self, **values: str) -> State:
        """The same with some numbers changed."""
        return replace(self, given=tuple(sorted({**dict(self.given), **values}.items())))


def given(parameters: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """Parameters as texts that the number reader reads back without loss."""
    return tuple(sorted((name, _text(value)) for name, value in parameters.items()))


def custom_id(action: str, state: State, key: str | None = None) -> str:
    """The id of a button. `key` names the stored row of a state that does not fit.

    Raises ValueError when it is over Discord's 100 characters; ask `fits` first.
    """
    made = f"{VERSION}|{action}|*{key}" if key is not None else _inline(action, state)
    if len(made) > LENGTH:
        raise ValueError(f"the id of {action!r} for {state.topic!r} has {len(made)} characters, at most {LENGTH} fit")
    return made


def fits(state: State) -> bool:
    """Whether the longest action's id holds the state; if not, it has to be stored."""
    clean = not any(mark in name + value for name, value in state.given for mark in "|;=\n")
    return clean and len(_inline("d000", state)) <= LENGTH


def parse(text: str) -> tuple[str, State | str] | None:
    """An id → its action, and the state or the key of the stored one. None when the id isn't one of ours."""
    whole = TEMPLATE.fullmatch(text)
    if whole is None:
        return None
    rest = whole["rest"]
    if rest.startswith("*"):
        return whole["action"], rest[1:]
    parts = _REST.fullmatch(rest)
    if parts is None:
        return None
    pairs = [pair.partition("=") for pair in parts["given"].split(";") if pair]
    return whole["action"], State(
        topic=parts["topic"],
        asker=int(parts["asker"], 36),
        facet=parts["facet"],
        given=tuple((name, value) for name, _, value in pairs),
        notation=_NOTATIONS[parts["n"]],
        depth=_DEPTHS[parts["d"]],
        level=_LEVELS[parts["l"]],
    )


def dump(state: State) -> dict[str, object]:
    """The state as plain JSON values, for the stored row."""
    fields: dict[str, object] = {field.name: getattr(state, field.name) for field in dataclasses.fields(state)}
    return {**fields, "given": [list(pair) for pair in state.given]}


def load(row: Mapping[str, object]) -> State:
    """The state of a stored row. Raises ValueError when the row isn't one of this version."""
    pairs = row.get("given")
    if not isinstance(pairs, list) or not isinstance(row.get("asker"), int):
        raise ValueError("the stored state is of another version")
    try:
        fields: dict[str, Any] = {**row, "given": tuple((str(name), str(value)) for name, value in pairs)}
        return State(**fields)
    except (TypeError, ValueError) as error:
        raise ValueError("the stored state is of another version") from error


def _inline(action: str, state: State) -> str:
    letters = "".join(
        next(letter for letter, name in table.items() if name == value)
        for table, value in ((_NOTATIONS, state.notation), (_DEPTHS, state.depth), (_LEVELS, state.level))
    )
    values = ";".join(f"{name}={value}" for name, value in state.given)
    return f"{VERSION}|{action}|{state.topic}|{state.facet}|{letters}{_base36(state.asker)}|{values}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        # Both spellings are exact; the shorter one leaves more room in the id.
        return min(f"{value:f}", f"{value:e}".replace("e+", "e"), key=len)
    if isinstance(value, tuple):
        return ",".join(repr(float(number)) for number in value)
    return str(value)
