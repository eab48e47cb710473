"""activation-derivatives: slopes at 50 digits, products within their bounds."""

from __future__ import annotations

import mpmath
import pytest

import explainer
from explainer.catalogue.rnn.activation_derivatives import sigmoid


@pytest.mark.parametrize("x", [0.0, 0.5, 2.0, 5.0, 10.0])
def test_slopes_at_fifty_digits(x: float) -> None:
    with mpmath.workdps(50):
        exact = mpmath.diff(lambda z: 1 / (1 + mpmath.exp(-z)), x)
        assert abs(sigmoid(x) * (1 - sigmoid(x)) / exact - 1) < 1e-11


@pytest.mark.parametrize("steps", [5, 50, 300])
def test_what_is_left_is_within_the_bounds_of_the_slopes(steps: int) -> None:
    values = explainer.explain("activation-derivatives", steps=steps).values
    assert values["sigmoid_log10"] <= values["sigmoid_bound_log10"] + 1e-9
    assert values["tanh_log10"] <= 1e-9
    assert values["gated_log10"] > values["tanh_log10"]


def test_saturation_figures_of_the_text() -> None:
    assert sigmoid(5) * (1 - sigmoid(5)) == pytest.approx(0.0066, abs=5e-5)
    assert 1 - float(mpmath.tanh(5)) ** 2 == pytest.approx(0.00018, abs=5e-6)
