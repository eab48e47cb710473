"""Products that can't underflow, against exact powers and 400 digits."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.numeric import RNN, Scaled, gates_at, jacobians, paths, product, products, rnn, unroll
from explainer.numeric.networks import random_inputs
from explainer.numeric.scaled import in_pairs


def test_a_product_far_below_the_smallest_float_keeps_its_logarithm():
    """0.5^100,000 is e^−69314.7; float64 ends at e^−745."""
    trace = unroll(RNN([[0.5, 0.0]], [0.0], "linear"), np.zeros((100_000, 1)))
    total = product(trace)
    assert float(total.log_norm()) == pytest.approx(100_000 * math.log(0.5), rel=1e-14)
    assert float(total.norm()) == 0.0
    assert total.dense()[0, 0] == 0.0


def test_and_far_above_the_largest():
    total = product(unroll(RNN([[2.0, 0.0]], [0.0], "linear"), np.zeros((5000, 1))))
    assert float(total.log_norm()) == pytest.approx(5000 * math.log(2), rel=1e-14)
    assert math.isinf(total.dense()[0, 0])


def test_factors_that_shrink_only_in_pairs():
    """[[0, 1], [ε, 0]] has norm 1, its square norm ε: eight of them leave ε⁴, below the smallest float for ε = 1e-100."""
    factor = np.array([[0.0, 1.0], [1e-100, 0.0]])
    for count in (2, 8, 9, 64):
        found = in_pairs(np.stack([factor] * count))
        assert float(found.log_norm()) == pytest.approx(count // 2 * math.log(1e-100), rel=1e-12)


def test_an_exact_zero_is_minus_infinity():
    total = product(unroll(RNN([[0.0, 0.0]], [0.0]), np.zeros((3, 1))))
    assert float(total.log_norm()) == -math.inf
    assert np.array_equal(total.dense(), [[0.0]])


@pytest.mark.parametrize("gamma", [0.5, 0.1, 1e-3, 1e-6])
def test_the_norm_against_many_digits(gamma):
    trace = gates_at(gamma, steps=150, units=3)
    with mpmath.workdps(120):
        exact = mpmath.eye(3)
        for J in jacobians(trace):
            exact = mpmath.matrix(J.tolist()) * exact
        expected = float(mpmath.log(max(mpmath.svd_r(exact, compute_uv=False))))
    assert float(product(trace).log_norm()) == pytest.approx(expected, rel=1e-12, abs=1e-13)


def test_pieces_multiply_to_the_whole():
    trace = unroll(rnn(1.1, units=4), random_inputs(90))
    whole, pieces = product(trace), product(trace, 40, 90) @ product(trace, 7, 40) @ product(trace, 0, 7)
    assert np.allclose(whole.matrix * 2.0 ** float(whole.exponent - pieces.exponent), pieces.matrix, rtol=1e-10)


def test_products_over_any_lags():
    trace = unroll(rnn(0.9, units=4), random_inputs(60))
    starts = [60, 3, 3, 17, 0]
    found = products(trace, starts)
    assert found.matrix.shape == (5, 4, 4)
    for i, start in enumerate(starts):
        assert np.allclose(found.dense()[i], product(trace, start).dense(), rtol=1e-10)
    assert np.allclose(products(trace).log_norm()[-1], 0)


@settings(max_examples=60, deadline=None)
@given(steps=st.integers(1, 40), k=st.integers(1, 5), seed=st.integers(0, 10**6), size=st.integers(-60, 60))
def test_neighbours_first_is_one_after_the_other(steps, k, seed, size):
    J = np.random.default_rng(seed).normal(size=(steps, k, k))
    direct = np.eye(k)
    for one in J:
        direct = one @ direct
    found = in_pairs(J * 2.0**size)
    dense = np.ldexp(found.matrix, int(found.exponent) - steps * size)
    assert np.allclose(dense, direct, rtol=1e-8, atol=1e-12 * np.abs(direct).max())
    assert 0.5 <= np.abs(found.matrix).max() < 1


@settings(max_examples=40, deadline=None)
@given(gamma=st.floats(1e-9, 0.9), steps=st.integers(1, 30), units=st.integers(1, 5), seed=st.integers(0, 10**6))
def test_telescoping(gamma, steps, units, seed):
    """J_T…J_1 − D_T…D_1 = Σ_s (J_T…J_{s+1}) E_s (D_{s−1}…D_1), exactly."""
    trace = gates_at(gamma, steps=steps, units=units, seed=seed)
    parts = paths(trace)
    D = parts.pop("carry")
    E = sum(parts.values())
    total, carry, added = np.eye(units), np.eye(units), np.zeros((units, units))
    for s in range(steps):
        later = product(trace, s + 1).dense()
        added += later @ E[s] @ carry
        carry = D[s] @ carry
        total = (D[s] + E[s]) @ total
    assert np.allclose(product(trace).dense(), total, rtol=0, atol=1e-13)
    assert np.allclose(total - carry, added, rtol=0, atol=1e-13)


def test_scaled_keeps_a_batch():
    matrices = np.stack([np.eye(2) * 1e-200, np.zeros((2, 2)), np.eye(2) * 3])
    scaled = Scaled.of(matrices)
    assert np.array_equal(scaled.dense(), matrices)
    assert np.allclose((scaled @ scaled).log_norm()[[0, 2]], [-400 * math.log(10), math.log(9)])


def test_a_stretch_that_is_not_there_is_refused():
    trace = gates_at(0.1, steps=5)
    with pytest.raises(ValueError, match="states go from 0 to 5"):
        jacobians(trace, 0, 6)
    with pytest.raises(ValueError, match="shorter stretch"):
        jacobians(gates_at(0.1, steps=10_000, units=64))
