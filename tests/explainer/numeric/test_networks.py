"""Seeded networks: the gate is where it was asked to be, while the gate's weights are at work."""

import numpy as np
import pytest

from explainer.numeric import fresh, gates_at, gradient_check, one_step, rnn, stacked, sweep, textbook, unroll
from explainer.numeric.networks import random_inputs, random_start

GATED = ("gru", "simplified", "reset_after", "mgu", "lstm")


def overwritten(trace):
    keep, write = trace.cell.retention(trace.gates)
    return 1 - keep if trace.cell.parts == 2 else write


@pytest.mark.parametrize("gamma", [0.0, 1e-12, 1e-6, 0.01, 0.5, 0.999, 1.0])
@pytest.mark.parametrize("kind", GATED)
def test_the_gate_is_where_it_was_asked_to_be(kind, gamma):
    trace = gates_at(gamma, kind=kind, steps=300, units=4)
    # The LSTM's retention is 1 − γ itself; its complement can't be more exact than that.
    rounding = 1e-15 if kind == "lstm" else 2e-14 * gamma
    assert np.abs(overwritten(trace) - gamma).max() <= rounding + 2e-15 * gamma
    assert np.abs(textbook(trace.cell, trace.inputs, trace.start) - trace.states).max() < 1e-13


@pytest.mark.parametrize("kind", GATED)
def test_and_its_weights_are_at_work(kind):
    trace = gates_at(0.01, kind=kind, steps=50, units=4)
    path = one_step.paths(trace)["forget gate" if kind == "lstm" else "update gate"]
    assert np.abs(path).max() > 1e-4
    assert gradient_check.check_jacobians(trace).within(1e-12)


@pytest.mark.parametrize("kind", GATED)
def test_one_gate_for_each_unit_and_step(kind):
    each = np.array([1e-6, 0.01, 0.5])
    assert np.allclose(overwritten(gates_at(each, kind=kind, steps=20, units=3)), each, rtol=1e-9, atol=0)
    timed = np.full((20, 3), 0.01)
    timed[4] = 0.9
    assert np.allclose(overwritten(gates_at(timed, kind=kind, steps=20, units=3)), timed, rtol=1e-9, atol=0)


@pytest.mark.parametrize("kind", GATED)
def test_a_sweep_is_a_batch_of_single_runs(kind):
    gammas = [0.5, 1e-3, 1e-6]
    together = sweep(gammas, kind=kind, steps=40, units=3)
    assert together.batch == 3
    for i, gamma in enumerate(gammas):
        alone = gates_at(gamma, kind=kind, steps=40, units=3)
        assert np.allclose(alone.states, together.states[i], rtol=0, atol=1e-13)


@pytest.mark.parametrize("kind", GATED)
def test_a_batch_of_networks_has_its_gates_held_too(kind):
    cells = [fresh(kind, units=3, inputs=2, seed=seed) for seed in range(3)]
    x = np.stack([random_inputs(15, 2, seed) for seed in range(3)])
    trace = gates_at(0.05, cell=stacked(cells), x=x, start=random_start(cells[0].size))
    assert np.allclose(overwritten(trace), 0.05, rtol=1e-12, atol=0)
    for i, cell in enumerate(cells):
        alone = gates_at(0.05, cell=cell, x=x[i], start=random_start(cell.size))
        assert np.allclose(alone.states, trace.states[i], rtol=0, atol=1e-13)


def test_the_lstm_can_have_both_gates_held():
    trace = gates_at(0.1, kind="lstm", steps=30, units=3, update=0.25)
    assert np.allclose(trace.gates["Γf"], 0.9, rtol=1e-13)
    assert np.allclose(trace.gates["Γi"], 0.25, rtol=1e-13)


def test_a_given_network_is_used():
    cell, x, start = fresh(units=2, inputs=3, seed=7), random_inputs(10, 3, 7), random_start(2, 7)
    trace = gates_at(0.2, cell=cell, x=x, start=start)
    assert np.array_equal(trace.cell.W_u, cell.W_u)
    assert np.array_equal(trace.inputs, x)
    assert np.array_equal(trace.start, start)
    assert trace.seed is None
    assert gates_at(0.2, steps=5, seed=3).seed == 3


def test_seeds_decide_everything():
    one, again, other = (gates_at(0.1, steps=5, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.states, again.states)
    assert not np.allclose(one.states, other.states)


def test_a_fresh_gate_bias_is_in_the_cells_own_sign():
    x = np.zeros((1, 4))
    for kind, expected in (("gru", 3.0), ("simplified", 3.0), ("mgu", 3.0)):
        trace = unroll(fresh(kind, bias=3.0), x)
        assert np.allclose(overwritten(trace)[0], 1 / (1 + np.exp(-expected)))
    for kind in ("reset_after", "lstm"):
        trace = unroll(fresh(kind, bias=3.0), x)
        assert np.allclose(overwritten(trace)[0], 1 / (1 + np.exp(3.0)))


@pytest.mark.parametrize("shape", ["uniform", "orthogonal", "identity"])
def test_a_plain_network_has_the_sigma_1_it_was_asked(shape):
    W = rnn(0.7, shape=shape).W_a[:, :8]
    values = np.linalg.svd(W)[1]
    assert values[0] == pytest.approx(0.7, rel=1e-12)
    assert (values[-1] == pytest.approx(0.7, rel=1e-12)) == (shape != "uniform")


def test_stacked_cells_with_biases_over_time():
    cells = [gates_at(0.1, steps=6, units=2, seed=seed).cell for seed in range(3)]
    batch = unroll(stacked(cells), random_inputs(6))
    for i, cell in enumerate(cells):
        assert np.allclose(batch.states[i], unroll(cell, random_inputs(6)).states, atol=1e-14)


@pytest.mark.parametrize("gamma", [-0.1, 1.1, float("nan"), "half"])
def test_a_gate_outside_its_range_is_refused(gamma):
    with pytest.raises(ValueError, match=r"gamma|γ"):
        gates_at(gamma, steps=3)


def test_other_refusals():
    with pytest.raises(ValueError, match="choose one of gru"):
        fresh("transformer")
    with pytest.raises(ValueError, match="no gate to hold"):
        gates_at(0.1, kind="rnn", steps=3)
    with pytest.raises(ValueError, match="Only the LSTM"):
        gates_at(0.1, update=0.5, steps=3)
