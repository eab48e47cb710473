"""orthogonal-init: lengths kept exactly where nothing squashes them, and the powers of T that tanh leaves."""

from __future__ import annotations

import pytest

import explainer
from explainer.catalogue.rnn.orthogonal_init import power, scalar_gradient


def test_linear_networks_and_active_relus_keep_the_gradient_exactly() -> None:
    values = explainer.explain("orthogonal-init", steps=300).values
    assert values["orthogonal_linear_log10"] == pytest.approx(0, abs=1e-10)
    assert values["irnn_log10"] == pytest.approx(0, abs=1e-12)
    assert values["driven_log10"] < -10
    assert values["uniform_log10"] < -50


@pytest.mark.parametrize(("steps", "gradient"), [(10, 0.2228), (100, 0.01306), (1000, 4.48e-4), (10_000, 1.43e-5)])
def test_one_tanh_unit_falls_like_a_power(steps: int, gradient: float) -> None:
    assert scalar_gradient(steps) == pytest.approx(gradient, rel=5e-3)


def test_the_fitted_powers() -> None:
    assert power("identity, tanh, no input", 8, 0) == pytest.approx(-1.5, abs=0.02)
    assert power("orthogonal, tanh, no input", 8, 0) == pytest.approx(-0.5, abs=0.05)
