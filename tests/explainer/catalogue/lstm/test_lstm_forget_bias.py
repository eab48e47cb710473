"""lstm-forget-bias: gates and half-lives at 50 digits, and the order of fresh networks by their bias."""

from __future__ import annotations

import mpmath
import pytest

import explainer


@pytest.mark.parametrize("bias", ["-1", "0", "1", "5", "20"])
def test_gate_half_life_and_share_have_twelve_digits(bias: str) -> None:
    values = explainer.explain("lstm-forget-bias", bias=bias, steps=50).values
    with mpmath.workdps(60):
        gate = 1 / (1 + mpmath.exp(-mpmath.mpf(bias)))
        assert abs(values["forget_gate"] / gate - 1) < 1e-12
        assert abs(values["half_life"] / (mpmath.log(2) / -mpmath.log(gate)) - 1) < 1e-12
        assert abs(values["fraction"] / gate**50 - 1) < 1e-12


def test_the_figures_of_the_text() -> None:
    values = explainer.explain("lstm-forget-bias", bias=1, steps=50).values
    assert values["half_life"] == pytest.approx(2.21, abs=5e-3)
    assert values["fraction"] == pytest.approx(1.6e-7, rel=0.02)


def test_a_larger_bias_keeps_more_of_a_fresh_networks_gradient() -> None:
    kept = [explainer.explain("lstm-forget-bias", bias=bias).values["measured_log10"] for bias in (0, 1, 3)]
    assert kept == sorted(kept)
    assert kept[0] < -8
