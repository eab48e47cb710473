"""The vocabulary in which authors write: functions, D(v), norms, sums and products over time, derivatives."""

from __future__ import annotations

from explainer.symbolic.expression import (
    AnyFunction,
    Apply,
    Blocks,
    Constant,
    Derivative,
    Diagonal,
    Equation,
    Expression,
    Extremum,
    Held,
    Norm,
    Number,
    Operand,
    Over,
    Symbol,
    Transpose,
    expression,
    whole,
)
from explainer.symbolic.shape import SCALAR

# The letters of time, one set for all proofs: the judge draws 3 ≤ T ≤ 6, 1 ≤ t ≤ T and 1 ≤ s < T.
t, s, T = whole("t"), whole("s"), whole("T")


def σ(x: Operand) -> Expression:
    """The logistic function 1/(1 + e^(−x)), of every entry."""
    return Apply("σ", expression(x))


def tanh(x: Operand) -> Expression:
    """The hyperbolic tangent, of every entry."""
    return Apply("tanh", expression(x))


def ln(x: Operand) -> Expression:
    """The natural logarithm."""
    return Apply("ln", expression(x))


def exp(x: Operand) -> Expression:
    """e to the x."""
    return Apply("exp", expression(x))


def sqrt(x: Operand) -> Expression:
    """The square root."""
    return Apply("sqrt", expression(x))


def sinh(x: Operand) -> Expression:
    """The hyperbolic sine."""
    return Apply("sinh", expression(x))


def absolute(x: Operand) -> Expression:
    """|x|, of every entry."""
    return Apply("abs", expression(x))


def D(v: Expression) -> Expression:
    """The diagonal matrix of a vector; a scalar as it is, so that one text serves n units and one."""
    return v if v.shape == SCALAR else Diagonal(v)


def transpose(A: Expression) -> Expression:
    """Rows and columns changed over; a scalar as it is."""
    return A if A.shape == SCALAR else Transpose(A)


def identity(like: Expression) -> Expression:
    """The identity with as many rows as `like`; the number 1 for a scalar."""
    return Constant("I", (like.shape[0], like.shape[0])) if like.shape else Number("1")


def zero(like: Expression) -> Expression:
    """Zeros in the shape of `like`."""
    return Constant("0", like.shape) if like.shape else Number("0")


def norm(x: Expression, kind: str = "") -> Expression:
    """The Euclidean or spectral norm; of a scalar its absolute value. kind "max": the largest row sum."""
    return absolute(x) if x.shape == SCALAR else Norm(x, kind)


def largest(*values: Operand) -> Expression:
    """The largest of the numbers, or of a vector's entries; a lone scalar as it is."""
    return _extremum("max", values)


def smallest(*values: Operand) -> Expression:
    """The smallest of the numbers, or of a vector's entries; a lone scalar as it is."""
    return _extremum("min", values)


def _extremum(kind: str, values: tuple[Operand, ...]) -> Expression:
    arguments = tuple(map(expression, values))
    if len(arguments) == 1 and arguments[0].shape == SCALAR:
        return arguments[0]
    return Extremum(kind, arguments)


def sum_over(index: Symbol, low: Operand, high: Operand, body: Expression) -> Expression:
    """∑ of the body from low to high."""
    return Over("sum", index, expression(low), expression(high), body)


def prod_over(index: Symbol, low: Operand, high: Operand, body: Expression) -> Expression:
    """∏ of the body from low to high; matrices have the latest on the left."""
    return Over("prod", index, expression(low), expression(high), body)


def d(top: Expression, bottom: Symbol) -> Derivative:
    """The total derivative of top by bottom, through every path."""
    return Derivative(top, bottom)


def partial(top: Expression, bottom: Symbol, *holding: Symbol) -> Derivative:
    """The derivative of top by bottom with some letters held fixed."""
    return Derivative(top, bottom, holding)


def held(x: Expression) -> Expression:
    """x, as a number that differentiation doesn't see."""
    return Held(x)


def any_function(name: str, x: Expression) -> Expression:
    """A smooth function that stands for all of them, such as a loss; its value is one number."""
    return AnyFunction(name, x)


def unit_vector(like: Expression) -> Expression:
    """e_i: the vector that picks out one unit, with as many rows as `like`; the number 1 for a scalar."""
    return Constant("e_i", (like.shape[0], "1")) if like.shape else Number("1")


def define(left: Symbol, right: Operand, *, shown: bool = True) -> Equation:
    """left = right, as a given equation that the judge uses; with shown=False it isn't printed."""
    return Equation(left, expression(right), shown=shown)


def blocks(*rows: tuple[Expression, ...]) -> Expression:
    """A matrix made of matrices."""
    return Blocks(rows)
