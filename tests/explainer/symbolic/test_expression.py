"""The tree: it keeps the author's order, knows its shapes and refuses what has none."""

import pytest

from explainer.symbolic.expression import (
    Elementwise,
    Negative,
    Number,
    Product,
    Sum,
    expression,
    matrix,
    scalar,
    vector,
    whole,
)
from explainer.symbolic.shape import ShapeError
from explainer.symbolic.vocabulary import D, d, identity, transpose

c, W, γ = vector("c"), matrix("W"), scalar("γ", 0, 1)


def test_order_is_kept() -> None:
    assert (1 - γ) == Sum((Number("1"), Negative(γ)))
    assert (γ + 1).terms == (γ, Number("1"))  # type: ignore[attr-defined]
    assert (W @ D(c) @ W).factors == (W, D(c), W)  # type: ignore[attr-defined]


def test_star_is_elementwise_for_vectors_and_scaling_for_scalars() -> None:
    assert isinstance(c * c, Elementwise)
    assert isinstance(γ * c, Product)
    assert (c * c * c).factors == (c, c, c)  # type: ignore[attr-defined]
    with pytest.raises(ShapeError, match="write @"):
        _ = W * c


def test_shapes_are_refused_where_they_are_written() -> None:
    with pytest.raises(ShapeError):
        _ = c @ W
    with pytest.raises(ShapeError):
        _ = W + c
    with pytest.raises(ShapeError, match="identity"):
        _ = W + 1
    with pytest.raises(ShapeError, match="two indices"):
        _ = d(c, W)


def test_one_text_serves_one_unit() -> None:
    one, weight = vector("c", ""), matrix("W", "", "")
    assert D(one) == one
    assert transpose(weight) == weight
    assert identity(one) == Number("1")
    assert (weight @ one).shape == ()


def test_equal_trees_are_equal_and_hashable() -> None:
    assert hash(W @ c + 1) == hash(W @ c + 1)
    assert W @ c + 1 == W @ c + 1
    assert c[whole("t")] != c


def test_only_numbers_and_numerals_become_expressions() -> None:
    assert expression("1e-6").exact * 10**6 == 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="numeral"):
        expression(0.5)
