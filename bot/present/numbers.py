"""The numbers that buttons change: a state's texts as values, and γ ÷ 10, γ × 10, T × 10 within a topic's ranges."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from bot.views.state import State
from explainer.records import Parameter, Query, Topic, Value

# A list of pasted numbers is kept as text with commas; every other value is read by the reader itself.
_LISTS = ("norms",)


def values(state: State) -> tuple[tuple[str, Value], ...]:
    """What a job computes with: texts as they were written, lists as numbers."""
    return tuple((name, _list(text) if name in _LISTS else text) for name, text in state.given)


def query(topic: Topic, state: State) -> Query:
    """What an answer was about, for a follow-up to it."""
    typed: dict[str, Value] = {}
    for name, text in state.given:
        takes = parameter(topic, name)
        number = _number(text)
        if takes is None:
            continue
        if takes.kind == "numbers":
            typed[name] = _list(text)
        elif takes.kind == "choice" or number is None:
            typed[name] = text
        else:
            typed[name] = int(number) if takes.kind == "count" else number
    return Query(
        text=topic.question,
        topic=topic.slug,
        facet=state.facet,
        parameters=typed,
        given=frozenset(typed),
        notation=state.notation,
        level=state.level,
    )


def parameter(topic: Topic, name: str) -> Parameter | None:
    """The topic's parameter of that name, if it takes one."""
    return next((each for each in topic.parameters if each.name == name), None)


def scaled(topic: Topic, state: State, name: str, power: int, now: Value | None = None) -> State | None:
    """The state with one number times 10^power; None when the topic takes none or the result is out of its range.

    now: the value the answer was computed with, where the state doesn't hold it.
    """
    takes = parameter(topic, name)
    known = (_number(state.value(name)), _decimal(now), _decimal(takes.default if takes else None))
    number = next((each for each in known if each is not None), None)
    if takes is None or not number:  # ten times nothing is nothing
        return None
    changed = number.scaleb(power)
    if takes.kind == "count":
        if changed != changed.to_integral_value():
            return None
        changed = changed.quantize(Decimal(1))
    if _outside(takes, changed):
        return None
    return state.with_values(**{name: written(changed)})


def written(number: Decimal) -> str:
    """A number in its shorter spelling: 1e-6, 0.05, 1000."""
    plain = f"{number.normalize():f}"
    if len(plain) <= 6:
        return plain
    digits, _, power = f"{number.normalize():e}".partition("e")
    return f"{digits}e{int(power)}" if len(plain) > len(digits) + 4 else plain


def _outside(takes: Parameter, number: Decimal) -> bool:
    low, high = takes.low, takes.high
    return (low is not None and (number < low or (takes.low_open and number == low))) or (
        high is not None and (number > high or (takes.high_open and number == high))
    )


def _decimal(value: Value | None) -> Decimal | None:
    return Decimal(value) if isinstance(value, Decimal | int) else None


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def _list(text: str) -> tuple[float, ...]:
    return tuple(float(each) for each in text.split(",") if each)
