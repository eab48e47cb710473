"""A topic's parameters made complete: the reader's values checked against their ranges, defaults for the rest.

Every refusal is one sentence that names the quantity, what was given, the range and why it ends there.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from explainer.catalogue.parameters import ALIASES
from explainer.records import Parameter, Topic, Value


def settle(topic: Topic, read: Mapping[str, Value], options: Mapping[str, Value]) -> tuple[dict[str, Value], set[str]]:
    """The topic's parameters, complete, and the names of those that the reader gave.

    read: found in the question; what the topic does not use is left aside, since a sentence may mention any number.
    options: given expressly; they win over `read`, and one that the topic does not use is bad input.
    Raises ValueError with the sentence to show.
    """
    known = {parameter.name: parameter for parameter in topic.parameters}
    given: dict[str, Value] = {}
    for name, value in read.items():
        if (own := _own_name(name, known)) and own not in given:
            given[own] = value
    for name, value in options.items():
        own = _own_name(name, known)
        if own is None:
            raise ValueError(_unused(name, topic))
        given[own] = value
    _reconcile_retain(known, read, options, given)
    settled: dict[str, Value] = {}
    for name, parameter in known.items():
        if name in given:
            settled[name] = check(parameter, given[name])
        elif parameter.default is not None:
            settled[name] = parameter.default
        else:
            raise ValueError(f"{topic.slug} needs {parameter.meaning}: add {parameter.option} or name it in the question.")
    return settled, set(given)


def _own_name(name: str, known: Mapping[str, Parameter]) -> str | None:
    if name in known:
        return name
    alias = ALIASES.get(name)
    return alias if alias in known else None


def _reconcile_retain(
    known: Mapping[str, Parameter], read: Mapping[str, Value], options: Mapping[str, Value], given: dict[str, Value]
) -> None:
    # A forget gate is taken as 1 − γ. An option for one of the two outweighs what the question said of the other.
    for one, other in (("gamma", "retain"), ("retain", "gamma")):
        source = options.get(one) if one in options else None if other in options else read.get(one)
        if source is not None and other in known and other not in options and isinstance(source, Decimal | int):
            given[other] = 1 - Decimal(source)


def check(parameter: Parameter, value: Value) -> Value:
    """The value, in the parameter's own type and inside its range.

    Raises ValueError with a sentence that says how to mend it.
    """
    if parameter.kind == "choice":
        if value not in parameter.choices:
            choices = ", ".join(parameter.choices)
            raise ValueError(f"{parameter.option} is one of {choices}: {str(value)[:40]!r} is not.")
        return value
    if parameter.kind in ("file", "numbers"):
        return value
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise ValueError(f"{_name(parameter)} is a number, such as {_example(parameter)}: {str(value)[:40]!r} is none.")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{_name(parameter)} must be a finite number, such as {_example(parameter)}.")
    if parameter.kind == "count" and number != number.to_integral_value():
        example = _example(parameter)
        raise ValueError(f"{_name(parameter)} is a whole number, such as {example}: {_plain(number)} is not.")
    if _outside(parameter, number):
        raise ValueError(
            f"{_name(parameter)} must be {_range(parameter)} ({parameter.because}): {_plain(number)} is not. "
            f"Try {parameter.option} {_example(parameter)}."
        )
    return int(number) if parameter.kind == "count" else number


def _outside(parameter: Parameter, number: Decimal) -> bool:
    low, high = parameter.low, parameter.high
    below = low is not None and (number < low or (parameter.low_open and number == low))
    above = high is not None and (number > high or (parameter.high_open and number == high))
    return below or above


def _range(parameter: Parameter) -> str:
    low, high = parameter.low, parameter.high
    if low is None:
        return f"{'below' if parameter.high_open else 'at most'} {_plain(high or Decimal(0))}"
    if high is None:
        return f"{'above' if parameter.low_open else 'at least'} {_plain(low)}"
    opening = "above" if parameter.low_open else "from"
    closing = "and below" if parameter.high_open else "and at most" if parameter.low_open else "to"
    return f"{opening} {_plain(low)} {closing} {_plain(high)}"


def _plain(number: Decimal) -> str:
    """A number for a sentence: 1000 as it is, 10^15 and 1e-6 in powers, and never hundreds of digits."""
    text = f"{number.normalize():f}"
    if len(text) <= 7:
        return text
    return f"{number:.6e}".replace("e+", "e").replace(".000000e", "e")


def _example(parameter: Parameter) -> str:
    if isinstance(parameter.default, Decimal | int):
        return _plain(Decimal(parameter.default))
    return "100" if parameter.kind == "count" else "0.5"


def _name(parameter: Parameter) -> str:
    return parameter.meaning.partition(",")[0]


def _unused(name: str, topic: Topic) -> str:
    takes = ", ".join(parameter.option or parameter.name for parameter in topic.parameters)
    offer = f"it takes {takes}" if takes else "it takes no numbers"
    return f"The topic {topic.slug} does not use {name!r}: {offer}."
