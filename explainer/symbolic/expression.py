"""Expressions: a light tree that keeps the order in which the author wrote it, and knows its shapes.

`linear.py` prints a tree, `world.py` computes it at 50 digits or as components in SymPy. One tree is therefore both
what the reader sees and what the judge judges. `a @ b` is the matrix product, `a * b` the elementwise one; of scalars
both are the ordinary product, so that one text serves n units and one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Union

from explainer.symbolic.shape import SCALAR, Shape, ShapeError, column, is_vector, joint, product

Operand = Union["Expression", int, str]


class Expression:
    """Anything with a value. Every node below is a frozen dataclass, so that equal trees are equal and hashable."""

    def __post_init__(self) -> None:
        # A product the wrong way round is refused where it is written.
        _ = self.shape

    @cached_property
    def shape(self) -> Shape:
        """() for a scalar, else (rows, columns) by the names of the sizes."""
        return self._shape()

    def _shape(self) -> Shape:
        return SCALAR

    def __add__(self, other: Operand) -> Expression:
        return Sum((*terms_of(self), *terms_of(expression(other))))

    def __radd__(self, other: Operand) -> Expression:
        return expression(other) + self

    def __sub__(self, other: Operand) -> Expression:
        return Sum((*terms_of(self), Negative(expression(other))))

    def __rsub__(self, other: Operand) -> Expression:
        return expression(other) - self

    def __neg__(self) -> Expression:
        return Negative(self)

    def __mul__(self, other: Operand) -> Expression:
        return times(self, expression(other))

    def __rmul__(self, other: Operand) -> Expression:
        return times(expression(other), self)

    def __matmul__(self, other: Operand) -> Expression:
        return Product((*factors_of(self), *factors_of(expression(other))))

    def __truediv__(self, other: Operand) -> Expression:
        return Quotient(self, expression(other))

    def __rtruediv__(self, other: Operand) -> Expression:
        return Quotient(expression(other), self)

    def __pow__(self, other: Operand) -> Expression:
        return Power(self, expression(other))


@dataclass(frozen=True)
class Number(Expression):
    """An exact numeral as the author writes it: 2, 0.5, 1e-6."""

    text: str

    @property
    def exact(self) -> Fraction:
        """Its value."""
        return Fraction(self.text)


@dataclass(frozen=True)
class Symbol(Expression):
    """A letter, with a time index or without.

    domain: between which numbers its entries are drawn when it is free, ends excluded. integer: a time or a count.
    unbounded letters such as weights keep the default domain, which the judge also stretches for inequalities.
    """

    name: str
    size: Shape = SCALAR
    time: Expression | None = None
    domain: tuple[Fraction | int, Fraction | int] | None = None
    integer: bool = False

    def _shape(self) -> Shape:
        return self.size

    def __getitem__(self, time: Operand) -> Symbol:
        return replace(self, time=expression(time))


@dataclass(frozen=True)
class Sum(Expression):
    """Terms in the author's order; a number among vectors is added to every entry."""

    terms: tuple[Expression, ...]

    def _shape(self) -> Shape:
        shape = joint(term.shape for term in self.terms)
        if shape != SCALAR and not is_vector(shape) and any(term.shape == SCALAR for term in self.terms):
            raise ShapeError("a scalar is added to a matrix; multiply it by the identity first")
        return shape


@dataclass(frozen=True)
class Negative(Expression):
    """Minus the body."""

    body: Expression

    def _shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True)
class Product(Expression):
    """Factors side by side: numbers, scalars and matrices, multiplied from the left."""

    factors: tuple[Expression, ...]

    def _shape(self) -> Shape:
        return product(factor.shape for factor in self.factors)


@dataclass(frozen=True)
class Elementwise(Expression):
    """Vectors multiplied entry by entry."""

    factors: tuple[Expression, ...]

    def _shape(self) -> Shape:
        return joint(factor.shape for factor in self.factors)


@dataclass(frozen=True)
class Quotient(Expression):
    """top over bottom, the bottom a scalar or both vectors (entry by entry)."""

    top: Expression
    bottom: Expression

    def _shape(self) -> Shape:
        return joint((self.top.shape, self.bottom.shape))


@dataclass(frozen=True)
class Power(Expression):
    """base to the exponent; of a vector entry by entry, of a matrix the repeated product."""

    base: Expression
    exponent: Expression

    def _shape(self) -> Shape:
        return self.base.shape


@dataclass(frozen=True)
class Apply(Expression):
    """A function of one number, applied to every entry: σ, tanh, ln, exp, sqrt, abs, sinh, log1p, expm1, relu."""

    function: str
    argument: Expression

    def _shape(self) -> Shape:
        return self.argument.shape


@dataclass(frozen=True)
class Diagonal(Expression):
    """D(v): the diagonal matrix of a vector."""

    body: Expression

    def _shape(self) -> Shape:
        rows = self.body.shape
        return (rows[0], rows[0]) if rows else SCALAR


