"""What the last memory is made of: a weight for every written candidate, and what is left of the start."""

from __future__ import annotations

import numpy as np

from explainer.numeric.arrays import Array
from explainer.numeric.bounds import kept_and_written
from explainer.numeric.scaled import Scaled, product
from explainer.records.record import record
from explainer.records.trace import Trace


@record(eq=False)
class Attention:
    """c_T = carry ∗ c_0 + Σ_s weights_s ∗ c̃_s, elementwise, exactly.

    weights: (…, T, n), weights[..., s−1, :] = Γu_s Π_{t>s}(1−Γu_t). carry: (…, n) = Π(1−Γu_t). log_carry: its ln.
    For a GRU weights and carry add up to 1 in every unit; for an LSTM (Γf, Γi not tied) they need not.
    """

    weights: Array
    carry: Array
    log_carry: Array


def attention(trace: Trace) -> Attention:
    """The direct weight of every candidate in the last memory; ValueError for a cell without gates."""
    keep, write = kept_and_written(trace)
    with np.errstate(divide="ignore"):
        # ln(1−Γu) from Γu where the two add up to 1, from the forget gate itself in an LSTM.
        logs = np.log1p(-write) if np.allclose(keep + write, 1, rtol=0, atol=1e-15) else np.log(keep)
    after = np.cumsum(logs[..., ::-1, :], axis=-2)[..., ::-1, :]
    later = np.concatenate([after[..., 1:, :], np.zeros_like(after[..., :1, :])], axis=-2)[..., : trace.steps, :]
    log_carry = logs.sum(axis=-2)
    return Attention(write * np.exp(later), np.exp(log_carry), log_carry)


def candidate_sensitivity(trace: Trace, step: int) -> Scaled:
    """dc_T/dc̃_s through every path, Π_{t>s} J_t · D(Γu_s), for s = step from 1 to T; for the LSTM over [c; a]."""
    if not 1 <= step <= trace.steps:
        raise ValueError(f"There is no write at step {step}: steps go from 1 to {trace.steps}.")
    _, write = kept_and_written(trace)
    entry = write[..., step - 1, :, None] * np.eye(trace.units)
    if trace.cell.parts == 2:
        c = trace.states[..., step, : trace.units]
        S = trace.gates["Γo"][..., step - 1, :] * (1 - np.tanh(c) ** 2)
        entry = np.concatenate([entry, S[..., None] * entry], axis=-2)
    later = product(trace, step)
    return Scaled.of(later.matrix @ entry, later.exponent)
