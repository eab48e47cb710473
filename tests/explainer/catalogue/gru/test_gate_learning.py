"""gate-learning: the bias's gradient, the steps to open, and the pushes, each by a road of its own."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

import explainer

SLUG = "gate-learning"


@pytest.mark.parametrize(("gamma", "steps"), [("0.01", 100), ("1e-6", 100), ("0.1", 50), ("0.001", 1000)])
def test_the_gradient_of_the_bias_by_differences_of_fifty_digits(gamma: str, steps: int) -> None:
    values = explainer.explain(SLUG, gamma=gamma, steps=steps).values
    with mpmath.workdps(60):
        b = mpmath.log(mpmath.mpf(gamma) / (1 - mpmath.mpf(gamma)))

        def last(bias: mpmath.mpf) -> mpmath.mpf:
            gate, c = 1 / (1 + mpmath.exp(-bias)), mpmath.mpf(0)
            for _ in range(steps):
                c = gate + (1 - gate) * c
            return c

        step = mpmath.mpf(10) ** -20
        slope = (last(b + step) - last(b - step)) / (2 * step)
    assert values["predicted"] == pytest.approx(float(slope), rel=1e-12)
    assert values["measured"] == pytest.approx(float(slope), rel=1e-9)


def test_the_theorys_figures() -> None:
    """THEORY: 0.4026 per 1.1 at T = 100, γ = 0.01 is 0.366032; the best is 0.36605; 1,000,026.6 steps of flow."""
    values = explainer.explain(SLUG, gamma="1e-6", steps=100).values
    assert values["best_gradient"] == pytest.approx(0.36605, abs=5e-6)
    assert values["best_gamma"] == pytest.approx(1 / 101)
    assert values["sgd_steps"] == pytest.approx(1_000_026.6, abs=1.1)
    assert values["adam_steps"] == 91


def test_no_other_gate_has_a_larger_gradient() -> None:
    best = explainer.explain(SLUG, steps=50).values["best_gradient"]
    assert all(50 * g * (1 - g) ** 50 <= best * (1 + 1e-12) for g in np.geomspace(1e-6, 0.9, 200))


def test_plain_descent_takes_what_the_flow_says() -> None:
    b, steps = math.log(0.01 / 0.99), 0
    while (gate := 1 / (1 + math.exp(-b))) < 0.5:
        b, steps = b + gate * (1 - gate), steps + 1
    assert steps == pytest.approx(explainer.explain(SLUG, gamma="0.01").values["sgd_steps"], rel=0.03)


def test_the_pushes_by_complex_step() -> None:
    """The loss (1 − c_T)²/2 with the gate's pre-activation nudged at one step, in a plain loop."""

    def loss(nudged: int) -> complex:
        c: complex = 0
        for t in range(6):
            a = math.log(0.1 / 0.9) + (1e-30j if t == nudged else 0)
            gate = 1 / (1 + np.exp(-a))
            c = gate * math.tanh(2 * (1.0 if t == 0 else -0.3)) + (1 - gate) * c
        return (1 - c) ** 2 / 2

    values = explainer.explain(SLUG).values
    assert values["push_word"] == pytest.approx(-loss(0).imag / 1e-30, rel=1e-12)
    assert values["push_filler"] == pytest.approx(-loss(5).imag / 1e-30, rel=1e-12)
    assert values["push_word"] > 0 > values["push_filler"]


def test_float32_rounds_a_sigmoid_near_1_to_1() -> None:
    one = np.float32(1)
    assert one / (one + np.exp(-np.float32(17))) == one
    assert one / (one + np.exp(-np.float32(16))) < one


@pytest.mark.parametrize("gamma", ["0", "1"])
def test_a_gate_that_no_bias_gives_is_refused(gamma: str) -> None:
    with pytest.raises(ValueError, match="no finite bias"):
        explainer.explain(SLUG, gamma=gamma)
