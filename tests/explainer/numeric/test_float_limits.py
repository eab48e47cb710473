"""What number formats do to a closed gate."""

import numpy as np
import pytest

from explainer.numeric import float_limits


def test_what_is_absorbed():
    assert float_limits.precision("float32").absorbed == 2.0**-25
    assert float_limits.precision("float64").absorbed == 2.0**-54
    assert float_limits.precision("float16").absorbed == 2.0**-12
    assert float_limits.precision("bfloat16").absorbed == 2.0**-9
    assert np.float32(1) - np.float32(2.0**-25) == 1
    assert np.float32(1.0 - 3e-8) == np.float32(1 - 2.0**-24)
    assert 1 - float_limits.precision("float64").absorbed == 1
    assert 1 - 2.0**-53 < 1
    assert np.float16(1 - 2.0**-12) == 1


def test_half_lives_of_the_largest_factor_below_1():
    """S57, S58."""
    assert float_limits.precision("bfloat16").half_life == pytest.approx(177.1, abs=0.05)
    assert float_limits.precision("float16").half_life == pytest.approx(1419, abs=0.5)


def test_a_million_steps_in_float32():
    """S03, S41: exact 0.367879, power of the rounded gate 0.363026, the loop itself 0.362683."""
    assert float_limits.effective_gamma(1e-6) == pytest.approx(17 * 2.0**-24, rel=1e-15)
    assert (1 - float_limits.effective_gamma(1e-6)) ** 10**6 == pytest.approx(0.363026, abs=5e-7)
    assert float_limits.carried(1e-6, 10**6) == pytest.approx(0.362683, abs=5e-7)
    assert float_limits.carried(2e-8, 1000) == 1.0
    assert float_limits.carried(0.5, 0) == 1.0


def test_underflow():
    """I01, I02."""
    assert float_limits.steps_to_zero(0.5, "float32") == 150
    assert float_limits.steps_to_zero(0.5, "float64") == 1075
    assert float_limits.steps_to_zero(0.9, "float32", most=5000) is None


def test_refusals():
    with pytest.raises(ValueError, match="choose one of float16"):
        float_limits.precision("float8")
    with pytest.raises(ValueError, match="take fewer"):
        float_limits.carried(0.1, 10**8)
    with pytest.raises(ValueError, match="float32 or float64"):
        float_limits.steps_to_zero(0.5, "float16")
