"""Closed forms against mpmath at 80 digits, over the whole range, to 1e-12; and the theory's figures."""

from decimal import Decimal
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.numeric import closed_forms, gates_at, product

POWERS = st.integers(1, 100).map(lambda e: Decimal(10) ** -e)
GAMMAS = st.one_of(st.decimals("1e-40", "1", places=45), POWERS, st.just(Decimal("0.999999")))
STEPS = st.one_of(st.integers(1, 10**15), st.integers(1, 1000))
NEARLY_ONE = st.integers(1, 27).map(lambda e: 1 - Decimal(10) ** -e)
SHARES = st.one_of(st.decimals("0.000001", "0.999999", places=12), NEARLY_ONE)


@pytest.fixture(autouse=True)
def digits():
    with mpmath.workdps(420):
        yield


def exact(value):
    return mpmath.mpf(Fraction(value).numerator) / Fraction(value).denominator


def close(found, expected, relative=1e-40):
    return abs(exact(found) - expected) <= relative * abs(expected)


@settings(max_examples=150, deadline=None)
@given(gamma=GAMMAS, steps=STEPS)
def test_retention(gamma, steps):
    if gamma == 0 or gamma == 1:
        return
    found = closed_forms.retention(gamma, steps)
    log = steps * mpmath.log(1 - exact(gamma))
    assert close(found.log, log, 1e-50)
    assert close(found.log10, log / mpmath.log(10), 1e-50)
    if log > -10**6:
        assert close(found.fraction, mpmath.exp(log))
        assert close(found.approximation, mpmath.exp(-exact(gamma) * steps))
        assert close(found.relative_error, mpmath.expm1(-exact(gamma) * steps - log), 1e-12)


@settings(max_examples=150, deadline=None)
@given(keep=SHARES, steps=STEPS)
def test_solve_gamma_and_back(keep, steps):
    gamma = closed_forms.solve_gamma(keep, steps)
    assert close(gamma, -mpmath.expm1(mpmath.log(exact(keep)) / steps))
    assert close(closed_forms.retention(gamma, steps).fraction, exact(keep), 1e-30)


@settings(max_examples=150, deadline=None)
@given(keep=SHARES, gamma=GAMMAS)
def test_solve_steps(keep, gamma):
    if gamma == 0 or gamma == 1:
        return
    expected = mpmath.log(exact(keep)) / mpmath.log(1 - exact(gamma))
    assert close(closed_forms.solve_steps(keep, gamma), expected)
    if expected < 1e30 and abs(expected - mpmath.nint(expected)) > 1e-11:
        assert closed_forms.whole_steps(keep, gamma) == mpmath.ceil(expected)


@pytest.mark.parametrize("gamma", ["0.000001", "0.01", "0.3"])
@pytest.mark.parametrize("steps", [1, 10, 500])
def test_the_unroll_tells_the_same(gamma, steps):
    """Two roads: the closed form, and a GRU whose weights are cut so that the carry is all there is."""
    from explainer.numeric import GRU

    blind = [[0.0, 0.0]]
    trace = gates_at(float(gamma), steps=steps, cell=GRU(blind, blind, blind, [0.0], [0.0], [0.0]), x=[[0.0]] * steps)
    closed = float(closed_forms.retention(gamma, steps).fraction)
    assert float(product(trace).norm()) == pytest.approx(closed, rel=1e-12)


