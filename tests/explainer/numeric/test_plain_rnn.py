"""The plain RNN: its bounds, its activations, and the runs of the theory."""

import math

import numpy as np
import pytest

from explainer.numeric import RNN, one_step, product, products, rnn, unroll
from explainer.numeric.networks import random_inputs, random_start


def test_no_product_is_above_the_power_of_sigma_1():
    for seed in range(10):
        for sigma in (0.5, 0.9, 1.0):
            for shape in ("uniform", "orthogonal", "identity"):
                trace = unroll(rnn(sigma, shape=shape, seed=seed), random_inputs(100, seed=seed), random_start(8, seed))
                lags = range(0, 101, 5)
                logs = products(trace, [100 - lag for lag in lags]).log_norm()
                assert all(log <= lag * math.log(sigma) + 1e-12 for log, lag in zip(logs, lags, strict=True))


def test_a_sigmoid_network_loses_a_quarter_more():
    trace = unroll(rnn(1.0, activation="sigmoid"), random_inputs(60))
    assert float(product(trace).log_norm()) <= 60 * math.log(1 / 4)


def test_identity_with_relu_is_the_identity_while_active():
    """Le, Jaitly & Hinton (2015)."""
    network = rnn(1.0, shape="identity", activation="relu", units=5, inputs=3)
    trace = unroll(network, np.abs(random_inputs(300, 3)) * 0, np.full(5, 0.5))
    assert np.array_equal(product(trace).dense(), np.eye(5))


def test_a_linear_rotation_keeps_every_singular_value():
    trace = unroll(rnn(1.0, shape="orthogonal", activation="linear"), random_inputs(100))
    assert np.allclose(product(trace).singular_values(), 1, rtol=0, atol=1e-13)


def test_a_matrix_that_is_not_normal_grows_before_it_decays():
    """[[.9, 5], [0, .9]]: spectral radius .9, a norm of 19.4 at step 9 and .015 at step 100."""
    network = RNN([[0.9, 5, 0], [0, 0.9, 0]], [0, 0], "linear")
    trace = unroll(network, np.zeros((100, 1)))
    norms = products(trace, range(101)).norm()[::-1]
    assert int(norms.argmax()) == 9
    assert norms[9] == pytest.approx(19.4, abs=0.05)
    assert norms[100] == pytest.approx(0.015, abs=0.0005)


def test_sigma_1_above_1_is_not_enough_to_explode():
    logs = products(unroll(rnn(2.0, input_scale=0.8, seed=1), random_inputs(100)), range(101)).log_norm()
    assert logs[0] < math.log(2) * 100 - 20


def test_a_marginal_unit_decays_like_a_power():
    """c = tanh(c') from 0.5: 0.2228, 0.01306, 4.48e-4, 1.43e-5 at T = 10, 100, 1000, 10000 (S54, S55)."""
    trace = unroll(RNN([[1.0, 0.0]], [0.0]), np.zeros((10_000, 1)), [0.5])
    for steps, known in ((10, 0.2228), (100, 0.01306), (1000, 4.48e-4), (10_000, 1.43e-5)):
        assert float(product(trace, 0, steps).norm()) == pytest.approx(known, rel=2.5e-3)
    assert trace.last[0] == pytest.approx(math.sqrt(3 / (2 * 10_000)), rel=1e-3)


def test_the_hand_built_latch_of_the_theory():
    """a = tanh(3a' + 3[cat] − 3[cats]): right at lag 1000, gradient 2.7e-152 at lag 100, 0 at lag 1000."""
    network = RNN([[3.0, 3.0]], [0.0])
    x = np.zeros((1001, 1))
    x[0] = 1
    trace = unroll(network, x)
    assert trace.last[0] > 0.99
    assert float(product(trace, 1, 101).norm()) == pytest.approx(2.7e-152, rel=0.03)
    assert float(product(trace, 1, 1001).norm()) == 0.0
    logs = [float(product(trace, 1, 1 + lag).log_norm()) for lag in (100, 1000)]
    assert logs[1] == pytest.approx(10 * logs[0], rel=1e-2)


def test_an_unknown_activation_is_refused():
    with pytest.raises(ValueError, match="choose one of tanh, sigmoid, relu, linear"):
        RNN([[1.0, 1.0]], [0.0], "softplus")
    with pytest.raises(ValueError, match="uniform, orthogonal or identity"):
        rnn(shape="diagonal")


def test_one_path_only():
    assert list(one_step.paths(unroll(rnn(), random_inputs(3)))) == ["candidate"]
