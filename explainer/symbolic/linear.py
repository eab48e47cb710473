"""Expression → one line of linear notation, terms and factors in the author's order, no bracket too many."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import singledispatch
from typing import Any

from explainer.symbolic.expression import (
    AnyFunction,
    Apply,
    Blocks,
    Constant,
    Derivative,
    Diagonal,
    Elementwise,
    Equation,
    Expression,
    Extremum,
    Held,
    Negative,
    Norm,
    Number,
    Over,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Transpose,
)
from explainer.symbolic.shape import SCALAR, is_vector

# How tightly a printed piece holds together; a piece looser than its place needs gets brackets.
SUM, BIG, ELEMENTWISE, PRODUCT, POWER, ATOM = range(1, 7)

# Functions that readers know by another name than mpmath does.
PRINTED = {"relu": "ReLU", "sign": "sgn"}


def linear(value: Expression | Equation, brief: bool = False) -> str:
    """The formula's text. brief: within one step, c[t] is written c and c[t-1] is written c'."""
    if isinstance(value, Equation):
        return f"{linear(value.left, brief)} {value.relation} {linear(value.right, brief)}"
    return piece(value, brief)[0]


def fenced(value: Expression, level: int, brief: bool) -> str:
    """The text of a part, in brackets when it is looser than `level`."""
    text, own = piece(value, brief)
    return text if own >= level else f"({text})"


@singledispatch
def piece(value: Any, brief: bool) -> tuple[str, int]:
    """The text of one node and how tightly it holds together."""
    raise TypeError(f"no linear notation for {type(value).__name__}")


@piece.register
def _(value: Number, brief: bool) -> tuple[str, int]:
    return value.text, ATOM if not value.text.startswith("-") else SUM


@piece.register
def _(value: Symbol, brief: bool) -> tuple[str, int]:
    if value.time is None:
        return value.name, ATOM
    time = linear(value.time).replace(" ", "")
    if brief and time in ("t", "t-1"):
        return value.name + ("'" if time == "t-1" else ""), ATOM
    return f"{value.name}[{time}]", ATOM


@piece.register
def _(value: Constant, brief: bool) -> tuple[str, int]:
    return value.kind, ATOM


@piece.register
def _(value: Sum, brief: bool) -> tuple[str, int]:
    text = ""
    for term in value.terms:
        negative = isinstance(term, Negative)
        body = term.body if isinstance(term, Negative) else term
        printed = fenced(body, BIG, brief)
        text += (" - " if negative else " + ") + printed if text else ("-" if negative else "") + printed
    return text, SUM


@piece.register
def _(value: Negative, brief: bool) -> tuple[str, int]:
    return "-" + fenced(value.body, BIG, brief), SUM


@piece.register
def _(value: Product, brief: bool) -> tuple[str, int]:
    text = ""
    for position, factor in enumerate(value.factors):
        last = position == len(value.factors) - 1
        printed = fenced(factor, BIG if last and isinstance(factor, Over) else PRODUCT, brief)
        sign = " · " if printed[0].isdigit() else " "
        text += (sign if text else "") + printed
    return text, PRODUCT


@piece.register
def _(value: Elementwise, brief: bool) -> tuple[str, int]:
    return " * ".join(fenced(factor, POWER, brief) for factor in value.factors), ELEMENTWISE


@piece.register
def _(value: Quotient, brief: bool) -> tuple[str, int]:
    return f"{fenced(value.top, POWER, brief)}/{fenced(value.bottom, POWER, brief)}", PRODUCT


@piece.register
def _(value: Power, brief: bool) -> tuple[str, int]:
    # A letter with a time index carries a superscript in one notation, so a power of it needs brackets.
    indexed = isinstance(value.base, Symbol) and value.base.time is not None and piece(value.base, brief)[0][-1] in "]'"
    base = f"({linear(value.base, brief)})" if indexed else fenced(value.base, ATOM, brief)
    exponent, level = piece(value.exponent, brief)
    return f"{base}^{exponent if level == ATOM else f'({exponent})'}", POWER


@piece.register
def _(value: Apply, brief: bool) -> tuple[str, int]:
    argument = linear(value.argument, brief)
    if value.function == "exp":
        return f"e^{argument if piece(value.argument, brief)[1] == ATOM else f'({argument})'}", POWER
    return f"{PRINTED.get(value.function, value.function)}({argument})", ATOM


@piece.register
def _(value: Diagonal, brief: bool) -> tuple[str, int]:
    return f"D({linear(value.body, brief)})", ATOM


@piece.register
def _(value: Transpose, brief: bool) -> tuple[str, int]:
    body = fenced(value.body, ATOM, brief)
    indexed = isinstance(value.body, Symbol) and body[-1] in "]'"
    return f"({body})^⊤" if indexed else f"{body}^⊤", POWER


@piece.register
def _(value: Norm, brief: bool) -> tuple[str, int]:
    return f"norm({linear(value.body, brief)})" + ("_∞" if value.kind == "max" else ""), ATOM


@piece.register
def _(value: Extremum, brief: bool) -> tuple[str, int]:
    return f"{value.kind}({', '.join(linear(argument, brief) for argument in value.arguments)})", ATOM


@piece.register
def _(value: Blocks, brief: bool) -> tuple[str, int]:
    rows = ("[" + ", ".join(linear(cell, brief) for cell in row) + "]" for row in value.rows)
    return f"[{', '.join(rows)}]", ATOM


@piece.register
def _(value: Held, brief: bool) -> tuple[str, int]:
    return piece(value.body, brief)


@piece.register
def _(value: AnyFunction, brief: bool) -> tuple[str, int]:
    return f"{value.name}({linear(value.body, brief)})", ATOM


@piece.register
def _(value: Derivative, brief: bool) -> tuple[str, int]:
    sign = "∂" if value.holding else "d"
    return f"{sign}({linear(value.top, brief)})/{sign}({linear(value.bottom, brief)})", PRODUCT


@piece.register
def _(value: Over, brief: bool) -> tuple[str, int]:
    if value.kind == "prod" and value.shape != SCALAR and not is_vector(value.shape):
        ends = (value.high, shifted(value.high, -1), value.low)
        latest, next_one, first = (fenced(at(value.body, value.index, end), PRODUCT, False) for end in ends)
        return f"{latest} {next_one} … {first}", PRODUCT
    low, high = linear(value.low).replace(" ", ""), linear(value.high).replace(" ", "")
    return f"{value.kind}({value.index.name}={low}, {high}) {fenced(value.body, PRODUCT, False)}", BIG


def at(value: Any, index: Symbol, time: Expression) -> Any:
    """The expression with `time` in the place of the index."""
    if value == index:
        return time
    if isinstance(value, tuple):
        return tuple(at(part, index, time) for part in value)
    if not isinstance(value, Expression):
        return value
    changes = {part.name: at(getattr(value, part.name), index, time) for part in fields(value)}  # type: ignore[arg-type]
    changed = replace(value, **changes)  # type: ignore[type-var]
    if isinstance(changed, Sum):
        return shifted(Sum(changed.terms[:-1]), 0, changed.terms[-1]) if len(changed.terms) > 1 else changed
    return changed


def shifted(time: Expression, by: int, last: Expression | None = None) -> Expression:
    """A time moved by whole steps, written as t-1, t or t+1."""
    if last is not None:
        number = last.body if isinstance(last, Negative) else last
        inner = time.terms[0] if isinstance(time, Sum) and len(time.terms) == 1 else time
        if isinstance(number, Number) and number.text.isdigit():
            step = -int(number.text) if isinstance(last, Negative) else int(number.text)
            if _is_time(inner):
                return shifted(inner, step)
        terms = inner.terms if isinstance(inner, Sum) else (inner,)
        return Sum((*terms, last))
    if isinstance(time, Number):
        return Number(str(int(time.text) + by))
    if isinstance(time, Sum) and len(time.terms) == 2 and _is_time(time):
        base, extra = time.terms
        number = extra.body if isinstance(extra, Negative) else extra
        assert isinstance(number, Number)
        by += -int(number.text) if isinstance(extra, Negative) else int(number.text)
        time = base
    if by == 0:
        return time
    return time + by if by > 0 else time - (-by)


def _is_time(value: Expression) -> bool:
    if isinstance(value, Sum) and len(value.terms) == 2:
        extra = value.terms[1]
        number = extra.body if isinstance(extra, Negative) else extra
        return _is_time(value.terms[0]) and isinstance(number, Number) and number.text.isdigit()
    return isinstance(value, Symbol) and value.integer
