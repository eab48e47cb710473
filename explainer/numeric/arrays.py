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


def median(values: npt.ArrayLike, axis: int | None = None) -> Array:
    """np.median to the last bit; that one imports numpy.ma to look for masked arrays, a tenth of a cold start."""
    given = np.asarray(values, dtype=float)
    ordered = np.sort(given, axis=axis)
    along = -1 if axis is None else axis
    count = ordered.shape[along]
    middle = ordered.take([(count - 1) // 2, count // 2], along).mean(along)
    # NaNs are sorted to the end.
    return np.asarray(np.where(np.isnan(ordered.take(-1, along)), np.nan, middle))


def join(c: Array, x: Array) -> Array:
    """[c; x] along the last axis; a batch axis on one side is shared with the other."""
    shape = np.broadcast_shapes(c.shape[:-1], x.shape[:-1])
    return np.concatenate([np.broadcast_to(v, (*shape, v.shape[-1])) for v in (c, x)], axis=-1)


def apply(W: Array, v: Array) -> Array:
    """W v for one vector or a batch of them; W may have a batch axis too."""
    return np.asarray((W @ v[..., None])[..., 0])


# The matrices of all steps are held with time last in memory, (n, k, T, [B]): NumPy's inner loops are then T long and not
# n. Everywhere else they are seen as (T, [B,] n, k); the next two functions change the view, never the memory.


def units_first(v: Array) -> Array:
    """(T, [B,] n) seen as (n, T, [B])."""
    return v.transpose(-1, *range(v.ndim - 1))


def matrices(memory: Array) -> Array:
    """(n, k, T, [B]) seen as (T, [B,] n, k)."""
    return memory.transpose(*range(2, memory.ndim), 0, 1)


def time_inside(v: Array) -> Array:
    """The same array (T, [B,] n) with time last in memory."""
    memory = np.ascontiguousarray(units_first(v))
    return memory.transpose(*range(1, v.ndim), 0)


def diagonal(v: Array) -> Array:
    """D(v_t) for every step: v (T, [B,] n)."""
    n = v.shape[-1]
    memory = np.zeros((n * n, *v.shape[:-1]))
    memory[:: n + 1] = units_first(v)
    return matrices(memory.reshape(n, n, *v.shape[:-1]))


def rows(v: Array, W: Array) -> Array:
    """D(v_t) W for every step: v (T, [B,] n) scales the rows of W (n, k) or (B, n, k)."""
    weight = W.transpose(1, 2, 0)[:, :, None] if W.ndim == 3 else W.reshape(*W.shape, *(1,) * (v.ndim - 1))
    return matrices(units_first(v)[:, None] * weight)


def columns(A: Array, v: Array) -> Array:
    """A_t D(v_t) for every step: v (T, [B,] n) scales the columns of A (T, [B,] k, n)."""
    return matrices(A.transpose(-2, -1, *range(A.ndim - 2)) * units_first(v)[None])


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


def affine(W: Array, bias: Array, inputs: Array, start: Array) -> tuple[Array, Array]:
    """Rows [c | x | 1] for every step, with c to be filled in, and the matrix that takes a row to W [c; x] + b.

    So the whole pre-activation is one product a step. A bias that varies over time is fed like an input: [c | x | b_t].
    inputs (T, [B,] m) and start ([B,] n), time first. Gives (T+1, [B,] n+m+1 or more), whose first row holds the start
    and whose last row only the last state, and the matrix (k, n+m+1 or more).
    """
    constant = bias.ndim == 1 or (bias.ndim == 3 and bias.shape[-2] == 1 and W.ndim == 3)
    if constant:
        column = np.swapaxes(bias, -1, -2) if bias.ndim == 3 else bias[:, None]
        fed, through_bias = np.ones(1), np.broadcast_to(column, (*W.shape[:-1], 1))
    else:
        fed = bias[:, None, :] if bias.ndim == 2 and start.ndim == 2 else over_time(bias)
        through_bias = np.broadcast_to(np.eye(bias.shape[-1]), (*W.shape[:-1], bias.shape[-1]))
    n, m = start.shape[-1], inputs.shape[-1]
    rows = np.zeros((len(inputs) + 1, *start.shape[:-1], n + m + fed.shape[-1]))
    rows[0, ..., :n] = start
    # A gate shut or opened by an infinite bias: a huge one does the same, and 0 times it is 0.
    rows[:-1, ..., n : n + m], rows[:-1, ..., n + m :] = inputs, np.clip(fed, -1e300, 1e300)
    return rows, np.concatenate([W, through_bias], axis=-1)


def joined(*biases: Array) -> Array:
    """Several biases as one, along the last axis; constant ones follow those that vary."""
    if len({bias.shape[:-1] for bias in biases}) == 1:
        return np.concatenate(biases, axis=-1)
    shape = np.broadcast_shapes(*(bias.shape[:-1] for bias in biases))
    return np.concatenate([np.broadcast_to(bias, (*shape, bias.shape[-1])) for bias in biases], axis=-1)


def product_with(W: Array, state: Array) -> Product:
    """A function (v, out) that writes W v into out, for vectors shaped as the state (n,) or a batch (B, n) of them.

    `ndarray.dot` is the fastest small product that NumPy has.
    """
    if W.ndim == 2 and state.ndim == 1:
        return np.ascontiguousarray(W).dot
    transposed = np.ascontiguousarray(np.swapaxes(W, -1, -2))
    if W.ndim == 2:
        return lambda v, out: v.dot(transposed, out)
    return lambda v, out: np.matmul(v[:, None, :], transposed, out=out[:, None, :])


def through(left: Array, W: Array) -> Array:
    """left_t W for every step: left (T, [B,] k, n); one long product for each k when W is shared."""
    if W.ndim == 3:
        return np.asarray(left @ W)
    memory = left.transpose(-2, -1, *range(left.ndim - 2))
    long = W.T @ memory.reshape(*memory.shape[:2], -1)
    return matrices(long.reshape(memory.shape[0], W.shape[1], *memory.shape[2:]))


def pulled(left: Array, W: Array) -> Array:
    """Wᵀ left_t for many vectors left (T, [B,] k)."""
    if W.ndim == 2:
        return np.asarray(left @ W)
    return np.asarray((left[..., None, :] @ W)[..., 0, :])
