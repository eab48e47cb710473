"""The three topics that compute with the reader's numbers, against 50 digits and against the figures of the literature."""

from __future__ import annotations

import mpmath
import pytest

import explainer

CASES = [("1e-6", 1000), ("0.01", 50), ("0.5", 10), ("1e-12", 10**12), ("1e-15", 10**15), ("0.999999", 3), ("1/3", 40)]


def decimal(text: str) -> mpmath.mpf:
    top, _, bottom = text.partition("/")
    return mpmath.mpf(top) / mpmath.mpf(bottom or 1)


@pytest.mark.parametrize(("gamma", "steps"), CASES)
def test_the_share_left_has_twelve_digits(gamma: str, steps: int) -> None:
    with mpmath.workdps(60):
        exact = (1 - decimal(gamma)) ** steps
        assert abs(explainer.explain("compute-retention", gamma=gamma, steps=steps).values["fraction"] / exact - 1) < 1e-12


@pytest.mark.parametrize("target", ["0.9", "0.5", "1e-6", "0.999999999"])
@pytest.mark.parametrize("steps", [1, 50, 10**6, 10**15])
def test_gamma_for_a_share_has_twelve_digits(target: str, steps: int) -> None:
    with mpmath.workdps(60):
        exact = 1 - mpmath.mpf(target) ** (mpmath.mpf(1) / steps)
        assert abs(explainer.explain("solve-gamma", target=target, steps=steps).values["gamma"] / exact - 1) < 1e-12


@pytest.mark.parametrize("target", ["0.5", "0.01", "0.001"])
@pytest.mark.parametrize("gamma", ["0.5", "0.01", "1e-6", "1e-14"])
def test_steps_until_a_share_has_twelve_digits_and_the_whole_step_passes_it(target: str, gamma: str) -> None:
    values = explainer.explain("solve-steps", target=target, gamma=gamma).values
    with mpmath.workdps(60):
        keep = 1 - mpmath.mpf(gamma)
        assert abs(values["steps"] / (mpmath.log(target) / mpmath.log(keep)) - 1) < 1e-12
        whole = int(values["whole_steps"])
        assert keep**whole <= mpmath.mpf(target) * (1 + mpmath.mpf("1e-40")) < keep ** (whole - 1)


@pytest.mark.parametrize(
    ("slug", "parameters", "name", "value"),
    [
        ("solve-steps", {"gamma": "0.5"}, "half_life", 1.0),
        ("solve-steps", {"gamma": "0.01"}, "half_life", 68.97),
        ("solve-steps", {"gamma": "1e-6"}, "half_life", 693_147),
        ("solve-steps", {"gamma": "1e-6", "target": "1%"}, "whole_steps", 4_605_168),
        ("solve-gamma", {"target": "90%", "steps": 50}, "gamma", 0.002105),
        ("solve-gamma", {"target": "90%", "steps": 50}, "bias", -6.161),
        ("compute-retention", {"gamma": "1e-6", "steps": 10**6}, "fraction", 0.367879),
    ],
)
def test_known_figures(slug: str, parameters: dict[str, object], name: str, value: float) -> None:
    assert explainer.explain(slug, **parameters).values[name] == pytest.approx(value, rel=1e-3)  # type: ignore[arg-type]


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_a_real_unroll_carries_what_the_closed_form_says(notation: str) -> None:
    values = explainer.explain("compute-retention", gamma="0.01", steps=50, notation=notation).values
    assert values["carried"] == pytest.approx(0.99**50, rel=1e-12)


def test_a_forget_gate_is_one_minus_gamma() -> None:
    result = explainer.ask("forget gate 0.95, how many steps back until < 0.1%")
    assert result.topic == "solve-steps"
    assert isinstance(result, explainer.Answer)
    assert result.values["steps"] == pytest.approx(134.67170244106453, rel=1e-12)


def test_questions_without_an_answer_say_so() -> None:
    with pytest.raises(ValueError, match="nothing is ever lost"):
        explainer.explain("solve-steps", gamma=0)
    with pytest.raises(ValueError, match="above 0"):
        explainer.explain("solve-steps", target=0)
