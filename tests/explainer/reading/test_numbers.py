"""Every notation of a number is read, exactly."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.reading.normalise import normalise
from explainer.reading.numbers import number, numbers


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1e-6", "0.000001"),
        ("0.000001", "0.000001"),
        (".01", "0.01"),
        ("0,01", "0.01"),
        ("10^-6", "0.000001"),
        ("10⁻⁶", "0.000001"),
        ("10**-6", "0.000001"),
        ("10^{-6}", "0.000001"),
        ("2x10^-3", "0.002"),
        ("2*10**-3", "0.002"),
        ("2×10⁻³", "0.002"),
        ("1/1000", "0.001"),
        ("5%", "0.05"),
        ("5 percent", "0.05"),
        ("five per cent", "0.05"),
        ("0.1 %", "0.001"),
        ("2‰", "0.002"),
        ("one in a million", "0.000001"),
        ("1 in 1000", "0.001"),
        ("one millionth", "0.000001"),
        ("1,000", "1000"),
        ("1 000", "1000"),
        ("1k", "1000"),
        ("2 million", "2000000"),
        ("1.5k", "1500"),
        ("two hundred and fifty", "250"),
        ("a thousand", "1000"),
        ("half", "0.5"),
        ("three quarters", "0.75"),
        ("half a million", "500000"),
        ("ten to the minus six", "0.000001"),
        ("10 to the power of -6", "0.000001"),
        ("point five", "0.5"),
        ("ninety-nine percent", "0.99"),
        ("-4", "-4"),
        ("1_000_000", "1000000"),
        ("1.000.000", "1000000"),
        ("twenty five", "25"),
        ("a dozen", "12"),
        ("½", "0.5"),
        ("1e15", "1E+15"),
    ],
)
def test_a_notation(typed, value):
    assert number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "NaN", "inf", "1 2", "gamma", "T=5", "9" * 900, "1e999999", "__import__('os')", "0x10", "one", "a"],
)
def test_what_is_no_number(typed):
    assert number(typed) is None


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=9))
def test_a_decimal_is_kept_to_its_last_digit(value):
    assert number(f"{value:f}") == value


@given(st.integers(0, 10**12), st.integers(-30, 15))
def test_scientific_notation_is_exact(mantissa, exponent):
    assert number(f"{mantissa}e{exponent}") == Decimal(mantissa).scaleb(exponent)


@given(st.integers(1000, 10**15))
def test_grouped_digits(value):
    assert number(f"{value:,}") == value


@given(st.text(max_size=200))
def test_nothing_raises(text):
    line = normalise(text)
    for amount in numbers(line):
        assert 0 <= amount.start < amount.end <= len(line)
        assert amount.value.is_finite()


def test_numbers_stand_in_order_and_do_not_overlap():
    found = numbers("gamma 1e-6 for two million steps keeps 90 percent, a third less than 1/1000")
    assert [str(amount.value.normalize())[:6] for amount in found] == ["0.0000", "2E+6", "0.9", "0.3333", "0.001"]
    assert all(one.end <= other.start for one, other in pairwise(found))
