"""Value and gradient part ways: the latch, the constant, the gate and the identity, with the theory's figures."""

import math

import numpy as np
import pytest

from explainer.numeric import systems


@pytest.mark.parametrize(
    ("w", "point", "slope", "gradient"),
    [(2.0, 0.957504, 0.166372, 1.1e-39), (5.0, None, 9.09e-4, 8.4e-153), (1.25, None, 0.619, 3.9e-11)],
)
def test_a_saturated_latch_keeps_its_value_and_loses_its_gradient(w, point, slope, gradient):
    """S26 to S31."""
    held = systems.latch_point(w)
    run = systems.follow(systems.latch(w), held, 50)
    if point:
        assert held == pytest.approx(point, abs=5e-7)
    assert run.system.slope(held) == pytest.approx(slope, rel=2e-3)
    assert run.gradient[-1] == pytest.approx(gradient, rel=0.02)
    assert run.log_gradient[-1] == pytest.approx(50 * math.log(run.system.slope(held)), rel=1e-9)
    assert np.allclose(run.values, held, atol=1e-12)
    assert abs(run.response) < 1e-6


def test_identity_constant_and_gate():
    same = systems.follow(systems.identity(), 0.7, 50)
    assert (same.gradient[-1], same.values[-1]) == (1.0, 0.7)
    assert same.response == pytest.approx(1, rel=1e-9)
    fed = systems.follow(systems.constant(0.7), 0.7, 50)
    assert (fed.gradient[-1], fed.values[-1], fed.response) == (0.0, 0.7, 0.0)
    gate = systems.follow(systems.gated(1e-6), 0.7, 50)
    assert gate.gradient[-1] == pytest.approx(0.99995, abs=1e-8)
    assert gate.values[-1] == pytest.approx(0.7, abs=4e-5)
    assert gate.response == pytest.approx(gate.gradient[-1], rel=1e-8)


def test_every_slope_is_the_derivative():
    for system in (systems.identity(), systems.gated(0.2, 0.4), systems.latch(1.7), systems.constant(0.3)):
        for c in (-0.8, 0.0, 0.35):
            numeric = (system.step(c + 1e-6) - system.step(c - 1e-6)) / 2e-6
            assert system.slope(c) == pytest.approx(numeric, abs=1e-8)


def test_the_leaky_integrator_is_the_exponential_average():
    gamma, x = 0.1, np.array([1.0, 2.0, -1.0, 0.5])
    found = systems.leaky_integrator(gamma, x)
    weights = [gamma * (1 - gamma) ** (3 - s) for s in range(4)]
    assert found[-1] == pytest.approx(float(weights @ x), rel=1e-14)
    step = systems.leaky_integrator(0.01, np.ones(100))
    assert step[-1] == pytest.approx(1 - 0.99**100, rel=1e-12)
    assert np.allclose(systems.leaky_integrator(0.01, np.full(50, 3.0), corrected=True)[1:], 3.0)


def test_refusals():
    with pytest.raises(ValueError, match="w above 1"):
        systems.latch_point(1.0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        systems.leaky_integrator(1.5, [1.0])
    with pytest.raises(ValueError, match="100,000"):
        systems.follow(systems.identity(), 0.0, 10**6)
