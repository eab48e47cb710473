"""The weights on every written candidate: they add up, they give the memory back, they are what the paths say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.numeric import attention, candidate_sensitivity, complex_step, fresh, gates_at, rnn, unroll
from explainer.numeric.networks import random_inputs, random_start


@settings(max_examples=100, deadline=None)
@given(
    kind=st.sampled_from(["gru", "simplified", "reset_after", "mgu"]),
    steps=st.integers(0, 60),
    bias=st.floats(-12, 12),
    seed=st.integers(0, 10**6),
)
def test_partition_of_unity_and_the_memory_itself(kind, steps, bias, seed):
    trace = unroll(fresh(kind, units=3, seed=seed, bias=bias), random_inputs(steps, seed=seed), random_start(3, seed))
    found = attention(trace)
    assert np.allclose(found.weights.sum(axis=0) + found.carry, 1, rtol=0, atol=1e-13)
    assert np.allclose((found.weights * trace.candidates).sum(axis=0) + found.carry * trace.start, trace.last, rtol=0, atol=1e-13)


def test_an_lstm_gives_its_memory_back_but_does_not_average():
    trace = unroll(fresh("lstm", units=3, bias=2.0), random_inputs(40), random_start(6))
    found = attention(trace)
    built = (found.weights * trace.candidates).sum(axis=0) + found.carry * trace.start[:3]
    assert np.allclose(built, trace.memory[-1], rtol=0, atol=1e-13)
    assert np.abs(found.weights.sum(axis=0) + found.carry - 1).max() > 0.1


@pytest.mark.parametrize("gamma", [0.0, 1e-12, 0.3, 1.0])
def test_gates_at_the_ends(gamma):
    found = attention(gates_at(gamma, steps=5, units=2))
    assert np.allclose(found.carry, (1 - gamma) ** 5, rtol=1e-12)
    expected = [gamma * (1 - gamma) ** (5 - s) for s in range(1, 6)]
    assert np.allclose(found.weights[:, 0], expected, rtol=1e-9, atol=0)


@pytest.mark.parametrize("kind", ["gru", "reset_after", "mgu", "lstm"])
def test_the_full_sensitivity_against_the_complex_step(kind):
    """c̃_s is moved by hand (the next state with it), then the rest is run: dc_T/dc̃_s through every path."""
    trace = unroll(fresh(kind, units=3, bias=-1.0), random_inputs(12), random_start(6 if kind == "lstm" else 3))
    step = 4

    def rest(candidate):
        keep, write = trace.cell.retention({name: gate[step - 1] for name, gate in trace.gates.items()})
        state = write * candidate + keep * trace.memory[step - 1]
        if kind == "lstm":
            state = np.concatenate([state, trace.gates["Γo"][step - 1] * np.tanh(state)])
        for t in range(step, trace.steps):
            state = trace.cell.step(state, trace.inputs[t], t)
        return state

    expected = complex_step(rest, trace.candidates[step - 1])
    assert np.allclose(candidate_sensitivity(trace, step).dense(), expected, rtol=0, atol=1e-15)


def test_with_closed_gates_the_weight_is_the_sensitivity():
    shares = np.full((50, 3), 1e-5)
    shares[9] = 0.999
    trace = gates_at(shares, steps=50, units=3)
    direct = np.diag(attention(trace).weights[9])
    assert np.abs(candidate_sensitivity(trace, 10).dense() - direct).max() < 2e-3
    assert direct[0, 0] == pytest.approx(0.999 * (1 - 1e-5) ** 40, rel=1e-9)


def test_refusals():
    with pytest.raises(ValueError, match="no gate"):
        attention(unroll(rnn(), random_inputs(3)))
    with pytest.raises(ValueError, match="steps go from 1 to 5"):
        candidate_sensitivity(gates_at(0.1, steps=5), 6)
