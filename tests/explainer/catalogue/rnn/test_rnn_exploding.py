"""rnn-exploding: the bound is met exactly at rest, and never passed, by a plain loop of matrices."""

from __future__ import annotations

import math

import numpy as np
import pytest

import explainer
from explainer.catalogue.rnn.rnn_exploding import RUNS, by_lag


@pytest.mark.parametrize("sigma", ["0.5", "1", "2", "4"])
def test_at_rest_the_bound_is_met(sigma: str) -> None:
    values = explainer.explain("rnn-exploding", sigma=sigma, steps=50).values
    assert values["rest_log10"] == pytest.approx(50 * math.log10(float(sigma)), abs=1e-9)
    assert values["linear_log10"] == pytest.approx(values["predicted_log10"], abs=1e-9)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("sigma", [0.7, 1.3, 2.5])
def test_no_run_passes_the_bound(name: str, sigma: float) -> None:
    at = (1, 5, 20, 60)
    for lag, log in zip(at, by_lag(name, sigma, 8, 1, at), strict=True):
        assert log <= lag * math.log(sigma) + 1e-9


def test_a_driven_network_by_a_plain_loop() -> None:
    from explainer import numeric

    cell = numeric.rnn(2.0, shape="orthogonal", units=8, seed=0)
    x = 4 * numeric.random_inputs(50, seed=0)
    a, product = numeric.random_start(8, 0), np.eye(8)
    for row in x:
        a = np.tanh(cell.W_a @ np.r_[a, row])
        product = (1 - a**2)[:, None] * cell.W_a[:, :8] @ product
    found = explainer.explain("rnn-exploding").values["driven_log10"]
    assert found == pytest.approx(math.log10(np.linalg.norm(product, 2)), abs=1e-8)
    assert found < 0, "large inputs saturate the units"
