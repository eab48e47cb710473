"""spectral-radius: the hump against matrix powers at 50 digits, and normal matrices that have none."""

from __future__ import annotations

import math

import mpmath
import pytest

import explainer
from explainer.catalogue.rnn.spectral_radius import unrolled


def test_the_figures_of_the_hump() -> None:
    values = explainer.explain("spectral-radius").values
    assert values["peak"] == pytest.approx(19.4, abs=0.05)
    assert values["peak_step"] == 9
    assert values["last"] == pytest.approx(0.015, abs=5e-4)


@pytest.mark.parametrize(("lam", "steps"), [("0.9", 100), ("0.5", 40), ("1", 30), ("1.05", 60)])
def test_powers_at_fifty_digits(lam: str, steps: int) -> None:
    with mpmath.workdps(50):
        power = mpmath.matrix([[mpmath.mpf(lam), 5], [0, mpmath.mpf(lam)]]) ** steps
        exact = max(mpmath.svd_r(power, compute_uv=False))
        assert abs(explainer.explain("spectral-radius", retain=lam, steps=steps).values["last"] / exact - 1) < 1e-10


def test_a_normal_matrix_has_no_hump() -> None:
    import numpy as np

    Q, _ = np.linalg.qr(np.random.default_rng(3).normal(size=(5, 5)))
    logs = unrolled(0.9 * Q, 20)
    assert logs == pytest.approx([t * math.log(0.9) for t in range(21)], abs=1e-12)
