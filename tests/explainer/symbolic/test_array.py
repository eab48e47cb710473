"""Small arrays: products, stretching, and sizes that don't fit."""

import pytest

from explainer.symbolic.array import Array, combine, multiply


def test_products() -> None:
    A, v = Array([[1, 2], [3, 4]]), Array([[5], [6]])
    assert multiply(A, v).rows == ((17,), (39,))
    assert multiply(v.transposed(), v) == 61
    assert multiply(2, A).rows == ((2, 4), (6, 8))


def test_a_number_is_stretched() -> None:
    assert combine(1, Array([[1], [2]]), lambda a, b: a - b).rows == ((0,), (-1,))
    assert combine(Array([[1], [2]]), 1, lambda a, b: a - b).rows == ((0,), (1,))


def test_sizes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="no matrix product"):
        multiply(Array([[1, 2]]), Array([[1, 2]]))
    with pytest.raises(ValueError, match="differ"):
        combine(Array([[1, 2]]), Array([[1], [2]]), lambda a, b: a + b)


def test_one_entry_changed() -> None:
    assert Array([[1, 2], [3, 4]]).with_entry(1, 0, 9).rows == ((1, 2), (9, 4))
