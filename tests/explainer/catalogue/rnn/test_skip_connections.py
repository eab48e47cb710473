"""skip-connections: the stacks' gradients against complex steps, and the highway's against the GRU's form."""

from __future__ import annotations

import math

import numpy as np
import pytest

import explainer
from explainer.numeric import stacks


@pytest.mark.parametrize("kind", stacks.KINDS)
def test_a_stack_by_complex_step(kind: str) -> None:
    layers, n, bias = 6, 4, -1.0
    random = np.random.default_rng([2, 4])
    x = random.uniform(-0.9, 0.9, n)
    weights = [random.uniform(-0.5, 0.5, (2, n, n)) for _ in range(layers)]

    def through(v: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        for W, W_T in weights:
            F, T = np.tanh(W @ v), 1 / (1 + np.exp(-(W_T @ v + bias)))
            v = F if kind == "plain" else v + F if kind == "residual" else (1 - T) * v + T * F
        return v

    columns = [through(x + 1e-40j * np.eye(n)[i]).imag / 1e-40 for i in range(n)]
    log = stacks.log_norm_by_depth(stacks.stack_jacobians(kind, layers, units=n, seed=2, bias=bias))[-1]
    assert log == pytest.approx(math.log(np.linalg.norm(np.stack(columns, axis=1), 2)), abs=1e-10)


def test_a_shut_highway_hands_the_gradient_through() -> None:
    values = explainer.explain("skip-connections", bias=-20).values
    assert values["highway_log10"] == pytest.approx(0, abs=1e-6)
    assert values["plain_log10"] < -8 < 1 < values["residual_log10"]
