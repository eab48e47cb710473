"""Arithmetic in SymPy: the two sides of a step in components, so that expanding may show that they are the same.

Vectors get two components and T is 3; a formula in scalars keeps its whole numbers as letters. Nothing is simplified:
derivatives are taken, products multiplied out, and that must be enough, or the step has no symbolic check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy

from explainer.symbolic.array import Array, Value
from explainer.symbolic.expression import Derivative, Symbol

if TYPE_CHECKING:
    from explainer.symbolic.world import Key, World

# Beyond so many operations, or functions so deep in one another, multiplying out takes longer than it teaches.
TOO_LONG = 2500
TOO_DEEP = 3


class NoAlgebra(Exception):
    """The step can't be shown by multiplying out; the points judge it alone."""


class Logistic(sympy.Function):
    """σ with the one rule that calculus needs: σ' = σ(1 − σ)."""

    def fdiff(self, argindex: int = 1) -> Any:
        """σ' = σ(1 − σ)."""
        return self * (1 - self)


class HyperbolicTangent(sympy.Function):
    """tanh, kept as a letter of its own so that nothing rewrites it: tanh' = 1 − tanh²."""

    def fdiff(self, argindex: int = 1) -> Any:
        """tanh' = 1 − tanh²."""
        return 1 - self**2


FUNCTIONS = {
    "σ": Logistic,
    "tanh": HyperbolicTangent,
    "ln": sympy.log,
    "exp": sympy.exp,
    "sqrt": sympy.sqrt,
    "sinh": sympy.sinh,
    "log1p": lambda x: sympy.log(1 + x),
    "expm1": lambda x: sympy.exp(x) - 1,
}


class Algebra:
    """The arithmetic of letters."""

    def __init__(self) -> None:
        self.depth: dict[Any, int] = {}

    def number(self, exact: Any) -> Value:
        """A fraction as a SymPy rational."""
        return sympy.Rational(exact)

    def free(self, symbol: Symbol, key: Key, size: tuple[int, int] | None) -> Value:
        """A letter, with its time and place in its name; positive where its domain is."""
        name, time = key
        stem = name if time is None else f"{name}[{time}]"
        positive = True if symbol.domain is not None and symbol.domain[0] >= 0 else None
        known = {"integer": True, "positive": True} if symbol.integer else {"real": True, "positive": positive}
        if size is None:
            return sympy.Symbol(stem, **known)
        return Array(
            [[sympy.Symbol(f"{stem}_{i}{j}", **known) for j in range(size[1])] for i in range(size[0])]
        )

    def function(self, name: str, argument: Any) -> Any:
        """A function that has a rule for its derivative."""
        if name not in FUNCTIONS:
            raise NoAlgebra(name)
        result = FUNCTIONS[name](argument)
        if isinstance(result, Logistic | HyperbolicTangent):
            inner = argument.atoms(Logistic, HyperbolicTangent)
            self.depth[result] = depth = 1 + max((self.depth.get(part, 0) for part in inner), default=0)
            if depth >= TOO_DEEP:
                raise NoAlgebra("several steps inside each other")
        return result

    def power(self, base: Any, exponent: Any) -> Any:
        """base to the exponent."""
        return base**exponent

    def norm(self, value: Value, kind: str) -> Any:
        """Norms aren't multiplied out."""
        raise NoAlgebra("norm")

    def extremum(self, kind: str, values: list[Any]) -> Any:
        """Nor are extrema."""
        raise NoAlgebra(kind)

    def derivative(self, node: Derivative, world: World) -> Value:
        """SymPy's derivative, with fresh letters for what is moved and for what is held."""
        if _spans(node, world) > 1:
            raise NoAlgebra("several steps of time grow too long")
        back: dict[Any, Any] = {}

        def fresh(symbol: Symbol) -> Value:
            value = world.letter(symbol)
            if not isinstance(value, Array):
                letter = sympy.Dummy(symbol.name, real=True)
                back[letter] = value
                return letter
            return value.map(fresh_entry)

        def fresh_entry(entry: Any) -> Any:
            letter = sympy.Dummy("entry", real=True)
            back[letter] = entry
            return letter

        bottom = fresh(node.bottom)
        changes = {world.key(node.bottom): bottom}
        changes.update({world.key(symbol): fresh(symbol) for symbol in node.holding})
        top = world.moved(changes).node(node.top)

        def slope(entry: Any, letter: Any) -> Any:
            if sympy.count_ops(entry) > TOO_LONG:
                raise NoAlgebra("too long to differentiate")
            return sympy.diff(entry, letter).xreplace(back)

        if isinstance(top, Array):
            letters = list(bottom) if isinstance(bottom, Array) else [bottom]
            return Array([[slope(entry, letter) for letter in letters] for entry in top])
        return bottom.map(lambda letter: slope(top, letter)) if isinstance(bottom, Array) else slope(top, bottom)


def _spans(node: Derivative, world: World) -> int:
    """How many steps of time lie between top and bottom, where both are letters with a time."""
    top, bottom = node.top, node.bottom
    if not isinstance(top, Symbol) or top.time is None or bottom.time is None:
        return 0
    return world.count(top.time) - world.count(bottom.time)


def vanishes(difference: Value) -> bool:
    """True when multiplying out leaves nothing of the difference."""
    entries = list(difference) if isinstance(difference, Array) else [difference]
    return all(_vanishes(sympy.S(0) + entry) for entry in entries)


def _vanishes(entry: Any) -> bool:
    if entry == 0:
        return True
    if sympy.count_ops(entry) > TOO_LONG:
        return False
    atoms = sorted(entry.atoms(Logistic, HyperbolicTangent), key=sympy.default_sort_key)
    # What stands inside σ and tanh is the same on both sides; letters in their place keep expand from opening it.
    letters = {atom: sympy.Dummy(f"f{i}") for i, atom in enumerate(atoms)}
    plain = entry.xreplace(letters)
    top = sympy.expand(plain)
    if top == 0:
        return True
    if top.is_polynomial():
        return False
    return bool(sympy.expand(sympy.fraction(sympy.together(plain))[0]) == 0)
