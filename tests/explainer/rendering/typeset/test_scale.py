"""Places along an axis keep the order of the values; what an axis can't hold is marked beyond it, never upon it."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.rendering.typeset.scale import SLOT, scale

_any = st.one_of(st.none(), st.floats(width=64))


@given(st.lists(_any, max_size=20), st.sampled_from(["linear", "log"]), st.booleans(), st.booleans())
def test_any_values_have_a_scale_and_keep_their_order(
    values: list[float | None], kind: str, widen: bool, zero: bool
) -> None:
    made = scale(values, kind, most=6, widen=widen, zero=zero)
    placed = []
    for value in values:
        place = made.place(value)
        if value is None or math.isnan(value):
            assert place is None
            continue
        assert place is not None
        assert 0 <= place.at <= 1
        assert place.beyond == (math.isinf(value) or (kind == "log" and value <= 0))
        if not place.beyond:
            assert made.start - 1e-9 <= place.at <= made.end + 1e-9
            placed.append((value, place.at))
    placed.sort()
    assert all(first[1] <= second[1] + 1e-12 for first, second in itertools.pairwise(placed))


def test_zeros_on_a_logarithmic_axis_get_a_slot_of_their_own() -> None:
    made = scale([0.0, 1e-3, 1.0], "log", most=6, widen=True)
    zero, smallest = made.place(0.0), made.place(1e-3)
    assert made.below == "0"
    assert zero is not None
    assert zero.beyond
    assert smallest is not None
    assert smallest.at == pytest.approx(SLOT)
    assert scale([-1.0, 1.0], "log", most=6, widen=True).below == "≤ 0"
    assert scale([1.0, 2.0], "log", most=6, widen=True).below == ""


def test_a_linear_axis_includes_zero_only_where_it_is_near_or_asked_for() -> None:
    assert scale([0.1, 1.0], "linear", most=6, widen=True).ticks.low == 0
    assert scale([0.8, 1.0], "linear", most=6, widen=True).ticks.low > 0
    assert scale([0.8, 1.0], "linear", most=6, widen=True, zero=True).ticks.low == 0
    assert scale([-0.9, -1.0], "linear", most=6, widen=True, zero=True).ticks.high == 0


def test_close_values_far_from_zero_stay_apart() -> None:
    made = scale([0.9990005, 0.9990006], "linear", most=6, widen=False)
    first, second = made.place(0.9990005), made.place(0.9990006)
    assert first is not None
    assert second is not None
    assert (first.at, second.at) == pytest.approx((0, 1))
