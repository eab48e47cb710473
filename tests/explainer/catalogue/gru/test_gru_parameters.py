"""gru-parameters: the count against the sizes of real arrays and against the numbers that libraries print."""

from __future__ import annotations

import pytest

import explainer
from explainer import numeric


def test_what_keras_prints_for_a_bidirectional_layer() -> None:
    values = explainer.explain("gru-parameters", n_a=32, n_x=16).values
    assert values["bidirectional"] == 9408
    assert values["bidirectional_two_biases"] == 9600


@pytest.mark.parametrize(("n", "m"), [(1, 1), (8, 4), (64, 10)])
def test_the_formula_counts_the_arrays_of_real_cells(n: int, m: int) -> None:
    values = explainer.explain("gru-parameters", units=n, inputs=m).values
    for kind, name in (("gru", "parameters"), ("reset_after", "parameters_two_biases"), ("rnn", "rnn"), ("lstm", "lstm"), ("mgu", "mgu")):
        cell = numeric.fresh(kind, units=n, inputs=m)
        assert sum(getattr(cell, array).size for array in type(cell).shapes(n, m)) == values[name], kind


def test_any_size_is_exact() -> None:
    assert explainer.explain("gru-parameters", n_a=256, n_x=300).values["parameters"] == 3 * (256 * 556 + 256)
    assert explainer.explain("gru-parameters", n_a=10**6, n_x=10**6).values["parameters"] == 3 * (10**6 * 2 * 10**6 + 10**6)


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="whole number"):
        explainer.explain("gru-parameters", n_a=1.5)
    with pytest.raises(ValueError, match="from 1"):
        explainer.explain("gru-parameters", n_a=0)
