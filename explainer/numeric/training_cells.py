"""The tanh RNN and the course's GRU over words, for many seeds and many sentences at once, forward and backward.

The equations are those of RNN and GRU; here every seed has its own weights (S, …) and a batch of B sentences, and an
input is a word's number, so that W_x x is a column looked up. Arrays are time first: (T, S, B, n).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol

import numpy as np

from explainer.numeric.agreement import TOKENS
from explainer.numeric.arrays import Array
from explainer.records.record import record

Weights = dict[str, Array]


@record(eq=False)
class Forward:
    """states (T+1, S, B, n), the start (zeros) first; gates and candidates (T, S, B, …) where the cell has them."""

    tokens: Array
    states: Array
    gates: Array
    candidates: Array


class Network(Protocol):
    """What training needs of a cell."""

    def shapes(self, n: int) -> dict[str, tuple[int, ...]]:
        """The shapes of its weights for one seed."""

    def forward(self, weights: Weights, tokens: Array) -> Forward:
        """All states."""

    def backward(self, weights: Weights, run: Forward, last: Array) -> tuple[Weights, Array]:
        """The gradients of the weights, (S, …), and dL/d state for every state, from dL/d last state (S, B, n)."""


class TanhNetwork:
    """a = tanh(W_a [a'; x] + b_a)."""

    def shapes(self, n: int) -> dict[str, tuple[int, ...]]:
        """W_a and b_a."""
        return {"W_a": (n, n + TOKENS), "b_a": (n,)}

    def forward(self, weights: Weights, tokens: Array) -> Forward:
        """One product and one tanh a step."""
        n = weights["b_a"].shape[-1]
        states = looked_up(weights["W_a"], weights["b_a"], tokens)
        W = np.ascontiguousarray(np.swapaxes(weights["W_a"][..., :n], -1, -2))
        one = np.empty_like(states[0])
        for a, following in pairwise(states):
            np.matmul(a, W, out=one)
            np.add(following, one, following)
            np.tanh(following, following)
        return Forward(tokens, states, np.empty(0, dtype=states.dtype), states[1:])

    def backward(self, weights: Weights, run: Forward, last: Array) -> tuple[Weights, Array]:
        """l' = W_aaᵀ (l ∗ (1 − a²))."""
        W = np.ascontiguousarray(weights["W_a"][..., : last.shape[-1]])
        slopes = 1 - run.states[1:] ** 2
        adjoints = np.empty_like(run.states)
        adjoints[-1] = last
        inner = np.empty_like(slopes)
        for t in range(len(inner) - 1, -1, -1):
            np.multiply(adjoints[t + 1], slopes[t], inner[t])
            np.matmul(inner[t], W, out=adjoints[t])
        return {"W_a": outer(inner, run.states[:-1], run.tokens), "b_a": inner.sum(axis=(0, 2))}, adjoints


class GatedNetwork:
    """The course's GRU: Γu, Γr from [c'; x], c̃ from [Γr ∗ c'; x], c = Γu ∗ c̃ + (1 − Γu) ∗ c'."""

    def shapes(self, n: int) -> dict[str, tuple[int, ...]]:
        """Three weights and three biases."""
        weights: dict[str, tuple[int, ...]] = dict.fromkeys(("W_u", "W_r", "W_c"), (n, n + TOKENS))
        return weights | dict.fromkeys(("b_u", "b_r", "b_c"), (n,))

    def forward(self, weights: Weights, tokens: Array) -> Forward:
        """Both gates in one product, then the candidate."""
        n = weights["b_u"].shape[-1]
        both = np.concatenate([weights["W_u"], weights["W_r"]], axis=-2)
        gates = -looked_up(both, np.concatenate([weights["b_u"], weights["b_r"]], axis=-1), tokens)[1:]
        fed = looked_up(weights["W_c"], weights["b_c"], tokens)
        candidates, states = fed[1:], np.zeros_like(fed)
        W_gates = np.ascontiguousarray(-np.swapaxes(both[..., :n], -1, -2))
        W_cc = np.ascontiguousarray(np.swapaxes(weights["W_c"][..., :n], -1, -2))
        two, one, kept = np.empty_like(gates[0]), np.empty_like(states[0]), np.empty_like(states[0])
        with np.errstate(over="ignore"):
            for c, following, gate, candidate in zip(states, states[1:], gates, candidates, strict=False):
                np.matmul(c, W_gates, out=two)
                np.add(gate, two, gate)
                np.exp(gate, gate)
                np.add(gate, 1, gate)
                np.reciprocal(gate, gate)
                np.multiply(gate[..., n:], c, kept)
                np.matmul(kept, W_cc, out=one)
                np.add(candidate, one, candidate)
                np.tanh(candidate, candidate)
                np.subtract(candidate, c, following)
                np.multiply(following, gate[..., :n], following)
                np.add(following, c, following)
        return Forward(tokens, states, gates, candidates)

    def backward(self, weights: Weights, run: Forward, last: Array) -> tuple[Weights, Array]:
        """The adjoint recursion; every slope is computed for all steps before it."""
        n = last.shape[-1]
        c, candidate, Γu, Γr = run.states[:-1], run.candidates, run.gates[..., :n], run.gates[..., n:]
        W_gates = np.ascontiguousarray(np.concatenate([weights["W_u"], weights["W_r"]], axis=-2)[..., :n])
        W_cc = np.ascontiguousarray(weights["W_c"][..., :n])
        keep, to_new, to_update, to_reset = 1 - Γu, Γu * (1 - candidate**2), candidate - c, c * Γr * (1 - Γr)
        to_update *= Γu * keep
        adjoints, inner, pulls = np.empty_like(run.states), np.empty_like(candidate), np.empty_like(run.gates)
        adjoints[-1] = last
        through_new, one = np.empty_like(last), np.empty_like(last)
        for t in range(len(inner) - 1, -1, -1):
            later, here, pull = adjoints[t + 1], adjoints[t], pulls[t]
            np.multiply(later, to_new[t], inner[t])
            np.matmul(inner[t], W_cc, out=through_new)
            np.multiply(later, to_update[t], pull[..., :n])
            np.multiply(through_new, to_reset[t], pull[..., n:])
            np.matmul(pull, W_gates, out=here)
            np.multiply(later, keep[t], one)
            np.add(here, one, here)
            np.multiply(through_new, Γr[t], one)
            np.add(here, one, here)
        gates, sums = outer(pulls, c, run.tokens), pulls.sum(axis=(0, 2))
        new = outer(inner, Γr * c, run.tokens)
        return {
            "W_u": gates[..., :n, :],
            "W_r": gates[..., n:, :],
            "W_c": new,
            "b_u": sums[..., :n],
            "b_r": sums[..., n:],
            "b_c": inner.sum(axis=(0, 2)),
        }, adjoints


def looked_up(W: Array, b: Array, tokens: Array) -> Array:
    """W_x x_t + b for every word, (T+1, S, B, k): entry t+1 belongs to word t, entry 0 is zero."""
    columns = np.swapaxes(W[..., -TOKENS:], -1, -2) + b[:, None, :]
    fed = np.zeros((len(tokens) + 1, *tokens.shape[1:], b.shape[-1]), dtype=columns.dtype)
    fed[1:] = columns[np.arange(len(b))[:, None], tokens]
    return fed


def outer(left: Array, state: Array, tokens: Array) -> Array:
    """Σ over time and sentences of left [state; x]ᵀ, (S, k, n + TOKENS)."""
    seen = np.concatenate([state, np.eye(TOKENS)[tokens]], axis=-1)
    S = left.shape[1]
    flat_left = np.moveaxis(left, 1, 0).reshape(S, -1, left.shape[-1])
    flat_seen = np.moveaxis(seen, 1, 0).reshape(S, -1, seen.shape[-1])
    return np.asarray(np.swapaxes(flat_left, -1, -2) @ flat_seen)
