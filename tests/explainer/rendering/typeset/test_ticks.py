"""Ticks on any range: in order, within the axis, round, and labelled with exactly the value where they stand."""

from __future__ import annotations

import itertools
import math
from decimal import Context, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.rendering.typeset.ticks import Numeral, Ticks, linear, logarithmic

_EXACT = Context(prec=900)
_finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1.6e308, max_value=1.6e308)
_positive = st.floats(min_value=5e-324, max_value=1.6e308, exclude_min=False, allow_infinity=False)


def _said(made: Ticks, label: Numeral) -> Decimal:
    """The value that a reader takes from a label, the axis's own remark included."""
    number = Decimal(label.mantissa.replace("−", "-")) if label.mantissa else Decimal(1)
    if label.exponent is not None:
        number = number.scaleb(label.exponent, _EXACT)
    number = number.scaleb(made.power or 0, _EXACT)
    return _EXACT.add(number, Decimal((made.offset or "0").replace("−", "-")))


@given(_finite, _finite, st.integers(3, 9), st.booleans())
@example(0.9990005, 0.9990006, 6, True)
@example(1.0, 1.0000000000000002, 6, True)
@example(-1.6e308, 1.6e308, 6, True)
@example(0.0, 5e-324, 6, True)
@example(0.0, 0.0, 6, False)
@example(-0.9, 1.1, 3, False)
@example(1e-300, 1.6e308, 4, False)
def test_linear_ticks_stand_where_their_labels_say(a: float, b: float, most: int, widen: bool) -> None:
    low, high = min(a, b), max(a, b)
    made = linear(low, high, most=most, widen=widen)
    places = [tick.at for tick in made.major]
    assert 2 <= len(places) <= most
    assert places == sorted(set(places))
    assert made.low <= places[0]
    assert places[-1] <= made.high
    assert made.low < made.high
    assert made.low <= Decimal(repr(low))
    assert Decimal(repr(high)) <= made.high
    assert [_said(made, tick.label) for tick in made.major] == places
    steps = {_EXACT.subtract(b, a) for a, b in itertools.pairwise(places)}
    assert len(steps) == 1


@given(_positive, _positive, st.booleans())
@example(1e-300, 1e300, True)
@example(1e-300, 1e-300, True)
@example(5e-324, 1.6e308, True)
@example(0.9990005, 0.9990006, True)
@example(3.0, 40.0, False)
def test_logarithmic_ticks_stand_at_the_logarithms_of_their_labels(a: float, b: float, widen: bool) -> None:
    low, high = min(a, b), max(a, b)
    made = logarithmic(low, high, widen=widen)
    places = [float(tick.at) for tick in made.major]
    assert 1 <= len(places) <= 9
    assert all(first < second for first, second in itertools.pairwise(places))
    assert made.low < made.high
    assert float(made.low) <= math.log10(low) + 1e-9
    assert math.log10(high) <= float(made.high) + 1e-9
    assert all(made.low <= Decimal(repr(round(at, 9))) + Decimal("1e-8") for at in places)
    for tick in made.major:
        assert float(_said(made, tick.label).log10(Context(prec=30))) == pytest.approx(float(tick.at), abs=1e-12)
    assert all(made.low <= at <= made.high for at in made.minor)


def test_a_label_with_the_wrong_power_would_be_caught() -> None:
    made = linear(0, 1e-9)
    lie = Ticks(made.low, made.high, made.major, power=(made.power or 0) + 1)
    assert [_said(lie, tick.label) for tick in lie.major] != [tick.at for tick in lie.major]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0.0, 1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-0.5, 2.3, ["−1", "0", "1", "2", "3"]),
        (1.0, 1000.0, ["0", "200", "400", "600", "800", "1000"]),
        (5.0, 5.0, ["2", "4", "6", "8"]),
    ],
)
def test_common_ranges_read_as_a_person_would_write_them(low: float, high: float, labels: list[str]) -> None:
    assert [tick.label.mantissa for tick in linear(low, high).major] == labels


def test_powers_of_ten_are_plain_where_plain_is_shorter() -> None:
    assert [tick.label for tick in logarithmic(1, 1000).major] == [Numeral(text) for text in ("1", "10", "100", "1000")]
    assert logarithmic(1e-6, 1).major[0].label == Numeral("", -6)
    assert [tick.label.mantissa for tick in logarithmic(3, 40).major] == ["2", "5", "10", "20", "50"]
