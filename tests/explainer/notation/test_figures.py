"""Numbers as shown: six digits, the same from every type, readable back as linear notation."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from explainer.notation import show, show_percent, show_residual
from explainer.notation.parser import parse


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"), (1000, "1000"), (-3, "-3"), (10**16, "1e16"), (True, "1"),
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (1000.0, "1000"), (0.5, "0.5"), (1e-6, "1e-6"), (1.234567e-7, "1.23457e-7"),
        (0.000123456789, "0.000123457"), (123456.7, "123457"), (999999.9, "1e6"), (1234567.0, "1.23457e6"), (-13.815510558, "-13.8155"),
        (0.99999999, "1.00000"), (1 + 1e-15, "1"), (1e-300, "1e-300"), (5e-324, "4.94066e-324"),
        (math.inf, "∞"), (-math.inf, "-∞"), (math.nan, '"undefined"'),
        (np.float64(0.25), "0.25"),
        (Decimal("0.000001"), "1e-6"), (Decimal("0.05"), "0.05"), (Decimal("2.50"), "2.5"), (Decimal("1E+9"), "1000000000"),
        (Decimal("0.123456789012"), "0.123456789012"), (Decimal("0.12345678901234"), "0.123457"), (Decimal("1e-400"), "1e-400"),
        (Decimal("NaN"), '"undefined"'), (Decimal("-Infinity"), "-∞"), (Decimal("-0"), "0"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as(number: float | int | Decimal, shown: str) -> None:
    assert show(number) == shown
    assert parse(shown)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "< 1e-12"), (3e-16, "< 1e-12"), (-9e-13, "< 1e-12"), (2.345e-9, "2.3e-9"), (-0.001299, "-0.0013"),
        (math.nan, '"undefined"'), (math.inf, "∞"),
    ],
)  # fmt: skip
def test_a_residual_is_shown_as(value: float, shown: str) -> None:
    assert show_residual(value) == shown
    assert parse(shown)


def test_a_share_is_shown_in_per_cent() -> None:
    assert show_percent(0.25) == "25%"
    assert show_percent(Decimal("0.9")) == "90%"


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_six_digits_are_right_and_deterministic(number: float) -> None:
    text = show(number)
    assert parse(text)
    if abs(number) > 1e-300:
        assert float(text) == pytest.approx(number, rel=5.1e-6)
    assert len(text.lstrip("-").partition("e")[0].replace(".", "").strip("0") or "0") <= 6


@given(some.integers())
def test_an_int_is_exact_up_to_fifteen_digits(number: int) -> None:
    if abs(number) < 10**15:
        assert int(show(number)) == number
