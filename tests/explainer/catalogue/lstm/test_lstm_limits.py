"""lstm-limits: decay, growth and counting against plain loops of numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

import explainer
from explainer.catalogue.lstm.lstm_limits import at_rest, counted


@pytest.mark.parametrize("scale", [0.0, 0.2, 1.0, 2.0])
@pytest.mark.parametrize("retain", [0.5, 0.95, 1.0])
def test_growth_at_the_zero_state_by_a_two_by_two_matrix(retain: float, scale: float) -> None:
    # Over (c, a) with i = o = 1/2 and c = 0: c = f c' + (s/2) a', a = c/2.
    J = np.array([[retain, scale / 2], [retain / 2, scale / 4]])
    exact = np.linalg.matrix_power(J, 30)[0, 0]
    assert at_rest(retain, scale, (30,))[0] == pytest.approx(math.log(exact), abs=1e-10)


@pytest.mark.parametrize("retain", [0.5, 0.9, 1.0])
def test_a_cell_that_counts(retain: float) -> None:
    assert counted(retain, 100) == pytest.approx(sum(retain**s for s in range(100)), rel=1e-12)


def test_a_fresh_lstm_vanishes() -> None:
    assert explainer.explain("lstm-limits").values["fresh_log10"] < -15
