"""What the lessons share: spreads, lags, path sizes and what a held gate carries, each against a second road."""

import math

import numpy as np
import pytest

from explainer.numeric import closed_forms, experiments, fresh, gates_at, jacobians, paths, product, spectrum, sweep
from explainer.numeric.arrays import median
from explainer.numeric.running import unroll


def test_the_spread_of_a_well_conditioned_product():
    trace = gates_at(0.01, steps=30, units=5)
    found, values = experiments.spread(product(trace)), product(trace).singular_values()
    assert (found.smallest, found.largest) == (pytest.approx(values[-1]), pytest.approx(values[0]))
    assert found.median == pytest.approx(float(np.median(values)))
    assert math.exp(found.log_median) == pytest.approx(found.median)
    whole = experiments.spread_of_run(trace)
    assert whole.log_smallest == pytest.approx(found.log_smallest, rel=1e-8)


def test_the_spread_of_a_run_is_right_where_a_plain_product_is_not():
    trace = gates_at(0.5, steps=400, units=3)
    exact = spectrum(trace)
    assert experiments.spread_of_run(trace).log_smallest == pytest.approx(float(exact[-1]), rel=1e-12)
    assert experiments.spread(product(trace)).log_smallest > float(exact[-1]) + 5


def test_the_median_of_an_even_number_is_that_of_the_values():
    found = experiments.spread_of(np.log([4.0, 2.0, 1.0, 0.5]))
    assert found.median == pytest.approx(1.5)


def test_lags():
    assert experiments.lags(1) == (1,)
    assert experiments.lags(1000)[0] == 1
    assert experiments.lags(1000)[-1] == 1000
    assert experiments.even_lags(10, 3) == (0, 5, 10)
    for steps in (1, 7, 50, 12_345):
        found = experiments.lags(steps)
        assert list(found) == sorted(set(found))


def test_norms_over_lags_are_those_of_the_products():
    trace = gates_at(0.05, steps=40, units=4)
    for lag, log in zip((1, 7, 40), experiments.log_norm_by_lag(trace, (1, 7, 40)), strict=True):
        J = np.eye(4)
        for step in jacobians(trace, 40 - lag):
            J = step @ J
        assert log == pytest.approx(math.log(np.linalg.norm(J, 2)), abs=1e-12)


def test_of_an_lstm_the_memory_alone_is_measured():
    trace = unroll(fresh("lstm", units=3), np.zeros((5, 4)))
    assert experiments.gradient(trace).dense() == pytest.approx(product(trace).dense()[:3, :3])


def test_path_norms():
    trace = gates_at(1e-3, steps=9, units=3)
    (found,) = experiments.path_norms(trace)
    assert found.lost_carry == pytest.approx(1e-3, rel=1e-9)
    sizes = [np.linalg.norm(J, 2) for J in paths(trace)["update gate"]]
    assert found.by_path["update gate"] == pytest.approx(float(np.median(sizes)))
    assert set(found.by_path) == {"update gate", "candidate", "candidate through reset gate"}


def test_path_norms_of_a_batch_are_those_of_its_members():
    gammas = (0.5, 1e-3, 1e-6)
    together = experiments.path_norms(sweep(gammas, steps=9, units=3))
    for gamma, found in zip(gammas, together, strict=True):
        (alone,) = experiments.path_norms(gates_at(gamma, steps=9, units=3))
        assert (found.lost_carry, found.deviation) == pytest.approx((alone.lost_carry, alone.deviation), rel=1e-12)
        assert found.by_path == pytest.approx(alone.by_path, rel=1e-12)


@pytest.mark.parametrize("axis", [None, 0, -1])
def test_the_median_is_numpys_to_the_last_bit(axis):
    random = np.random.default_rng(0)
    for shape in ((5, 4), (2, 3), (1, 1), (3, 7, 2)):
        values = random.normal(size=shape)
        for special in (0.0, math.nan, -math.inf):
            values.flat[0] = special
            assert np.array_equal(median(values, axis), np.median(values, axis), equal_nan=True)


@pytest.mark.parametrize("kind", ["gru", "reset_after"])
def test_what_a_held_gate_carries(kind):
    found = experiments.carried(0.01, 100, kind=kind)
    closed = float(closed_forms.retention("0.01", 100).fraction)
    assert found.value == pytest.approx(closed, rel=1e-10)
    assert found.carry == pytest.approx(closed, rel=1e-10)
    assert experiments.memory_left(0.01, [0, 50], kind=kind)[1] == pytest.approx(0.99**50, rel=1e-10)
    assert experiments.carried(1e-9, 10**6).steps == 100_000
