"""Depth instead of time: a way around the layers keeps the gradient."""

import numpy as np
import pytest

from explainer.numeric import complex_step, stacks


@pytest.mark.parametrize("kind", stacks.KINDS)
def test_the_jacobians_are_those_of_the_stack(kind):
    n, layers, seed = 4, 6, 3
    found = stacks.stack_jacobians(kind, layers, units=n, seed=seed)
    random = np.random.default_rng([seed, 4])
    start = random.uniform(-0.9, 0.9, n)
    weights = [random.uniform(-0.5, 0.5, (2, n, n)) for _ in range(layers)]

    def run(x):
        for W, W_T in weights:
            F = np.tanh(W @ x)
            if kind == "highway":
                T = 1 / (1 + np.exp(-(W_T @ x - 2)))
                x = (1 - T) * x + T * F
            else:
                x = F if kind == "plain" else x + F
        return x

    total = np.eye(n)
    for J in found:
        total = J @ total
    assert np.allclose(total, complex_step(run, start), rtol=1e-12, atol=1e-15)
    assert stacks.log_norm_by_depth(found)[-1] == pytest.approx(np.log(np.linalg.norm(total, 2)), abs=1e-12)


def test_a_plain_stack_loses_what_the_others_keep():
    logs = {kind: stacks.log_norm_by_depth(stacks.stack_jacobians(kind, 100, bias=-6.0))[-1] for kind in stacks.KINDS}
    assert logs["plain"] < -20
    assert logs["highway"] > -3
    assert logs["residual"] > -3


def test_refusals():
    with pytest.raises(ValueError, match="choose one of plain"):
        stacks.stack_jacobians("dense", 3)
    with pytest.raises(ValueError, match="64 units"):
        stacks.stack_jacobians("plain", 3, units=100)
