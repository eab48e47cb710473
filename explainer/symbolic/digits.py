"""Arithmetic at 50 digits and more: seeded random values, and derivatives by centred differences.

The differences are a road of their own: no rule of calculus is used in them. With 120 working digits and a step of
1e-35 their error is about 1e-70, far below the 1e-45 that the judge asks for.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mpmath import MPContext

from explainer.symbolic.array import Array, Value
from explainer.symbolic.expression import Derivative, Symbol

if TYPE_CHECKING:
    from explainer.symbolic.world import Key, World

context = MPContext()
context.dps = 120
STEP = context.mpf(10) ** -35

# How free letters are drawn; an inequality must hold for all of these, an equation is tried on ordinary ones.
STYLES = ("ordinary", "large", "small", "edge")


def logistic(x: Any) -> Any:
    """1/(1 + e^(−x)) without overflow and without losing digits on either side."""
    if x >= 0:
        return 1 / (1 + context.exp(-x))
    grown = context.exp(x)
    return grown / (1 + grown)


FUNCTIONS = {
    "σ": logistic,
    "tanh": context.tanh,
    "ln": context.ln,
    "exp": context.exp,
    "sqrt": context.sqrt,
    "abs": abs,
    "sinh": context.sinh,
    "log1p": context.log1p,
    "expm1": context.expm1,
    "relu": lambda x: x if x > 0 else context.mpf(0),
    "sign": context.sign,
}


class Digits:
    """The arithmetic of one random point. `seed` and `style` fix every free value, whatever the order of asking."""

    def __init__(self, seed: str, style: str = "ordinary") -> None:
        self.seed = seed
        self.style = style
        self.drawn: dict[Key, Value] = {}

    def number(self, exact: Any) -> Value:
        """A fraction as a number of 120 digits."""
        fraction = Fraction(exact)
        return context.mpf(fraction.numerator) / fraction.denominator

    def free(self, symbol: Symbol, key: Key, size: tuple[int, int] | None) -> Value:
        """A value drawn from the letter's own stream of random numbers, the same however often it is asked for."""
        if key not in self.drawn:
            self.drawn[key] = self._fill(symbol, key, size)
        return self.drawn[key]

    def _fill(self, symbol: Symbol, key: Key, size: tuple[int, int] | None) -> Value:
        stream = random.Random(f"{self.seed}|{key[0]}|{key[1]}|{self.style}")
        if size is None:
            return self._draw(symbol, stream)
        return Array([[self._draw(symbol, stream) for _ in range(size[1])] for _ in range(size[0])])

    def _draw(self, symbol: Symbol, stream: random.Random) -> Any:
        share = context.mpf(stream.getrandbits(180)) / 2**180
        if symbol.domain is not None:
            low, high = map(self.number, symbol.domain)
            if self.style == "edge":  # close to one of the two ends
                near = context.mpf(10) ** -stream.randint(1, 12) * share
                share = near if stream.random() < 0.5 else 1 - near
            return low + (high - low) * share
        spread = {"ordinary": 1.5, "large": 12, "small": 0.01, "edge": 4}[self.style]
        if self.style == "edge":  # some entries vanish, the others are alike in size
            return context.mpf(stream.choice((-1, 0, 1))) * spread
        return (2 * share - 1) * spread

    def function(self, name: str, argument: Any) -> Any:
        """A function of one number, from the table above."""
        return FUNCTIONS[name](argument)

    def power(self, base: Any, exponent: Any) -> Any:
        """base to the exponent."""
        if exponent == int(exponent) and abs(exponent) < 10**6:
            return base ** int(exponent)
        return context.power(base, exponent)

    def norm(self, value: Value, kind: str) -> Any:
        """Length of a vector, largest singular value of a matrix, or the largest row sum."""
        if not isinstance(value, Array):
            return abs(value)
        if kind == "max":
            return max(sum((abs(entry) for entry in row), context.mpf(0)) for row in value.rows)
        if min(value.size) == 1:
            return context.sqrt(sum((entry * entry for entry in value), context.mpf(0)))
        return spectral_norm(value)

    def extremum(self, kind: str, values: list[Any]) -> Any:
        """The largest or smallest of the numbers."""
        return max(values) if kind == "max" else min(values)

    def derivative(self, node: Derivative, world: World) -> Value:
        """Centred differences through every path but the held letters."""
        key = world.key(node.bottom)
        middle = world.letter(node.bottom)
        held = {world.key(symbol): world.letter(symbol) for symbol in node.holding}

        def change(up: Value, down: Value) -> Value:
            ends = []
            for value in (up, down):
                moved = world.moved({**held, key: value})
                ends.append(moved.node(node.top))
            if isinstance(ends[0], Array):
                return [(a - b) / (2 * STEP) for a, b in zip(*ends, strict=True)]
            return (ends[0] - ends[1]) / (2 * STEP)

        if not isinstance(middle, Array):
            slope = change(middle + STEP, middle - STEP)
            return Array([[entry] for entry in slope]) if isinstance(slope, list) else slope
        rows, columns = middle.size

        def nudged(i: int, j: int, by: Any) -> Array:
            return middle.with_entry(i, j, middle.rows[i][j] + by)

        slopes = [[change(nudged(i, j, STEP), nudged(i, j, -STEP)) for j in range(columns)] for i in range(rows)]
        if isinstance(slopes[0][0], list):  # a Jacobian: one column for each entry of the bottom
            return Array(zip(*(row[0] for row in slopes), strict=True))
        return Array(slopes)


def spectral_norm(value: Array) -> Any:
    """The largest singular value: in closed form for two rows or columns, else by a singular value decomposition."""
    flat = value if value.size[1] <= value.size[0] else value.transposed()
    if flat.size[1] == 2:
        square = sum((entry * entry for entry in flat), context.mpf(0))
        first = sum((row[0] * row[0] for row in flat.rows), context.mpf(0))
        cross = sum((row[0] * row[1] for row in flat.rows), context.mpf(0))
        second = square - first
        return context.sqrt((square + context.sqrt((first - second) ** 2 + 4 * cross * cross)) / 2)
    singular = context.svd_r(context.matrix([list(row) for row in value.rows]), compute_uv=False)
    return max(singular)
