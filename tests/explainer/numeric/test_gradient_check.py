"""The checker catches lies: a wrong gradient, a transposed Jacobian, swapped gates; and it passes what is right."""

from dataclasses import replace

import numpy as np
import pytest

from explainer.numeric import (
    GRU,
    centred,
    check_gradients,
    check_jacobians,
    compare,
    complex_step,
    gradients,
    jacobians,
    rounding_level,
)
from explainer.numeric.networks import fresh, random_inputs, random_start
from explainer.numeric.running import unroll


@pytest.fixture
def trace():
    return unroll(fresh(units=3, inputs=2, scale=0.8), random_inputs(8, 2), random_start(3))


@pytest.fixture
def loss(trace):
    return np.random.default_rng(0).normal(size=trace.states.shape)


def test_right_gradients_pass(trace, loss):
    names = [difference.name for difference in check_gradients(trace, loss)]
    assert names == ["W_u", "W_r", "W_c", "b_u", "b_r", "b_c", "start"]
    assert all(difference.within(1e-10) for difference in check_gradients(trace, loss))
    assert all(difference.within(1e-7) for difference in check_gradients(trace, loss, method="centred"))


@pytest.mark.parametrize("name", ["W_u", "W_r", "W_c", "b_u", "b_r", "b_c"])
def test_a_planted_wrong_gradient_is_caught(trace, loss, name):
    honest = gradients(trace, loss)
    lie = replace(honest, weights={**honest.weights, name: honest.weights[name] * (1 + 1e-6)})
    wrong = [difference.name for difference in check_gradients(trace, loss, claimed=lie) if not difference.within(1e-8)]
    assert wrong == [name]
    assert [d.name for d in check_gradients(trace, loss, claimed=lie, method="centred") if not d.within(1e-7)] == [name]


def test_a_forgotten_path_is_caught(trace):
    from explainer.numeric import paths

    for name in paths(trace):
        partial = sum(part for other, part in paths(trace).items() if other != name)
        assert not check_jacobians(trace, partial).within(1e-4)
    assert not check_jacobians(trace, np.swapaxes(jacobians(trace), -1, -2)).within(1e-2)


def test_gradients_exchanged_between_the_gates_are_caught(trace, loss):
    honest = gradients(trace, loss)
    swapped = {**honest.weights, "W_u": honest.weights["W_r"], "W_r": honest.weights["W_u"]}
    wrong = [d.name for d in check_gradients(trace, loss, claimed=replace(honest, weights=swapped)) if not d.within(1e-6)]
    assert wrong == ["W_u", "W_r"]


def test_the_two_methods_on_a_known_derivative():
    point = np.array([0.3, -1.2])

    def function(x):
        return np.array([np.exp(x[0]) * x[1], x[0] ** 3])

    exact = np.array([[np.exp(0.3) * -1.2, np.exp(0.3)], [3 * 0.09, 0]])
    assert np.allclose(complex_step(function, point), exact, rtol=0, atol=1e-15)
    assert np.allclose(centred(function, point), exact, rtol=0, atol=1e-9)
    errors = [np.abs(centred(function, point, epsilon) - exact).max() for epsilon in (1e-1, 1e-5, 1e-13)]
    assert errors[1] < errors[0]
    assert errors[1] < errors[2]


def test_differences_of_zeros():
    assert compare("nothing", np.zeros(3), np.zeros(3)).within(0.0)
    assert not compare("something", np.ones(3), np.zeros(3)).within(1e9)
    with pytest.raises(ValueError, match="shapes"):
        compare("w", np.zeros(3), np.zeros((3, 1)))


def test_rounding_level():
    assert rounding_level(1e-9, 1.0, -1.0)
    assert not rounding_level(1e-7, 1.0, -1.0)
    assert not rounding_level(0.0)
    # With γ = ½ and a constant candidate c has become c̃ after 60 steps: their difference is nothing but rounding.
    blind = np.zeros((1, 2))
    run = unroll(GRU(blind, blind, blind, [0.0], [0.0], [0.7]), np.zeros((60, 1)), [-0.4])
    for step, lost in ((5, False), (60, True)):
        candidate, before = float(run.candidates[step - 1, 0]), float(run.states[step - 1, 0])
        assert rounding_level(candidate - before, candidate, before) is lost


def test_refusals(trace, loss):
    with pytest.raises(ValueError, match="choose complex or centred"):
        check_gradients(trace, loss, method="one-sided")
    batch = unroll(trace.cell, np.zeros((2, 3, 2)))
    with pytest.raises(ValueError, match="one run at a time"):
        check_jacobians(batch)
