"""value-vs-gradient: the same value with four gradients, each number measured by a road of its own."""

from __future__ import annotations

import math

import mpmath
import pytest

import explainer
from explainer.records import Answer, Table

SLUG = "value-vs-gradient"


def table(answer: Answer, number: int = 0) -> Table:
    return [block for block in answer.blocks if isinstance(block, Table)][number]


def plain(answer: Answer) -> str:
    return str(explainer.render(answer, "text")).split("Assumptions")[0].replace("\n", " ")


def test_the_forums_numbers() -> None:
    answer = explainer.explain(SLUG, gamma="0.000001", steps=1000)
    assert answer.values["predicted"] == pytest.approx(float((1 - mpmath.mpf("1e-6")) ** 1000), rel=1e-9)
    assert 0.9 < answer.values["measured"] < 1.1
    assert "0.9990005" in plain(answer)
    assert "does not by itself" in plain(answer)


def test_the_latch_holds_its_value_and_loses_its_gradient() -> None:
    """THEORY: c* = 0.957504, slope 0.166372, 50 steps 1.1e-39; here against mpmath's own root."""
    values = explainer.explain(SLUG, steps=50).values
    with mpmath.workdps(50):
        point = mpmath.findroot(lambda c: mpmath.tanh(2 * c) - c, 0.95)
        slope = 2 * (1 - point**2)
        log10 = 50 * mpmath.log10(slope)
    assert values["latch_value"] == pytest.approx(float(point), abs=1e-14)
    assert values["latch_slope"] == pytest.approx(float(slope), rel=1e-12)
    assert values["latch_log10"] == pytest.approx(float(log10), rel=1e-12)
    assert round(values["latch_slope"], 6) == 0.166372
    assert 10 ** values["latch_log10"] == pytest.approx(1.1e-39, rel=0.05)


def test_a_derivative_far_below_every_double_is_shown_through_its_logarithm() -> None:
    answer = explainer.explain(SLUG, steps=5000)
    assert answer.values["latch_log10"] == pytest.approx(5000 * math.log10(0.16637210), rel=1e-6)
    assert "⁻³⁸⁹⁵" in plain(answer)


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("gamma", ["1e-6", "0.001", "0.05"])
def test_the_nudge_agrees_with_the_product_of_slopes(notation: str, gamma: str) -> None:
    """Two roads to one derivative: the Jacobians along the run, and a second run with no derivative in it."""
    values = explainer.explain(SLUG, notation=notation, gamma=gamma, steps=200).values
    assert values["response"] == pytest.approx(values["measured"], abs=2e-6)
    assert values["lower"] <= values["measured"] <= values["upper"]


def test_four_systems_hold_one_value_and_differ_in_the_gradient() -> None:
    rows = table(explainer.explain(SLUG)).rows
    values = [row[1] for row in rows]
    assert all(value == pytest.approx(0.957504, abs=2e-3) for value in values)
    responses = [float(str(row[5])) for row in rows]
    assert responses[0] == pytest.approx(1, abs=1e-9)
    assert responses[1] == pytest.approx(1, abs=0.01)
    assert responses[2:] == [0.0, 0.0]


def test_a_hand_built_plain_rnn_remembers_at_lag_1000_without_gradient() -> None:
    """THEORY: right at lag 1000; the gradient at lag 100 is of the order 1e-152. A plain loop says the same."""
    rows = table(explainer.explain(SLUG), 1).rows
    assert [row[3] for row in rows] == ["both right"] * 3
    value, gradient = math.tanh(3.0), 1.0
    for _ in range(100):
        value = math.tanh(3 * value)
        gradient *= 3 * (1 - value**2)
    assert rows[1][1] == pytest.approx(value)
    assert gradient == pytest.approx(2.80454e-152, rel=1e-5)


def test_an_open_gate_keeps_neither() -> None:
    values = explainer.explain(SLUG, gamma="0.5", steps=100).values
    assert values["measured"] < 1e-8


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="γ must be from 0 to 1"):
        explainer.explain(SLUG, gamma=2)
    with pytest.raises(ValueError, match="does not use 'sigma'"):
        explainer.explain(SLUG, sigma=1)
