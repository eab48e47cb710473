"""Deep stacks of layers with and without a way around them: the depth's version of the gate."""

from __future__ import annotations

import numpy as np

from explainer.numeric import limits
from explainer.numeric.arrays import Array, sigmoid
from explainer.numeric.scaled import Scaled

KINDS = ("plain", "residual", "highway")


def stack_jacobians(
    kind: str, layers: int, *, units: int = 8, seed: int = 0, scale: float | None = None, bias: float = -2.0
) -> Array:
    """The Jacobian of every layer, (layers, n, n), along one run of a random stack; each layer has its own weights.

    plain: x = F(x'), F = tanh(W x'). residual: x = x' + F(x') (He et al., 2016), J = I + F'. highway: x = (1−T) ∗ x' +
    T ∗ F(x') with T = σ(W_T x' + bias) (Srivastava et al., 2015): the GRU's form, over depth instead of time.
    Weights uniform in ±scale (1/√units when not given).
    """
    if kind not in KINDS:
        raise ValueError(f"There is no stack {kind!r} here; choose one of {', '.join(KINDS)}.")
    limits.units(units)
    limits.steps(layers, units * units)
    random = np.random.default_rng([seed, 4])
    width = 1 / np.sqrt(units) if scale is None else scale
    x, result = random.uniform(-0.9, 0.9, units), np.empty((layers, units, units))
    for layer in range(layers):
        W, W_T = random.uniform(-width, width, (2, units, units))
        F = np.tanh(W @ x)
        slope = (1 - F**2)[:, None] * W
        if kind == "plain":
            result[layer], x = slope, F
        elif kind == "residual":
            result[layer], x = np.eye(units) + slope, x + F
        else:
            T = sigmoid(W_T @ x + bias)
            through_gate = ((F - x) * T * (1 - T))[:, None] * W_T
            result[layer], x = np.diag(1 - T) + through_gate + T[:, None] * slope, (1 - T) * x + T * F
    return result


def log_norm_by_depth(jacobians: Array) -> Array:
    """ln ‖d x_L / d x_{L−depth}‖ for depth 0 … L, (L+1,)."""
    total = Scaled.of(np.eye(jacobians.shape[-1]))
    logs = [float(total.log_norm())]
    for J in jacobians[::-1]:
        total = total @ Scaled.of(J)
        logs.append(float(total.log_norm()))
    return np.array(logs)
