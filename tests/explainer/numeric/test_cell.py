"""What every cell must keep: fast loop, textbook loop, Jacobians, gradients and batches all tell the same story."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.numeric import backward, gradient_check, networks, one_step, running, scaled

KINDS = tuple(networks.CELLS)


def run(kind, *, units=3, inputs=2, steps=12, seed=0, bias=-1.0, varying=False):
    cell = networks.fresh(kind, units=units, inputs=inputs, seed=seed, bias=bias, scale=0.9)
    if varying:
        random = np.random.default_rng([seed, 9])
        names = [field.name for field in fields(cell) if field.name.startswith("b_")]
        cell = replace(cell, **{name: random.normal(size=(steps, getattr(cell, name).shape[-1])) for name in names})
    return running.unroll(cell, networks.random_inputs(steps, inputs, seed), networks.random_start(cell.size, seed))


@pytest.mark.parametrize("varying", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_the_fast_loop_is_the_textbook_loop(kind, varying):
    trace = run(kind, steps=200, varying=varying)
    slow = running.textbook(trace.cell, trace.inputs, trace.start)
    assert np.abs(slow - trace.states).max() < 1e-13


@pytest.mark.parametrize("varying", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("units", [1, 4])
def test_jacobians_against_the_complex_step(kind, varying, units):
    for seed in range(10):
        trace = run(kind, units=units, seed=seed, varying=varying)
        assert gradient_check.check_jacobians(trace).within(1e-12)


@pytest.mark.parametrize("varying", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_weight_gradients_against_the_complex_step(kind, varying):
    for seed in range(3):
        trace = run(kind, seed=seed, varying=varying)
        loss = np.random.default_rng([seed, 5]).normal(size=trace.states.shape)
        for difference in gradient_check.check_gradients(trace, loss):
            assert difference.within(1e-10), (kind, difference)


@pytest.mark.parametrize("kind", KINDS)
def test_weight_gradients_against_centred_differences(kind):
    trace = run(kind)
    loss = np.random.default_rng(5).normal(size=trace.states.shape)
    for difference in gradient_check.check_gradients(trace, loss, method="centred"):
        assert difference.within(1e-7), (kind, difference)


@pytest.mark.parametrize("kind", KINDS)
def test_the_product_is_the_derivative_of_the_last_state(kind):
    trace = run(kind, steps=30)

    def last(start):
        return running.textbook(trace.cell, trace.inputs, start)[-1]

    expected = gradient_check.complex_step(last, trace.start)
    assert gradient_check.compare("product", scaled.product(trace).dense(), expected).within(1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_the_adjoint_of_the_start_is_the_loss_through_the_product(kind):
    trace = run(kind, steps=40)
    loss = np.random.default_rng(1).normal(size=trace.cell.size)
    adjoint = backward.gradients(trace, {trace.steps: loss}).adjoints[0]
    assert np.allclose(adjoint, loss @ scaled.product(trace).dense(), rtol=1e-11, atol=1e-300)


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_is_its_members(kind):
    cells = [networks.fresh(kind, units=3, inputs=2, seed=seed, scale=0.8) for seed in range(4)]
    inputs = np.stack([networks.random_inputs(25, 2, seed) for seed in range(4)])
    together = running.unroll(networks.stacked(cells), inputs)
    loss = np.ones(cells[0].size)
    sent = backward.gradients(together, {25: loss, 7: loss})
    total = scaled.product(together).dense()
    split = one_step.paths(together)
    for i, cell in enumerate(cells):
        alone = running.unroll(cell, inputs[i])
        assert np.allclose(alone.states, together.states[i], rtol=0, atol=1e-14)
        for name, gate in alone.gates.items():
            assert np.allclose(gate, together.gates[name][i], rtol=1e-12, atol=0)
        assert np.allclose(scaled.product(alone).dense(), total[i], rtol=1e-10, atol=1e-14)
        for name, path in one_step.paths(alone).items():
            assert np.allclose(path, split[name][i], rtol=0, atol=1e-14)
        mine = backward.gradients(alone, {25: loss, 7: loss})
        for name, gradient in mine.weights.items():
            assert np.allclose(gradient, sent.weights[name][i], rtol=1e-9, atol=1e-14)
            assert np.allclose(mine.by_step[name], sent.by_step[name][i], rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_one_network_over_a_batch_of_inputs_or_starts(kind):
    cell = networks.fresh(kind, units=3, inputs=2)
    inputs = np.stack([networks.random_inputs(9, 2, seed) for seed in range(3)])
    starts = np.stack([networks.random_start(cell.size, seed) for seed in range(3)])
    by_inputs, by_starts = running.unroll(cell, inputs), running.unroll(cell, inputs[0], starts)
    for i in range(3):
        assert np.allclose(by_inputs.states[i], running.unroll(cell, inputs[i]).states, atol=1e-14)
        assert np.allclose(by_starts.states[i], running.unroll(cell, inputs[0], starts[i]).states, atol=1e-14)
    assert np.allclose(running.textbook(cell, inputs[0], starts), by_starts.states, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_no_steps_at_all(kind):
    cell = networks.fresh(kind, units=3, inputs=2)
    start = networks.random_start(cell.size)
    trace = running.unroll(cell, np.empty((0, 2)), start)
    assert np.array_equal(trace.last, start)
    assert np.array_equal(scaled.product(trace).dense(), np.eye(cell.size))
    sent = backward.gradients(trace, {0: np.ones(cell.size)})
    assert all(not gradient.any() for gradient in sent.weights.values())


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_shapes_and_numbers_are_refused_in_a_sentence(kind):
    cell = networks.fresh(kind, units=3, inputs=2)
    first = fields(cell)[0].name
    weight = np.array(getattr(cell, first))
    with pytest.raises(ValueError, match="shape"):
        replace(cell, **{first: weight[:-1]})
    spoilt = weight.copy()
    spoilt[0, 0] = math.nan
    with pytest.raises(ValueError, match="NaN"):
        replace(cell, **{first: spoilt})
    with pytest.raises(ValueError, match="infinite"):
        replace(cell, **{first: np.full_like(weight, math.inf)})
    with pytest.raises(ValueError, match="array of numbers"):
        replace(cell, **{first: "weights"})
    with pytest.raises(ValueError, match=r"inputs has the shape \(5, 3\)"):
        running.unroll(cell, np.zeros((5, 3)))
    with pytest.raises(ValueError, match="one row a step"):
        running.unroll(cell, np.zeros(2))
    with pytest.raises(ValueError, match="start has the shape"):
        running.unroll(cell, np.zeros((5, 2)), np.zeros(7))
    with pytest.raises(ValueError, match="64 units"):
        networks.fresh(kind, units=65)
    with pytest.raises(ValueError, match="at least 1 unit"):
        networks.fresh(kind, units=0)
    with pytest.raises(ValueError, match="100,000 steps"):
        running.unroll(cell, np.zeros((100_001, 2)))
    with pytest.raises(ValueError, match="same batch size"):
        running.unroll(cell, np.zeros((2, 5, 2)), np.zeros((3, cell.size)))
    bias = next(f.name for f in fields(cell) if f.name[:2] == "b_")
    timed = replace(cell, **{bias: np.zeros((4, getattr(cell, bias).shape[-1]))})
    with pytest.raises(ValueError, match="varies over 4 steps, but the inputs have 5"):
        running.unroll(timed, np.zeros((5, 2)))


@pytest.mark.parametrize("kind", KINDS)
def test_weights_are_copied_and_can_not_be_changed(kind):
    cell = networks.fresh(kind, units=2, inputs=1)
    name = fields(cell)[0].name
    mine = np.array(getattr(cell, name))
    kept = replace(cell, **{name: mine})
    mine[:] = 9
    assert not (getattr(kept, name) == 9).any()
    with pytest.raises(ValueError, match="read-only"):
        getattr(kept, name)[0] = 1


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    units=st.integers(1, 6),
    inputs=st.integers(1, 4),
    steps=st.integers(0, 20),
    seed=st.integers(0, 10**6),
    bias=st.floats(-12, 12),
)
def test_any_network_unrolls_as_the_textbook_says(kind, units, inputs, steps, seed, bias):
    cell = networks.fresh(kind, units=units, inputs=inputs, seed=seed, bias=bias)
    fed, start = networks.random_inputs(steps, inputs, seed), networks.random_start(cell.size, seed)
    trace = running.unroll(cell, fed, start)
    assert np.abs(trace.states - running.textbook(cell, fed, start)).max() < 1e-13
    if steps:
        assert gradient_check.check_jacobians(trace).within(1e-11)
