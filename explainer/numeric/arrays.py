"""What every cell computes with: the sigmoid, its inverse, joined vectors, products over an optional batch axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Product = Callable[[Array, Array], object]


def sigmoid(a: Array) -> Array:
    """σ(a) = 1/(1 + e^{−a}), elementwise; real or complex (for the complex step).

    Written with e^{−a} and not with tanh(a/2): a closed gate of 1e-6 keeps all its digits, and e^{∞} gives exactly 0.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        value = 1 / (1 + np.exp(-a))
        if np.iscomplexobj(a):
            # A complex e^{−a} overflows to NaN, where σ(a) = e^a to the last digit.
            value = np.where(np.real(a) < -700, np.exp(a), value)
    return np.asarray(value)


def logit(gate: Array | float) -> Array:
    """The pre-activation ln(γ/(1−γ)) that gives the gate value γ, elementwise; −∞ at γ = 0 and +∞ at γ = 1."""
    gamma = np.asarray(gate, dtype=float)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(gamma) - np.log1p(-gamma))


def join(c: Array, x: Array) -> Array:
    """[c; x] along the last axis; a batch axis on one side is shared with the other."""
    shape = np.broadcast_shapes(c.shape[:-1], x.shape[:-1])
    return np.concatenate([np.broadcast_to(v, (*shape, v.shape[-1])) for v in (c, x)], axis=-1)


def apply(W: Array, v: Array) -> Array:
    """W v for one vector or a batch of them; W may have a batch axis too."""
    return np.asarray((W @ v[..., None])[..., 0])


def diagonal(v: Array) -> Array:
    """D(v): the diagonal matrices of the vectors in the last axis."""
    return np.asarray(v[..., :, None] * np.eye(v.shape[-1]))


def at(bias: Array, t: int) -> Array:
    """The bias at step t (from 0): (n,) is constant, (T, n) varies over time, (B, T, n) or (B, 1, n) is a batch."""
    if bias.ndim == 1:
        return bias
    return np.asarray(bias[..., t if bias.shape[-2] > 1 else 0, :])


def over_time(bias: Array) -> Array:
    """A bias as an array that broadcasts against (T, [B,] n), time first."""
    return np.moveaxis(bias, 0, 1) if bias.ndim == 3 else bias


def drive(W_x: Array, inputs: Array, bias: Array) -> Array:
    """W_x x_t + b_t for every step at once, before the loop. inputs (T, [B,] m), time first; gives (T, [B,] n)."""
    batched = W_x.ndim == 3
    driven = np.moveaxis(inputs, 0, 1) @ np.swapaxes(W_x, -1, -2) if batched else inputs @ W_x.T
    if batched:
        driven = np.moveaxis(driven, 1, 0)
    if bias.ndim == 2 and driven.ndim == 3:
        bias = bias[:, None, :]
    return np.ascontiguousarray(driven + over_time(bias))


def product_with(W: Array) -> Product:
    """A function (v, out) that writes W v into out: `ndarray.dot` is the fastest small product that NumPy has."""
    transposed = np.ascontiguousarray(np.swapaxes(W, -1, -2))
    if W.ndim == 2:
        return lambda v, out: v.dot(transposed, out)
    return lambda v, out: np.matmul(v[:, None, :], transposed, out=out[:, None, :])


def through(left: Array, W: Array) -> Array:
    """left_t W for many matrices left (T, [B,] k, n); one large product when W is shared by all of them."""
    if W.ndim == 2:
        return np.asarray((left.reshape(-1, left.shape[-1]) @ W).reshape(*left.shape[:-1], W.shape[-1]))
    return np.asarray(left @ W)


def pulled(left: Array, W: Array) -> Array:
    """Wᵀ left_t for many vectors left (T, [B,] k)."""
    if W.ndim == 2:
        return np.asarray(left @ W)
    return np.asarray((left[..., None, :] @ W)[..., 0, :])
