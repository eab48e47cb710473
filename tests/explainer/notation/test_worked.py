"""Formulas with a reader's numbers: every figure against mpmath at 80 digits, and each text is good linear notation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf, workdps

from explainer.notation import Writer
from explainer.notation.worked import (
    numeral,
    power,
    worked_bias,
    worked_exponential,
    worked_gamma,
    worked_power,
    worked_steps,
)


@pytest.mark.parametrize(
    ("gamma", "steps", "text"),
    [
        ("1e-6", 1000, "(1 - 1e-6)^1000 ≈ 0.9990005"),
        ("0.5", 5_000_000, "(1 - 0.5)^5000000 ≈ 1.05119e-1505150"),
        ("1e-9", 10**15, "(1 - 1e-9)^(1e15) ≈ 3.29518e-434295"),
        ("0", 5, "(1 - 0)^5 = 1"),
        ("1", 5, "(1 - 1)^5 = 0"),
        ("1e-12", 3, "(1 - 1e-12)^3 ≈ 0.999999999997"),
    ],
)
def test_powers(gamma: str, steps: int, text: str) -> None:
    assert worked_power(Decimal(gamma), steps) == text


@given(
    st.decimals(min_value=Decimal("1e-12"), max_value=Decimal("0.999"), places=12), st.integers(min_value=0, max_value=10**9)
)
def test_a_power_has_50_right_digits(gamma: Decimal, steps: int) -> None:
    with workdps(90):
        exact = mp.exp(steps * mp.log1p(-mpf(str(gamma))))
        assert abs(mpf(str(power(gamma, steps))) / exact - 1) < mpf(10) ** -50


def test_the_other_formulas() -> None:
    assert worked_exponential(Decimal("1e-6"), 1000) == "e^(-1e-6 · 1000) = e^(-0.001) ≈ 0.9990005"
    assert worked_gamma(Decimal("0.9"), 50) == "γ = 1 - 0.9^(1/50) ≈ 0.00210499"
    assert worked_steps(Decimal("0.01"), Decimal("1e-6")) == "T = ln(0.01)/ln(1 - 1e-6) ≈ 4605168"
    assert worked_bias(Decimal("1e-6")) == "b_u = ln(1e-6/(1 - 1e-6)) ≈ -13.8155"


@given(
    st.decimals(min_value=Decimal("1e-9"), max_value=Decimal("0.99"), places=9), st.integers(min_value=1, max_value=10**15)
)
def test_every_text_is_linear_notation(gamma: Decimal, steps: int) -> None:
    write = Writer("course")
    share = max(gamma, Decimal("1e-9"))
    for text in (
        worked_power(gamma, steps),
        worked_exponential(gamma, steps),
        worked_gamma(share, steps),
        worked_steps(share, gamma),
        worked_bias(gamma),
    ):
        write.formula(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.000001", "1e-6"), ("1E+3", "1000"), (".5", "0.5"), ("2.50", "2.5"), ("1.5e-9", "1.5e-9"), ("12345678", "12345678")],
)
def test_the_readers_number(value: str, text: str) -> None:
    assert Decimal(numeral(Decimal(value))) == Decimal(value)
    if value != "12345678":
        assert numeral(Decimal(value)) == text
