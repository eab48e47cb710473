"""The quotients' errors, against mpmath, the complex step, and an ordinary run in doubles."""

from __future__ import annotations

import cmath
import math
from decimal import Decimal

import mpmath
import pytest

from explainer.numeric import quotients


def ordinary(w: float) -> float:
    a, total = 0.5, 0.0
    for x in (0.3, -0.2, 0.5, 0.1, -0.4):
        a = math.tanh(w * a + x)
        total += a * a / 2
    return total


def test_loss_and_derivatives_against_mpmath() -> None:
    with mpmath.workdps(50):

        def loss(w: mpmath.mpf) -> mpmath.mpf:
            a, total = mpmath.mpf("0.5"), mpmath.mpf(0)
            for x in ("0.3", "-0.2", "0.5", "0.1", "-0.4"):
                a = mpmath.tanh(w * a + mpmath.mpf(x))
                total += a**2 / 2
            return total

        w = mpmath.mpf("0.9")
        assert abs(mpmath.mpf(str(quotients.loss(Decimal("0.9")))) - loss(w)) < 1e-45
        assert float(quotients.derivative()) == pytest.approx(float(mpmath.diff(loss, w)), rel=1e-14)
        assert quotients.third_derivative() == pytest.approx(float(mpmath.diff(loss, w, 3)), rel=1e-9)


def test_the_derivative_by_the_complex_step() -> None:
    a, total = 0.5 + 0j, 0j
    for x in (0.3, -0.2, 0.5, 0.1, -0.4):
        a = cmath.tanh((0.9 + 1e-30j) * a + x)
        total += a * a / 2
    assert float(quotients.derivative()) == pytest.approx(total.imag / 1e-30, rel=1e-14)


@pytest.mark.parametrize("precision", ["double", "single"])
def test_the_error_stays_below_truncation_plus_rounding(precision: str) -> None:
    for power in range(1, 13):
        epsilon = Decimal(10) ** -power
        error = quotients.centred(epsilon, precision).error
        bound = quotients.truncation(float(epsilon)) + quotients.rounding(float(epsilon), precision)
        assert error <= 1.1 * bound + 1e-16, (precision, power)


def test_truncation_is_the_whole_error_where_rounding_is_far_below() -> None:
    for epsilon in ("0.01", "0.003", "0.001"):
        error = quotients.centred(Decimal(epsilon)).error
        assert error == pytest.approx(quotients.truncation(float(epsilon)), rel=1e-3)


def test_one_sided_is_first_order_and_centred_second() -> None:
    for rule, order in ((quotients.one_sided, 1), (quotients.centred, 2)):
        ratio = rule(Decimal("0.01")).error / rule(Decimal("0.001")).error
        assert math.log10(ratio) == pytest.approx(order, abs=0.05)


@pytest.mark.parametrize("precision", ["double", "single"])
def test_the_best_step_is_the_bottom_of_the_v(precision: str) -> None:
    best = quotients.best_epsilon(precision)

    def total(epsilon: float) -> float:
        return quotients.truncation(epsilon) + quotients.rounding(epsilon, precision)

    assert total(best) < min(total(0.9 * best), total(1.1 * best))


def test_an_ordinary_run_in_doubles_has_the_same_v() -> None:
    exact = float(quotients.derivative())
    errors = [abs((ordinary(0.9 + e) - ordinary(0.9 - e)) / (2 * e) - exact) for e in (1e-2, 1e-5, 1e-11)]
    assert errors[1] < 1e-3 * errors[0]
    assert errors[1] < 1e-3 * errors[2]
    assert errors[0] == pytest.approx(quotients.truncation(1e-2), rel=1e-3)


def test_an_unknown_precision_is_named() -> None:
    with pytest.raises(LookupError, match="double or single"):
        quotients.rounded(Decimal(1), "half")
