"""Shapes: () for a scalar, ("n", "1") for a column, ("n", "m") for a matrix; sizes are names until judged."""

from __future__ import annotations

from collections.abc import Iterable

Shape = tuple[str, ...]
SCALAR: Shape = ()


class ShapeError(ValueError):
    """Two shapes that don't fit, such as a matrix product the wrong way round."""


def column(size: str) -> Shape:
    """A vector: `size` rows, one column."""
    return (size, "1")


def is_vector(shape: Shape) -> bool:
    """True for a column."""
    return shape != SCALAR and shape[1] == "1"


def joint(shapes: Iterable[Shape]) -> Shape:
    """The shape of a sum or an elementwise product: all alike, scalars stretched to fit.

    Raises:
        ShapeError: when two of them differ.
    """
    result: Shape = SCALAR
    for shape in shapes:
        if result in (SCALAR, shape):
            result = shape
        elif shape != SCALAR:
            raise ShapeError(f"{describe(result)} and {describe(shape)} don't fit side by side")
    return result


def product(shapes: Iterable[Shape]) -> Shape:
    """The shape of a matrix product, read from the left; a 1 × 1 product is a scalar.

    Raises:
        ShapeError: when the columns of one factor aren't the rows of the next.
    """
    result: Shape = SCALAR
    for shape in shapes:
        if result == SCALAR:
            result = shape
        elif shape != SCALAR:
            if result[1] != shape[0]:
                raise ShapeError(f"{describe(result)} times {describe(shape)} is no matrix product")
            result = (result[0], shape[1])
            if result == ("1", "1"):
                result = SCALAR
    return result


def describe(shape: Shape) -> str:
    """A shape in words, for an error message."""
    return "a scalar" if shape == SCALAR else f"{shape[0]} × {shape[1]}"
