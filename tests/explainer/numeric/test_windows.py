"""Truncated gradients against a run that really stops, the complex step and the bound."""

from __future__ import annotations

import numpy as np
import pytest

from explainer import numeric
from explainer.numeric import windows

KINDS = ("gru", "reset_after", "lstm")


@pytest.mark.parametrize("kind", KINDS)
def test_a_window_is_the_gradient_of_a_run_that_starts_at_its_border(kind: str) -> None:
    """Detaching: the same last steps, from the state at the border taken as given."""
    trace = numeric.unroll(numeric.fresh(kind, units=3), numeric.random_inputs(12), numeric.random_start(6 if kind == "lstm" else 3))
    loss = np.arange(1.0, trace.start.size + 1)
    found = windows.windows(trace, loss)
    full = numeric.gradients(trace, {12: loss}).weights
    matrices = [name for name in full if name.startswith("W")]
    flat = np.concatenate([full[name].ravel() for name in matrices])
    for k in (1, 4, 11, 12):
        late = numeric.unroll(trace.cell, trace.inputs[12 - k :], trace.states[12 - k])
        part = numeric.gradients(late, {k: loss}).weights
        truncated = np.concatenate([part[name].ravel() for name in matrices])
        norm = np.linalg.norm
        assert found.norm[k - 1] == pytest.approx(norm(truncated) / norm(flat), rel=1e-12)
        assert found.cosine[k - 1] == pytest.approx(truncated @ flat / norm(truncated) / norm(flat), rel=1e-12)
        assert found.dropped[k - 1] == pytest.approx(norm(flat - truncated) / norm(flat), abs=1e-12)
    assert found.dropped[-1] == 0


def test_the_full_gradient_is_that_of_the_complex_step() -> None:
    trace = numeric.unroll(numeric.rnn(0.9, units=3), numeric.random_inputs(6), numeric.random_start(3))
    weights = np.zeros_like(trace.states)
    weights[-1] = 1
    (W, *_) = numeric.check_gradients(trace, weights)
    assert W.within(1e-12)
    exact = numeric.gradients(trace, weights).weights["W_a"]
    assert windows.windows(trace, np.ones(3)).full == pytest.approx(float(np.linalg.norm(exact)), rel=1e-13)


def test_what_is_dropped_keeps_its_digits_far_below_rounding() -> None:
    trace = numeric.unroll(numeric.rnn(0.9), numeric.random_inputs(100), numeric.random_start(8))
    found = windows.windows(trace, np.ones(8))
    assert 0 < found.dropped[89] < 1e-20
    for k in range(1, 100):
        assert found.dropped[k - 1] * found.full <= windows.dropped_at_most(trace, np.ones(8), k)


def test_steps_needed() -> None:
    trace = numeric.gates_at(0.1, steps=60)
    found = windows.windows(trace, np.ones(8))
    k = windows.steps_needed(found, dropped=0.1)
    assert found.dropped[k - 1] <= 0.1 < found.dropped[k - 2]
    assert windows.steps_needed(found, cosine=-1) == 1
