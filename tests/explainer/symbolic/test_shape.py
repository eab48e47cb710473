"""Shapes: what fits together, and what is refused."""

import pytest

from explainer.symbolic.shape import SCALAR, ShapeError, column, describe, is_vector, joint, product


def test_a_matrix_times_a_vector_is_a_vector() -> None:
    assert product([("n", "m"), column("m")]) == column("n")


def test_a_row_times_a_column_is_a_number() -> None:
    assert product([("1", "n"), column("n")]) == SCALAR


def test_scalars_stretch() -> None:
    assert joint([SCALAR, column("n"), SCALAR]) == column("n")
    assert product([SCALAR, ("n", "m"), SCALAR]) == ("n", "m")


def test_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ShapeError, match="n × 1 times n × n is no matrix product"):
        product([column("n"), ("n", "n")])
    with pytest.raises(ShapeError, match="side by side"):
        joint([column("n"), column("m")])


def test_words() -> None:
    assert is_vector(column("n"))
    assert not is_vector(("n", "n"))
    assert not is_vector(SCALAR)
    assert describe(SCALAR) == "a scalar"
