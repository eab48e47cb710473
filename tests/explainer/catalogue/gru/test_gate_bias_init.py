"""gate-bias-init: biases, half-lives and the chrono spread against known figures and a Monte Carlo of units."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

import explainer


@pytest.mark.parametrize("bias", ["-10", "-4", "0", "1", "-13.8155"])
def test_the_gate_and_its_half_life_have_twelve_digits(bias: str) -> None:
    values = explainer.explain("gate-bias-init", bias=bias, steps=100).values
    with mpmath.workdps(50):
        gamma = 1 / (1 + mpmath.exp(-mpmath.mpf(bias)))
        assert abs(values["gamma"] / gamma - 1) < 1e-12
        assert abs(values["half_life"] / (mpmath.log(2) / -mpmath.log(1 - gamma)) - 1) < 1e-12
        assert abs(values["fraction"] / (1 - gamma) ** 100 - 1) < 1e-12


def test_chrono_for_a_hundred_steps() -> None:
    values = explainer.explain("gate-bias-init", steps=100).values
    assert values["mean_gate"] == pytest.approx(0.0399, abs=5e-5)
    assert values["mean_kept"] == pytest.approx(0.1496, abs=1e-4)
    u = np.random.default_rng(9).uniform(1, 99, 400_000)
    assert values["mean_gate"] == pytest.approx(float((1 / (1 + u)).mean()), rel=0.01)
    assert values["mean_kept"] == pytest.approx(float(((1 - 1 / (1 + u)) ** 100).mean()), rel=0.01)


def test_a_bias_towards_keeping_keeps_the_gradient_in_every_convention() -> None:
    for notation in ("course", "cho", "pytorch"):
        text = str(explainer.render(explainer.explain("gate-bias-init", notation=notation, facet="zero"), "text"))
        assert "10⁻" in text