@pytest.mark.parametrize(
    ("found", "known", "places"),
    [
        (lambda: closed_forms.retention("1e-6", 1000).fraction, "0.9990005", 7),
        (lambda: closed_forms.retention("1e-6", 10**6).fraction, "0.367879", 6),
        (lambda: closed_forms.half_life("0.01"), "68.97", 2),
        (lambda: closed_forms.half_life("1e-6"), "693147", 0),
        (lambda: closed_forms.half_life("0.5"), "1", 12),
        (lambda: closed_forms.solve_steps("0.01", "1e-6"), "4605168", 0),
        (lambda: closed_forms.solve_gamma("0.9", 50), "0.002105", 6),
        (lambda: closed_forms.bias_of(closed_forms.solve_gamma("0.9", 50)), "-6.161", 3),
        (lambda: closed_forms.bias_of("1e-6"), "-13.8155", 4),
        (lambda: closed_forms.half_life(closed_forms.gate_of(-1)), "2.21", 2),
        (lambda: closed_forms.best_constant_write(100), "0.00370", 5),
        (lambda: closed_forms.bias_gradient(closed_forms.best_gamma(100), 100), "0.36605", 5),
        (lambda: closed_forms.bias_gradient("0.01", 100) * Decimal("1.1"), "0.402636", 4),
        (lambda: closed_forms.retention(closed_forms.gate_of(-1), 50).fraction * 10**7, "1.6", 1),
    ],
)
def test_figures_of_the_theory(found, known, places):
    assert abs(found() - Decimal(known)) <= Decimal(10) ** -places


def test_the_ends_of_the_ranges():
    nothing, everything = closed_forms.retention(1, 5), closed_forms.retention(0, 10**15)
    assert (nothing.fraction, nothing.log, nothing.relative_error) == (0, Decimal("-Infinity"), None)
    assert (everything.fraction, everything.log10, everything.relative_error) == (1, 0, 0)
    assert closed_forms.retention(1, 0).fraction == closed_forms.retention("0.3", 0).fraction == 1
    far = closed_forms.retention("0.5", 10**15)
    assert 0 < far.fraction < Decimal("1e-301029995663981")
    assert far.log10.quantize(Decimal(1)) == -301029995663981
    assert closed_forms.solve_gamma(1, 7) == 0
    assert closed_forms.solve_gamma(0, 7) == 1
    assert closed_forms.solve_steps(1, 0) == 0
    assert closed_forms.solve_steps("0.5", 1) == 0
    assert closed_forms.whole_steps("0.5", 1) == 1
    assert closed_forms.time_constant(1) == 0
    assert closed_forms.gate_of(-(10**6)) > 0
    assert closed_forms.gate_of(0) == Decimal("0.5")


def test_a_whole_number_of_steps_stays_whole():
    assert closed_forms.whole_steps("0.25", "0.5") == 2
    assert closed_forms.whole_steps("0.9801", "0.01") == 2
    assert closed_forms.whole_steps("0.9800", "0.01") == 3
    for steps in (3, 17, 50):
        assert closed_forms.whole_steps(Decimal("0.5") ** steps, "0.5") == steps


def test_floats_are_read_as_they_are_written():
    assert closed_forms.retention(0.1, 1).fraction == Decimal("0.9")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: closed_forms.retention("1.5", 3), "between 0 and 1"),
        (lambda: closed_forms.retention("-0.1", 3), "between 0 and 1"),
        (lambda: closed_forms.retention("nan", 3), "finite number"),
        (lambda: closed_forms.retention(float("inf"), 3), "finite number"),
        (lambda: closed_forms.retention("many", 3), "must be a number"),
        (lambda: closed_forms.retention("0.1", -1), "can't be negative"),
        (lambda: closed_forms.retention("0.1", 10**15 + 1), "at most 10"),
        (lambda: closed_forms.solve_gamma("0.5", 0), "at least 1 step"),
        (lambda: closed_forms.solve_gamma("2", 5), "between 0 and 1"),
        (lambda: closed_forms.solve_steps("0.5", 0), "γ above 0"),
        (lambda: closed_forms.solve_steps(0, "0.5"), "share above 0"),
        (lambda: closed_forms.time_constant(0), "γ above 0"),
        (lambda: closed_forms.horizon(0), "γ above 0"),
        (lambda: closed_forms.bias_of(0), "between 0 and 1"),
        (lambda: closed_forms.bias_of(1), "between 0 and 1"),
        (lambda: closed_forms.gate_of(10**16), "between −10"),
        (lambda: closed_forms.best_constant_write(0), "at least 1 step"),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_no_numpy_is_loaded():
    import subprocess
    import sys

    program = "import sys; from explainer.numeric import closed_forms as c; c.retention(0.1, 5); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
