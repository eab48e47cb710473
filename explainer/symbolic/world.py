"""A world: values for every free letter, the definitions for the rest; expressions are evaluated in one.

The arithmetic is handed in: 50-digit numbers (digits.py) or SymPy components (algebra.py). Everything else is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce, singledispatchmethod
from typing import Any, Protocol

from explainer.symbolic.array import Array, Value, combine, multiply
from explainer.symbolic.definitions import defined_at_start
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
from explainer.symbolic.shape import SCALAR, Shape

Key = tuple[str, int | None]


class Arithmetic(Protocol):
    """What a world computes with."""

    def number(self, exact: Any) -> Value:
        """A fraction as a number."""

    def free(self, symbol: Symbol, key: Key, size: tuple[int, int] | None) -> Value:
        """The value of a letter that nothing defines."""

    def function(self, name: str, argument: Any) -> Any:
        """A function of one number."""

    def power(self, base: Any, exponent: Any) -> Any:
        """base to the exponent."""

    def norm(self, value: Value, kind: str) -> Any:
        """The norm of an array."""

    def extremum(self, kind: str, values: list[Any]) -> Any:
        """The largest or smallest."""

    def derivative(self, node: Derivative, world: World) -> Value:
        """The derivative, by this arithmetic's own road."""


class World:
    """One assignment of values.

    sizes: how many numbers "n" and "m" stand for. whole: the whole numbers (T, t, s).
    """

    def __init__(
        self,
        arithmetic: Arithmetic,
        definitions: Iterable[Equation],
        sizes: Mapping[str, int],
        whole: Mapping[str, int],
    ) -> None:
        self.arithmetic = arithmetic
        self.sizes = {"1": 1, **sizes}
        self.whole = dict(whole)
        self.definitions: dict[str, list[Equation]] = {}
        given = tuple(definitions)
        self.from_start = defined_at_start(given)
        for equation in given:
            if equation.relation == "=" and isinstance(equation.left, Symbol):
                self.definitions.setdefault(equation.left.name, []).append(equation)
        self.fixed: dict[Key, Value] = {}
        self.memory: dict[Key, Value] = {}
        self.open: set[Key] = set()
        self.base: World | None = None

    def moved(self, changes: Mapping[Key, Value]) -> World:
        """The same world with some letters set by hand, everything that depends on them computed anew."""
        other = World(self.arithmetic, (), self.sizes, self.whole)
        other.definitions = self.definitions
        other.from_start = self.from_start
        other.fixed = {**self.fixed, **changes}
        other.base = self.base or self
        return other

    @contextmanager
    def bound(self, name: str, number: int) -> Iterator[None]:
        """Within it, a whole-number letter has this value."""
        before = self.whole.get(name)
        self.whole[name] = number
        try:
            yield
        finally:
            if before is None:
                del self.whole[name]
            else:
                self.whole[name] = before

    def count(self, value: Expression) -> int:
        """A time as an int."""
        if isinstance(value, Number):
            return int(value.text)
        if isinstance(value, Symbol):
            return self.whole[value.name]
        if isinstance(value, Negative):
            return -self.count(value.body)
        if isinstance(value, Sum):
            return sum(self.count(term) for term in value.terms)
        raise TypeError(f"{type(value).__name__} is no time")

    def size_of(self, shape: Shape) -> tuple[int, int] | None:
        """Rows and columns in numbers; None for a scalar."""
        if shape == SCALAR:
            return None
        rows, columns = (sum(self.sizes[part] for part in name.split("+")) for name in shape)
        return rows, columns

    def key(self, symbol: Symbol) -> Key:
        """A letter's name and its time as a number."""
        return symbol.name, None if symbol.time is None else self.count(symbol.time)

    def letter(self, symbol: Symbol) -> Value:
        """The value of a letter: set by hand, known already, defined, or free."""
        key = self.key(symbol)
        if key in self.fixed:
            return self.fixed[key]
        if symbol.integer and symbol.time is None and symbol.name in self.whole:
            return self.arithmetic.number(self.whole[symbol.name])
        if key not in self.memory:
            if key in self.open:
                raise ValueError(f"{key[0]} is defined by itself")
            self.open.add(key)
            try:
                self.memory[key] = self._compute(symbol, key)
            finally:
                self.open.discard(key)
        return self.memory[key]

    def _compute(self, symbol: Symbol, key: Key) -> Value:
        name, time = key
        general: Equation | None = None
        for equation in self.definitions.get(name, ()):
            left = equation.left
            assert isinstance(left, Symbol)
            if left.time is None or time is None:
                general = equation if left.time is None and time is None else general
            elif isinstance(left.time, Symbol) and left.time.name != "T":
                applies = time >= 1 or name in self.from_start
                general = equation if applies and general is None else general
            elif self.count(left.time) == time:
                return self.evaluate(equation.right)
        if general is not None:
            index = general.left.time if isinstance(general.left, Symbol) else None
            if isinstance(index, Symbol) and time is not None:
                with self.bound(index.name, time):
                    return self.evaluate(general.right)
            return self.evaluate(general.right)
        return self.arithmetic.free(symbol, key, self.size_of(symbol.shape))

    def evaluate(self, value: Expression) -> Value:
        """The value of an expression here."""
        return self.node(value)

    @singledispatchmethod
    def node(self, value: Any) -> Value:
        """The value of one node."""
        raise TypeError(f"{type(value).__name__} has no value")

    @node.register
    def _(self, value: Number) -> Value:
        return self.arithmetic.number(value.exact)

    @node.register
    def _(self, value: Symbol) -> Value:
        return self.letter(value)

    @node.register
    def _(self, value: Constant) -> Value:
        rows, columns = self.size_of(value.size) or (1, 1)
        zero, one = self.arithmetic.number(0), self.arithmetic.number(1)
        filled = {"I": {(i, i) for i in range(rows)}, "0": set(), "e_i": {(rows - 1, 0)}}[value.kind]
        return Array([[one if (i, j) in filled else zero for j in range(columns)] for i in range(rows)])

    @node.register
    def _(self, value: Sum) -> Value:
        return reduce(lambda a, b: combine(a, b, lambda x, y: x + y), map(self.node, value.terms))

    @node.register
    def _(self, value: Negative) -> Value:
        return combine(self.arithmetic.number(-1), self.node(value.body), lambda a, b: a * b)

    @node.register
    def _(self, value: Product) -> Value:
        return reduce(multiply, map(self.node, value.factors))

    @node.register
    def _(self, value: Elementwise) -> Value:
        return reduce(lambda a, b: combine(a, b, lambda x, y: x * y), map(self.node, value.factors))

    @node.register
    def _(self, value: Quotient) -> Value:
        return combine(self.node(value.top), self.node(value.bottom), lambda a, b: a / b)

    @node.register
    def _(self, value: Power) -> Value:
        base = self.node(value.base)
        if isinstance(base, Array) and base.size[1] > 1:
            return reduce(multiply, [base] * self.count(value.exponent))
        return combine(base, self.node(value.exponent), self.arithmetic.power)

    @node.register
    def _(self, value: Apply) -> Value:
        argument = self.node(value.argument)
        if isinstance(argument, Array):
            return argument.map(lambda entry: self.arithmetic.function(value.function, entry))
        return self.arithmetic.function(value.function, argument)

    @node.register
    def _(self, value: Diagonal) -> Value:
        body = self.node(value.body)
        zero = self.arithmetic.number(0)
        entries = list(body)
        return Array([[entry if i == j else zero for j in range(len(entries))] for i, entry in enumerate(entries)])

    @node.register
    def _(self, value: Transpose) -> Value:
        return self.node(value.body).transposed()

    @node.register
    def _(self, value: Norm) -> Value:
        return self.arithmetic.norm(self.node(value.body), value.kind)

    @node.register
    def _(self, value: Extremum) -> Value:
        values: list[Any] = []
        for argument in value.arguments:
            one = self.node(argument)
            values.extend(one if isinstance(one, Array) else (one,))
        return self.arithmetic.extremum(value.kind, values)

    @node.register
    def _(self, value: Blocks) -> Value:
        rows: list[list[Any]] = []
        for row in value.rows:
            parts = [part if isinstance(part, Array) else Array([[part]]) for part in map(self.node, row)]
            beside = zip(*(part.rows for part in parts), strict=True)
            rows.extend([entry for line in lines for entry in line] for lines in beside)
        return Array(rows)

    @node.register
    def _(self, value: Held) -> Value:
        world = self.base or self
        before, world.whole = world.whole, dict(self.whole)
        try:
            return world.node(value.body)
        finally:
            world.whole = before

    @node.register
    def _(self, value: AnyFunction) -> Value:
        # A cubic with coefficients of its own in every entry: no derivative of it up to the third is special.
        body = self.node(value.body)
        entries = list(body) if isinstance(body, Array) else [body]
        result = self.arithmetic.number(0)
        for i, entry in enumerate(entries):
            names = (f"{value.name}.slope", f"{value.name}.bend", f"{value.name}.twist")
            slope, bend, twist = (self.arithmetic.free(Symbol(name), (name, i), None) for name in names)
            result = result + entry * (slope + entry * (bend + entry * twist))
        return result

    @node.register
    def _(self, value: Derivative) -> Value:
        return self.arithmetic.derivative(value, self)

    @node.register
    def _(self, value: Over) -> Value:
        low, high = self.count(value.low), self.count(value.high)
        parts = []
        for number in range(low, high + 1):
            with self.bound(value.index.name, number):
                parts.append(self.node(value.body))
        size = self.size_of(value.shape)
        square = size is not None and size[1] > 1
        if not parts:
            return self._empty(value.kind, size)
        if value.kind == "sum":
            return reduce(lambda a, b: combine(a, b, lambda x, y: x + y), parts)
        if square:
            return reduce(multiply, reversed(parts))
        return reduce(lambda a, b: combine(a, b, lambda x, y: x * y), parts)

    def _empty(self, kind: str, size: tuple[int, int] | None) -> Value:
        """An empty sum is 0, an empty product 1 (or the identity)."""
        zero, one = self.arithmetic.number(0), self.arithmetic.number(1)
        if size is None:
            return zero if kind == "sum" else one
        full = kind == "prod"
        diagonal = size[1] > 1
        return Array(
            [[one if full and (not diagonal or i == j) else zero for j in range(size[1])] for i in range(size[0])]
        )
