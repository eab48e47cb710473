"""The judge: every step is tried at seeded random points at 50 digits, and by algebra where multiplying out is enough.

Each relation is judged as what it claims:
  =      the two sides agree to 1e-45 at every point, derivatives taken by centred differences;
  ≈      the remainder divided by the claimed power of the small letter tends to a constant other than zero
         (to the claimed coefficient, when the step states one);
  ≤ ≥ <  no point breaks it: ordinary points, large ones, small ones, and ones in the corners of the domains;
  →      the distance from the limit falls to nothing as the letter goes where the step says.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from explainer.records import Check
from explainer.symbolic.algebra import Algebra, NoAlgebra, vanishes
from explainer.symbolic.array import Array, Value, combine
from explainer.symbolic.digits import STYLES, Digits, context
from explainer.symbolic.expression import Equation, Expression, Symbol
from explainer.symbolic.linear import linear
from explainer.symbolic.world import Key, World

POINTS = {"=": 4, "≈": 3, "→": 3}
INEQUALITY_POINTS = 32
ATTEMPTS = 400
AGREE = context.mpf(10) ** -45
LIMIT = 1e-6
# A quotient of rounding errors, which stand for an exact 0.
NOISE = 1e-30


class Unproved(ValueError):
    """A step that its judge refuses. `step` is its text, `point` says where it fails."""

    def __init__(self, step: str, reason: str, point: str) -> None:
        super().__init__(f"{step}: {reason} at {point}")
        self.step = step
        self.point = point


@dataclass(frozen=True)
class Claim:
    """What a step states, as the judge needs it.

    small, order: for ≈, the remainder is of this order in the small letter (a negative order: in a growing one).
    coefficient: for ≈, what the remainder divided by that power tends to; None when only the order is claimed.
    letter, target: for →, where the letter goes: a number's text, "∞" or "-∞".
    where: conditions that the random points must meet.
    whole: ranges of whole-number letters that differ from the usual ones.
    """

    left: Expression
    relation: str
    right: Expression
    small: Symbol | None = None
    order: int = 0
    coefficient: Expression | None = None
    letter: Symbol | None = None
    target: str = ""
    where: tuple[Equation, ...] = ()
    whole: tuple[tuple[str, int, int], ...] = ()

    def __str__(self) -> str:
        return f"{linear(self.left)} {self.relation} {linear(self.right)}"


Comparison = Callable[[Claim, World], Any]

# One process judges the same step under the same equations once: notations and variants share many.
_judged: dict[tuple[Claim, tuple[Equation, ...]], Check] = {}


def judge(claim: Claim, given: tuple[Equation, ...]) -> Check:
    """The findings on a step.

    Raises:
        Unproved: when a point contradicts it.
    """
    key = (claim, given)
    if key not in _judged:
        _judged[key] = _judge(claim, given)
    return _judged[key]


def _judge(claim: Claim, given: tuple[Equation, ...]) -> Check:
    if claim.left.shape != claim.right.shape and () not in (claim.left.shape, claim.right.shape):
        raise Unproved(str(claim), f"the sides have shapes {claim.left.shape} and {claim.right.shape}", "every point")
    kinds = {"=": _equal, "≈": _approximate, "→": _limit}
    compare = kinds.get(claim.relation, _ordered)
    count = POINTS.get(claim.relation, INEQUALITY_POINTS)
    ordered = claim.relation not in POINTS
    styles = [STYLES[number % len(STYLES)] if ordered else "ordinary" for number in range(count)]
    worst = max(_tried(claim, given, f"{claim}|{number}", style, compare) for number, style in enumerate(styles))
    symbolic = claim.relation == "=" and _algebraic(claim, given)
    return Check(symbolic=symbolic, points=count, max_error=_rounded(worst))


def _rounded(error: Any) -> float:
    """The power of ten above an error, so that the generated file is the same everywhere."""
    if error == 0:
        return 0.0
    exponent = int(context.ceil(context.log10(max(error, AGREE))))
    return float(f"1e{exponent}")


def _tried(claim: Claim, given: tuple[Equation, ...], seed: str, style: str, compare: Comparison) -> Any:
    """The error at the first point that meets the conditions; a point where something divides by 0 is drawn again."""
    for attempt in range(ATTEMPTS):
        world = _world(claim, given, f"{seed}|{attempt}", style)
        try:
            if all(_holds(condition, world) for condition in claim.where):
                return compare(claim, world)
        except ZeroDivisionError:
            continue
    raise Unproved(str(claim), "the conditions are never met", f"any of {ATTEMPTS} points of style {style}")


def _world(claim: Claim, given: tuple[Equation, ...], seed: str, style: str) -> World:
    stream = random.Random(seed)
    n = stream.choice((2, 3))
    steps = stream.randint(3, 6)
    earlier = {name: stream.randint(1, steps - 1) for name in ("s", "k")}
    whole = {"T": steps, "t": stream.randint(1, steps), **earlier}
    for name, low, high in claim.whole:
        whole[name] = stream.randint(low, high)
    return World(Digits(seed, style), given, {"n": n, "m": 5 - n}, whole)


def _holds(condition: Equation, world: World) -> bool:
    left, right = world.evaluate(condition.left), world.evaluate(condition.right)
    return bool(_excess(left, right, condition.relation) <= 0)


def _excess(left: Value, right: Value, relation: str) -> Any:
    """By how much an inequality is broken, relative to its sides; 0 or less when it holds."""
    if relation in ("≥", ">"):
        left, right = right, left
    gap = combine(left, right, lambda a, b: (a - b) / max(1, abs(a), abs(b)))
    worst = max(gap) if isinstance(gap, Array) else gap
    if relation in ("<", ">"):
        return worst if worst > 0 else (context.mpf(1) if worst == 0 else worst)
    return worst - AGREE


def _size(value: Value) -> Any:
    return max(map(abs, value)) if isinstance(value, Array) else abs(value)


def _distance(left: Value, right: Value) -> Any:
    """The largest difference of two values, relative to the larger of them."""
    difference = _size(combine(left, right, lambda a, b: a - b))
    return difference / max(_size(left), _size(right), context.mpf(10) ** -10)


def _same_shape(value: Value, other: Value) -> Value:
    """A bare number beside an array stands for all of its entries."""
    return other.map(lambda _: value) if isinstance(other, Array) and not isinstance(value, Array) else value


def _equal(claim: Claim, world: World) -> Any:
    left, right = world.evaluate(claim.left), world.evaluate(claim.right)
    error = _distance(_same_shape(left, right), _same_shape(right, left))
    if not error <= AGREE:
        raise Unproved(str(claim), f"the sides differ by {_digits(error)}", describe(world, left, right))
    return error


def _ordered(claim: Claim, world: World) -> Any:
    left, right = world.evaluate(claim.left), world.evaluate(claim.right)
    if not _excess(left, right, claim.relation) <= 0:
        raise Unproved(str(claim), "the inequality is false", describe(world, left, right))
    return 0


def _approximate(claim: Claim, world: World) -> Any:
    assert claim.small is not None
    ratios = []
    growing = claim.order < 0
    for exponent in (8, 12, 16):
        small = context.mpf(10) ** (exponent if growing else -exponent)
        moved = _set(world, claim.small, small)
        left, right = moved.evaluate(claim.left), moved.evaluate(claim.right)
        ratios.append(_remainder(left, right, small, claim.order))
    settled = _distance(ratios[-1], ratios[-2])
    step, point = str(claim), describe(world, ratios[-2], ratios[-1])
    vanished = _size(ratios[-1]) <= max(_size(ratios[0]) / 100, NOISE)
    if claim.coefficient is None and vanished:
        raise Unproved(step, f"the remainder is of a smaller order than {claim.small.name}^{claim.order}", point)
    if not settled <= LIMIT:
        raise Unproved(step, f"the remainder is not of order {claim.small.name}^{claim.order}", point)
    if claim.coefficient is None:
        return settled
    expected = moved.evaluate(claim.coefficient)
    error = _distance(_same_shape(expected, ratios[-1]), ratios[-1])
    if not error <= LIMIT:
        raise Unproved(step, "the remainder's coefficient differs", describe(world, ratios[-1], expected))
    return error


def _remainder(left: Value, right: Value, small: Any, order: int) -> Value:
    difference = combine(_same_shape(left, right), _same_shape(right, left), lambda a, b: a - b)
    return combine(difference, small**order, lambda a, b: a / b)


def _limit(claim: Claim, world: World) -> Any:
    assert claim.letter is not None
    distances = []
    for exponent in (3, 6, 9, 12):
        small = context.mpf(10) ** -exponent
        sign = {"∞": 1, "-∞": -1}.get(claim.target)
        at = world.arithmetic.number(claim.target) + small if sign is None else sign / small
        moved = _set(world, claim.letter, at)
        left, right = moved.evaluate(claim.left), moved.evaluate(claim.right)
        difference = combine(_same_shape(left, right), _same_shape(right, left), lambda a, b: a - b)
        distances.append(_size(difference) / max(1, _size(right)))
    falling = all(b <= a for a, b in pairwise(distances))
    if not (falling and distances[-1] <= LIMIT):
        reason = f"it stays {_digits(distances[-1])} away from the limit"
        raise Unproved(str(claim), reason, describe(world, left, right))
    return distances[-1]


def _set(world: World, letter: Symbol, value: Any) -> World:
    """The world with every entry of a letter set to a value, itself the new base."""
    size = world.size_of(letter.shape)
    filled = value if size is None else Array([[value] * size[1] for _ in range(size[0])])
    key: Key = world.key(letter)
    moved = world.moved({key: filled})
    moved.base = None
    return moved


def _algebraic(claim: Claim, given: tuple[Equation, ...]) -> bool:
    """True when multiplying out shows both sides to be the same: first with T a letter, then with T = 3."""
    for whole in ({}, {"T": 3, "t": 1, "s": 1, "k": 1}):
        world = World(Algebra(), given, {"n": 2, "m": 1}, whole)
        try:
            left, right = world.evaluate(claim.left), world.evaluate(claim.right)
        except (NoAlgebra, KeyError, RecursionError):
            continue
        difference = combine(_same_shape(left, right), _same_shape(right, left), lambda a, b: a - b)
        if vanishes(difference):
            return True
    return False


def describe(world: World, left: Value, right: Value) -> str:
    """A point in words: sizes, whole numbers, the free scalars, and the entries that differ most."""
    pairs = [(left, right)]
    if isinstance(left, Array) and isinstance(right, Array):
        pairs = sorted(zip(left, right, strict=True), key=lambda pair: -abs(pair[0] - pair[1]))
    elif isinstance(left, Array):
        pairs = [(next(iter(left)), right)]
    a, b = (_digits(next(iter(value)) if isinstance(value, Array) else value) for value in pairs[0])
    sizes = {**{name: size for name, size in world.sizes.items() if name != "1"}, **world.whole}
    named = [f"{name} = {size}" for name, size in sizes.items()]
    if isinstance(world.arithmetic, Digits):
        drawn = sorted((key[0], value) for key, value in world.arithmetic.drawn.items() if key[1] is None)
        named += [f"{name} = {_digits(value)}" for name, value in drawn if not isinstance(value, Array)]
    return ", ".join(named) + f" (left {a}, right {b})"


def _digits(number: Any) -> str:
    return str(context.nstr(number, 8))
