"""The theorems on seeded and on random networks: no violation anywhere, and the figures of the theory."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.numeric import (
    GRU,
    constant,
    fresh,
    gates_at,
    jacobians,
    one_unit,
    paths,
    product,
    spectrum,
    two_sided,
    unroll,
)
from explainer.numeric.networks import random_inputs, random_start

GRUS = ("gru", "simplified", "reset_after")


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(GRUS),
    units=st.integers(1, 6),
    steps=st.integers(1, 60),
    bias=st.floats(-14, 2),
    scale=st.floats(0.05, 1.5),
    seed=st.integers(0, 10**6),
)
def test_no_network_breaks_the_two_sided_bound(kind, units, steps, bias, scale, seed):
    cell = fresh(kind, units=units, seed=seed, scale=scale, bias=-bias if kind == "reset_after" else bias)
    trace = unroll(cell, random_inputs(steps, seed=seed), random_start(units, seed))
    bound, values = two_sided(trace), spectrum(trace)
    assert bound.log_lower <= values[-1] + 1e-12
    assert values[0] <= bound.log_upper + 1e-12
    if math.isfinite(bound.deviation_bound):
        assert bound.deviation <= bound.deviation_bound * (1 + 1e-12) + 1e-14
        assert bound.deviation_bound <= bound.loose_deviation_bound * (1 + 1e-12) + 1e-14


@settings(max_examples=60, deadline=None)
@given(units=st.integers(1, 5), seed=st.integers(0, 10**6), bias=st.floats(-8, 2), start=st.floats(0.1, 4))
def test_M_is_below_K_also_outside_the_cube(units, seed, bias, start):
    """J = I − D(Γu)(I − M), so M = I + (J − I)/Γu; B = max(1, |c_0|)."""
    trace = unroll(fresh(units=units, seed=seed, bias=bias), random_inputs(10, seed=seed), np.full(units, start))
    K = constant(trace.cell, start)
    M = np.eye(units) + (jacobians(trace) - np.eye(units)) / trace.gates["Γu"][..., :, None]
    assert np.linalg.norm(M, 2, axis=(-2, -1)).max() <= K * (1 + 1e-9) + 1e-9


@pytest.mark.parametrize("unit", [0, 2])
def test_one_memory_unit_among_busy_ones(unit):
    for seed in range(40):
        gates = np.full(4, 0.5)
        gates[unit] = 1e-4
        leak = one_unit(gates_at(gates, steps=30, units=4, seed=seed), unit)
        assert leak.deviation <= leak.bound * (1 + 1e-12)
        assert leak.carry == pytest.approx((1 - 1e-4) ** 30, rel=1e-11)


def test_the_constants_of_S33_to_S35():
    """γ = 1e-6, K = 5, T = 1000: 0.99402 ≤ every singular value ≤ 1.00401, deviation ≤ 0.00501."""
    n = 2
    W_u = np.hstack([2.5 * np.eye(n), np.zeros((n, 1))])
    blank = np.zeros((n, n + 1))
    cell = GRU(W_u, blank, blank, np.zeros(n), np.zeros(n), np.zeros(n))
    bound = two_sided(gates_at(1e-6, cell=cell, x=np.zeros((1000, 1)), start=np.zeros(n)))
    assert float(bound.K) == pytest.approx(5)
    assert bound.lower == pytest.approx(0.99402, abs=5e-6)
    assert bound.upper == pytest.approx(1.00401, abs=5e-6)
    assert bound.deviation_bound == pytest.approx(0.00501, abs=5e-6)


def test_the_constant_term_by_term():
    """K = (1+B)‖W_uc‖ + ‖W_cc‖(1 + B‖W_rc‖/4), with norms that can be read off."""
    n = 2

    def scaled_identity(s):
        return np.hstack([s * np.eye(n), np.ones((n, 1))])

    cell = GRU(scaled_identity(3.0), scaled_identity(8.0), scaled_identity(5.0), *np.zeros((3, n)))
    assert float(constant(cell)) == pytest.approx(2 * 3 + 5 * (1 + 8 / 4))
    assert float(constant(cell, 0.2)) == pytest.approx(2 * 3 + 5 * (1 + 8 / 4))
    assert float(constant(cell, 3.0)) == pytest.approx(4 * 3 + 5 * (1 + 3 * 8 / 4))


def test_pytorchs_constant_counts_its_bias():
    cell = fresh("reset_after", units=2)
    shifted = type(cell)(cell.W_ih, cell.W_hh, cell.b_ih, np.r_[np.zeros(4), 3.0, -1.0])
    W_hr = cell.W_hh[:2]
    assert constant(shifted) - constant(cell) == pytest.approx(3 * np.linalg.norm(W_hr, 2) / 4)


def test_a_batch_has_one_bound_for_each_member():
    from explainer.numeric import sweep

    many = two_sided(sweep([0.1, 1e-6], steps=30))
    for i, gamma in enumerate((0.1, 1e-6)):
        alone = two_sided(gates_at(gamma, steps=30))
        assert many.lower[i] == pytest.approx(float(alone.lower), rel=1e-10)
        assert many.deviation[i] == pytest.approx(float(alone.deviation), rel=1e-9)


def test_a_planted_lie_is_seen():
    """With the update-gate path left out (as most lecture notes do) the deviation is no longer what the product shows."""
    trace = gates_at(1e-3, steps=50, units=4)
    parts = paths(trace)
    lie = sum(part for name, part in parts.items() if name != "update gate")
    total = np.eye(4)
    for J in lie:
        total = J @ total
    assert np.abs(total - product(trace).dense()).max() > 1e-3


def test_no_bound_is_claimed_where_none_is_proven():
    with pytest.raises(ValueError, match="GRUs only"):
        constant(fresh("lstm"))
    with pytest.raises(ValueError, match="GRUs only"):
        constant(fresh("rnn"))
    with pytest.raises(ValueError, match="from 0 to 7"):
        one_unit(gates_at(0.1, steps=2), 8)
    with pytest.raises(ValueError, match="one run at a time"):
        one_unit(unroll(fresh(), np.zeros((2, 3, 4))), 0)
