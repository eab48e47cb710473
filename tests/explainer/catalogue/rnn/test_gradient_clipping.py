"""gradient-clipping: the gradient against complex steps, its clipping against its definition."""

from __future__ import annotations

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue.rnn.gradient_clipping import RUNS, gradient


@pytest.mark.parametrize("name", RUNS)
def test_the_gradient_is_that_of_the_complex_step(name: str) -> None:
    sigma, start = RUNS[name]
    found = gradient(sigma, start, 12, 0).matrix
    cell = numeric.rnn(sigma, shape="orthogonal", units=8, seed=0)
    begin = start / 0.9 * numeric.random_start(8, 0)
    for row, column in ((0, 0), (3, 5), (7, 2)):
        W = cell.W_a[:, :8].astype(complex)
        W[row, column] += 1e-40j
        a = begin.astype(complex)
        for _ in range(12):
            a = np.tanh(W @ a)
        assert found[row, column] == pytest.approx(a.sum().imag / 1e-40, rel=1e-10)


@pytest.mark.parametrize("threshold", ["0.01", "1", "10", "1000"])
def test_clipping_by_norm(threshold: str) -> None:
    values = explainer.explain("gradient-clipping", threshold=threshold).values
    assert values["after"] == pytest.approx(min(values["before"], float(threshold)), rel=1e-12)
    assert values["cosine_by_value"] <= 1 + 1e-12


def test_what_has_vanished_stays_so() -> None:
    values = explainer.explain("gradient-clipping").values
    assert values["vanishing_far"] < 1e-10 < values["healthy"] < values["before"]


def test_a_threshold_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        explainer.explain("gradient-clipping", threshold=0)
