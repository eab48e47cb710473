"""leaky-integrator: the step response by recursion, closed form and a real GRU; the weights add up."""

from __future__ import annotations

import numpy as np
import pytest

import explainer
from explainer.catalogue.rnn.leaky_integrator import through_gru


@pytest.mark.parametrize("kind", ["gru", "reset_after"])
@pytest.mark.parametrize(("gamma", "steps"), [(0.05, 50), (0.5, 3), (1.0, 4), (0.001, 200)])
def test_a_real_gru_covers_what_the_closed_form_says(kind: str, gamma: float, steps: int) -> None:
    assert through_gru(kind, gamma, steps) == pytest.approx(1 - (1 - gamma) ** steps, rel=1e-10)


def test_the_average_is_the_weighted_sum_of_its_inputs() -> None:
    gamma, x = 0.1, np.random.default_rng(1).normal(size=30)
    from explainer.numeric import systems

    weights = gamma * (1 - gamma) ** np.arange(29, -1, -1)
    assert systems.leaky_integrator(gamma, x)[-1] == pytest.approx(float(weights @ x), rel=1e-12)
    assert weights.sum() == pytest.approx(1 - 0.9**30, rel=1e-12)


def test_the_best_constant_write() -> None:
    assert explainer.explain("leaky-integrator", steps=100).values["best_constant_write"] == pytest.approx(3.70e-3, abs=5e-6)
