"""Evaluates parsed formulas with numbers, so that a translation can be tested by what it means, not by how it looks."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from itertools import pairwise

from explainer.notation.tree import (
    Applied,
    Chain,
    Complement,
    Fenced,
    Node,
    Numeral,
    Over,
    Product,
    Scripted,
    Sum,
    Symbol,
    Word,
)

_RELATIONS: dict[str, Callable[[float, float], bool]] = {
    "=": lambda a, b: math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12),
    "<": operator.lt,
    ">": operator.gt,
    "≤": operator.le,
    "≥": operator.ge,
}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "exp": math.exp,
    "ln": math.log,
    "σ": lambda x: 1 / (1 + math.exp(-x)),
    "D": lambda x: x,
}


def value(node: Node, letters: Mapping[str, float]) -> float:
    """The number that a formula of scalars stands for; `letters` by `Symbol.key`."""
    match node:
        case Symbol():
            return letters[node.key]
        case Numeral(text):
            return float(text)
        case Complement(symbol):
            return 1 - value(symbol, letters)
        case Fenced(opening, body, _):
            inner = value(body, letters)
            return abs(inner) if opening in "‖|" else inner
        case Sum(terms):
            return sum((-1 if sign == "-" else 1) * value(term, letters) for sign, term in terms)
        case Product(factors):
            return math.prod(value(factor, letters) for _, factor in factors)
        case Over(top, bottom):
            return value(top, letters) / value(bottom, letters)
        case Scripted(base, _, superscript):
            return value(base, letters) ** (1 if superscript is None else value(superscript, letters))
        case Applied(function, argument):
            assert isinstance(function, Symbol | Word)
            name = function.name if isinstance(function, Symbol) else function.text
            return _FUNCTIONS[name](value(argument, letters))
        case _:
            raise TypeError(type(node).__name__)


def holds(chain: Chain, letters: Mapping[str, float]) -> bool:
    """Whether every relation of the chain is true."""
    sides = [value(side, letters) for side in chain.sides if side is not None]
    return all(_RELATIONS[r](a, b) for r, (a, b) in zip(chain.relations, pairwise(sides), strict=True))
