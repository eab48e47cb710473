"""Where a loss is attached, what it sends back, and how it shares out over the steps."""

import numpy as np
import pytest

from explainer.numeric import GRU, gates_at, gradients, unroll
from explainer.numeric.gate_learning import bias_gradient
from explainer.numeric.networks import fresh, random_inputs, random_start


@pytest.fixture
def trace():
    return unroll(fresh(units=3, inputs=2), random_inputs(10, 2), random_start(3))


def test_losses_add_up(trace):
    last, middle = np.ones(3), np.array([1.0, -2.0, 0.5])
    both = gradients(trace, {10: last, 4: middle})
    apart = gradients(trace, {10: last}), gradients(trace, {4: middle})
    whole = np.zeros((11, 3))
    whole[10], whole[4] = last, middle
    for name, gradient in both.weights.items():
        assert np.allclose(gradient, apart[0].weights[name] + apart[1].weights[name], atol=1e-15)
        assert np.allclose(gradient, gradients(trace, whole).weights[name], atol=1e-15)
    assert np.allclose(both.adjoints, apart[0].adjoints + apart[1].adjoints, atol=1e-15)


def test_nothing_flows_back_from_before(trace):
    sent = gradients(trace, {4: [1.0, 1.0, 1.0]})
    assert not sent.adjoints[5:].any()
    assert not sent.by_step["W_u"][4:].any()
    assert sent.by_step["W_u"][3] > 0


def test_the_shares_are_norms_of_each_steps_own_part(trace):
    sent = gradients(trace, {10: np.ones(3)})
    adjoint, c = sent.adjoints[1:], trace.states[:-1]
    gate, new = trace.gates["Γu"], trace.candidates
    du = adjoint * (new - c) * gate * (1 - gate)
    parts = [np.outer(du[t], np.concatenate([c[t], trace.inputs[t]])) for t in range(10)]
    assert np.allclose(sum(parts), sent.weights["W_u"], rtol=1e-12)
    assert np.allclose([np.linalg.norm(part) for part in parts], sent.by_step["W_u"], rtol=1e-12)
    assert np.allclose(sent.by_step["b_u"], np.linalg.norm(du, axis=1), rtol=1e-12)


def test_a_bias_over_time_has_a_gradient_over_time():
    trace = gates_at(0.1, steps=7, units=2)
    sent = gradients(trace, {7: [1.0, 0.0]})
    assert sent.weights["b_u"].shape == (7, 2)
    assert sent.weights["b_c"].shape == (2,)


def test_a_long_run_does_not_change_with_the_chunks(monkeypatch):
    from explainer.numeric import one_step

    trace = unroll(fresh(units=3, inputs=2, bias=-4), random_inputs(400, 2))
    loss = {400: np.ones(3), 250: np.ones(3)}
    whole = gradients(trace, loss)
    monkeypatch.setattr(one_step, "CHUNK", 200)
    pieces = gradients(trace, loss)
    for name, gradient in whole.weights.items():
        assert np.allclose(gradient, pieces.weights[name], rtol=1e-12)


@pytest.mark.parametrize("gamma", [0.01, 1e-6, 0.1])
def test_the_bias_of_a_constant_gate(gamma):
    """dc_T/db_u = T γ (1−γ)^T (c̃ − c_0)."""
    measured, exact = bias_gradient(gamma, 100, start=-0.1, candidate=0.95)
    assert measured == pytest.approx(exact, rel=1e-12)


def test_a_scalar_case_by_hand():
    """One step, one unit: dL/dW_c = l Γu (1 − c̃²) Γr c' and so on, with a pencil."""
    cell = GRU([[0.5, 1.0]], [[-1.0, 0.25]], [[2.0, -0.5]], [0.1], [0.2], [0.3])
    trace = unroll(cell, [[0.8]], [0.6])
    u = 1 / (1 + np.exp(-(0.5 * 0.6 + 0.8 + 0.1)))
    r = 1 / (1 + np.exp(-(-0.6 + 0.2 + 0.2)))
    new = np.tanh(2 * r * 0.6 - 0.4 + 0.3)
    sent = gradients(trace, {1: [1.0]}).weights
    assert sent["W_c"][0, 0] == pytest.approx(u * (1 - new**2) * r * 0.6, rel=1e-14)
    assert sent["W_u"][0, 1] == pytest.approx((new - 0.6) * u * (1 - u) * 0.8, rel=1e-14)
    assert sent["b_r"][0] == pytest.approx(u * (1 - new**2) * 2 * 0.6 * r * (1 - r), rel=1e-14)


def test_refusals(trace):
    with pytest.raises(ValueError, match="no state 11"):
        gradients(trace, {11: np.ones(3)})
    with pytest.raises(ValueError, match="shape"):
        gradients(trace, {3: np.ones(2)})
    with pytest.raises(ValueError, match="shape"):
        gradients(trace, np.ones((10, 3)))
