"""How a closed gate learns to open: the gradient of its own bias, and the steps that plain descent and Adam need."""

from __future__ import annotations

import math

import numpy as np

from explainer.numeric.backward import gradients
from explainer.numeric.gru import GRU
from explainer.numeric.networks import fresh, random_inputs
from explainer.numeric.running import unroll

MOST = 20_000_000


def bias_gradient(gamma: float, steps: int, *, start: float = 0.0, candidate: float = 1.0) -> tuple[float, float]:
    """dc_T/db_u of a one-unit GRU with a constant gate γ and candidate c̃: measured by backward through time, and exact.

    The exact one is T γ (1−γ)^T (c̃ − c_0); largest at γ = 1/(T+1). candidate lies within ±1 (it is a tanh).
    """
    if not -1 <= candidate <= 1:
        raise ValueError(f"The candidate is a tanh and lies within ±1, not {candidate}.")
    held = math.atanh(candidate) if abs(candidate) < 1 else math.copysign(40.0, candidate)
    blind = np.zeros((1, 2))
    cell = GRU(blind, blind, blind, np.array([logit_of(gamma)]), np.zeros(1), np.array([held]))
    trace = unroll(cell, np.zeros((steps, 1)), [start])
    measured = float(gradients(trace, {steps: [1.0]}).weights["b_u"][0])
    kept = math.exp(steps * math.log1p(-gamma)) if gamma < 1 else float(steps == 0)
    return measured, steps * gamma * kept * (candidate - start)


def logit_of(gamma: float) -> float:
    """The bias of a gate; ValueError outside (0, 1), where no finite bias gives it."""
    if not 0 < gamma < 1:
        raise ValueError(f"A gate that can learn lies strictly between 0 and 1, not at {gamma}.")
    return math.log(gamma) - math.log1p(-gamma)


def steps_to_open(gamma: float, *, opened: float = 0.5, rate: float = 1.0, adam: bool = False) -> int:
    """Steps of ascent on the gate's value itself until Γ ≥ opened, from Γ = γ: b ← b + rate · σ'(b).

    adam: the same with Adam (Kingma & Ba, 2015; 0.9, 0.999, 1e-8), whose steps do not scale with the gradient.
    Raises ValueError when it takes more than 20 million steps.
    """
    b = logit_of(gamma)
    first = second = 0.0
    for step in range(1, MOST + 1):
        gate = 1 / (1 + math.exp(-b))
        slope = gate * (1 - gate)
        if gate >= opened:
            return step - 1
        if adam:
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            slope = first / (1 - 0.9**step) / (math.sqrt(second / (1 - 0.999**step)) + 1e-8)
        b += rate * slope
    raise ValueError(f"It takes more than {MOST:,} steps from γ = {gamma}; start from a larger γ or use a larger rate.")


def share_of_first_half(bias: float, steps: int, *, units: int = 3, seed: int = 0) -> float:
    """Of Σ_s ‖dL/dW^(s)‖ the share that the first half of the sequence contributes, L a sum over the last state.

    A seeded GRU with b_u = bias, from c_0 = 0: near ½ while the gradient lives, near 0 once it has vanished.
    """
    trace = unroll(fresh(units=units, bias=bias, seed=seed), random_inputs(steps, seed=seed))
    by_step = gradients(trace, {steps: np.ones(units)}).by_step
    norms = np.sqrt(sum(by_step[name] ** 2 for name in ("W_u", "W_r", "W_c")))
    total = float(norms.sum())
    return float(norms[: steps // 2].sum()) / total if total else 0.0
