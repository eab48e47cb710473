"""Every singular value of a long product, against 400 digits: also those 10^−300 of the largest."""

import mpmath
import numpy as np
import pytest

from explainer.numeric import RNN, fresh, gates_at, jacobians, product, rnn, singular, spectrum, sweep, unroll
from explainer.numeric.networks import random_inputs


def exact(trace):
    with mpmath.workdps(400):
        total = mpmath.eye(trace.cell.size)
        for J in jacobians(trace):
            total = mpmath.matrix(J.tolist()) * total
        return np.array([float(mpmath.log(value)) for value in mpmath.svd_r(total, compute_uv=False)])


RUNS = {
    "gates at one half": lambda: gates_at(0.5, steps=200, units=4),
    "a long run": lambda: gates_at(0.5, steps=600, units=3),
    "a close range": lambda: gates_at(1e-3, steps=200, units=4),
    "every unit its own": lambda: gates_at([1e-6, 0.01, 0.5, 0.3], steps=200, units=4),
    "and in another order": lambda: gates_at([0.5, 1e-6, 0.3, 0.01], steps=300, units=4),
    "equal ones among them": lambda: gates_at([0.5, 1e-6, 0.5, 0.01, 0.5, 1e-6], steps=60, units=6),
    "plain": lambda: unroll(rnn(0.9, units=4), random_inputs(100)),
    "fresh": lambda: unroll(fresh(units=5), random_inputs(100)),
    "lstm": lambda: unroll(fresh("lstm", units=2), random_inputs(100)),
}


@pytest.mark.parametrize("run", RUNS)
def test_against_400_digits(run):
    trace = RUNS[run]()
    assert np.allclose(spectrum(trace), exact(trace), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("steps", [1, 2, 5])
@pytest.mark.parametrize("k", [3, 5])
def test_a_few_steep_factors(steps, k):
    """Random rotations around diagonals of up to five decades: nothing is sorted, nothing has converged."""
    random = np.random.default_rng([steps, k])
    for _ in range(10):
        factors, total, digits = [], np.eye(k), None
        for _ in range(steps):
            left, right = (np.linalg.qr(random.normal(size=(k, k)))[0] for _ in range(2))
            factors.append(left @ np.diag(10.0 ** -random.uniform(0, 5, k)) @ right)
            total = factors[-1] @ total
        with mpmath.workdps(200):
            product_of_all = mpmath.eye(k)
            for J in factors:
                product_of_all = mpmath.matrix(J.tolist()) * product_of_all
            digits = np.array([float(mpmath.log(v)) for v in mpmath.svd_r(product_of_all, compute_uv=False)])
        assert np.allclose(singular.graded(np.array(factors), np.linalg.svd(total)[0]), digits, rtol=0, atol=1e-10)


def test_a_plain_product_would_have_lost_them():
    trace = RUNS["gates at one half"]()
    assert np.abs(product(trace).log_singular_values() - exact(trace)).max() > 10


def test_a_part_of_the_run_and_a_batch():
    trace = gates_at(0.4, steps=120, units=3)
    assert np.allclose(spectrum(trace, 20, 100)[0], product(trace, 20, 100).log_norm(), rtol=1e-12)
    many = sweep([0.5, 0.1, 1e-6], steps=90, units=3)
    for i, gamma in enumerate((0.5, 0.1, 1e-6)):
        assert np.allclose(spectrum(many)[i], spectrum(gates_at(gamma, steps=90, units=3)), rtol=1e-9, atol=1e-12)


def test_a_zero_stays_zero():
    trace = unroll(RNN([[0.5, 0, 0], [0, 0, 0]], [0, 0], "linear"), np.zeros((50, 1)))
    values = spectrum(trace)
    assert values[0] == pytest.approx(50 * np.log(0.5))
    assert values[1] == -np.inf