@dataclass(frozen=True)
class Transpose(Expression):
    """Rows and columns changed over."""

    body: Expression

    def _shape(self) -> Shape:
        rows = self.body.shape
        return (rows[1], rows[0]) if rows else SCALAR


@dataclass(frozen=True)
class Constant(Expression):
    """A matrix of a fixed kind: "I" the identity, "0" all zeros, "e_i" one column of the identity."""

    kind: str
    size: Shape

    def _shape(self) -> Shape:
        return self.size


@dataclass(frozen=True)
class Blocks(Expression):
    """A matrix made of matrices, row by row."""

    rows: tuple[tuple[Expression, ...], ...]

    def _shape(self) -> Shape:
        height = "+".join(row[0].shape[0] if row[0].shape else "1" for row in self.rows)
        width = "+".join(cell.shape[1] if cell.shape else "1" for cell in self.rows[0])
        return (height, width)


@dataclass(frozen=True)
class Norm(Expression):
    """The Euclidean length of a vector, the spectral norm of a matrix; `kind` "max" is the largest row sum (‖·‖∞)."""

    body: Expression
    kind: str = ""


@dataclass(frozen=True)
class Extremum(Expression):
    """The largest or smallest ("max", "min") of several scalars, or of the entries of one vector."""

    kind: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Over(Expression):
    """A sum or a product over a whole-number index; a product of matrices has its latest factor on the left."""

    kind: str
    index: Symbol
    low: Expression
    high: Expression
    body: Expression

    def _shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True)
class Derivative(Expression):
    """d top / d bottom through every path, except through the letters held fixed (then it is written ∂).

    A vector by a vector is the Jacobian; a scalar by anything has the shape of the bottom (the gradient).
    """

    top: Expression
    bottom: Symbol
    holding: tuple[Symbol, ...] = ()

    def _shape(self) -> Shape:
        top, bottom = self.top.shape, self.bottom.shape
        if top == SCALAR:
            return bottom
        if bottom == SCALAR:
            return top
        if not (is_vector(top) and is_vector(bottom)):
            raise ShapeError("the derivative of a matrix, or of a vector by a matrix, has more than two indices")
        return (top[0], bottom[0])


@dataclass(frozen=True)
class Held(Expression):
    """The body's value, not followed when differentiating: what stays fixed. Printed as the body."""

    body: Expression

    def _shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True)
class AnyFunction(Expression):
    """A smooth function of one vector that stands for all of them, such as a loss of the last state."""

    name: str
    body: Expression


@dataclass(frozen=True)
class Equation:
    """left relation right. With a letter on the left of "=" it also defines that letter: a recursion for times from 1 on."""

    left: Expression
    right: Expression
    relation: str = "="
    shown: bool = field(default=True, compare=False)


def expression(value: Operand | Any) -> Expression:
    """An int or a numeral's text as an expression; an expression as it is."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, int | str):
        return Number(str(value))
    raise TypeError(f"{value!r} is neither an expression, nor a whole number, nor a numeral's text")


def terms_of(value: Expression) -> tuple[Expression, ...]:
    """The terms of a sum, or the value as the only one."""
    return value.terms if isinstance(value, Sum) else (value,)


def factors_of(value: Expression) -> tuple[Expression, ...]:
    """The factors of a product, or the value as the only one."""
    return value.factors if isinstance(value, Product) else (value,)


def times(left: Expression, right: Expression) -> Expression:
    """left · right; entry by entry when both are vectors."""
    if SCALAR not in (left.shape, right.shape):
        if not (is_vector(left.shape) and is_vector(right.shape)):
            raise ShapeError("* is for scalars and for two vectors; write @ for a matrix product")
        left_factors = left.factors if isinstance(left, Elementwise) else (left,)
        right_factors = right.factors if isinstance(right, Elementwise) else (right,)
        return Elementwise((*left_factors, *right_factors))
    return Product((*factors_of(left), *factors_of(right)))


def vector(name: str, size: str = "n", **options: Any) -> Symbol:
    """A column of `size` numbers; a scalar when size is ""."""
    return Symbol(name, column(size) if size else SCALAR, **options)


def matrix(name: str, rows: str = "n", columns: str = "n", **options: Any) -> Symbol:
    """A rows × columns matrix; a scalar when rows is ""."""
    return Symbol(name, (rows, columns) if rows else SCALAR, **options)


def scalar(name: str, low: Fraction | int | None = None, high: Fraction | int | None = None) -> Symbol:
    """A number, free between low and high when they are given."""
    return Symbol(name, domain=None if low is None or high is None else (low, high))


def whole(name: str) -> Symbol:
    """A whole number: a time, a count of steps, an index."""
    return Symbol(name, integer=True)
