"""The two-sided bound on dc_T/dc_0: proven from weight norms and gate values alone, and compared with the unroll.

For c_t = c' + Γu ∗ (c̃ − c') write J_t = I − D(Γu)(I − M_t) with ‖M_t‖ ≤ K (spectral norms). With g_t the largest and
m_t the smallest gate of step t, every singular value of J_T … J_1 lies between Π max(0, 1 − g_t(1+K)) and
Π(1 − m_t + g_t K).
"""

from __future__ import annotations

import numpy as np

from explainer.numeric.arrays import Array
from explainer.numeric.cell import Cell
from explainer.numeric.gru import GRU
from explainer.numeric.gru_reset_after import GRUResetAfter
from explainer.numeric.one_step import jacobians, paths
from explainer.numeric.scaled import product
from explainer.numeric.simplified_gru import SimplifiedGRU
from explainer.records.record import record
from explainer.records.trace import Trace


@record(eq=False)
class Bound:
    """The bound and what it bounds; numbers, or one for each member of a batch.

    K: bounds ‖M_t‖. lower, upper: of every singular value of dc_T/dc_0, with their logarithms. deviation: the measured
    ‖J_T…J_1 − D_T…D_1‖ (D_t the carry alone); deviation_bound: Theorem 1's; loose_deviation_bound: e^{KΣg} − 1.
    """

    K: Array
    log_lower: Array
    log_upper: Array
    lower: Array
    upper: Array
    deviation: Array
    deviation_bound: Array
    loose_deviation_bound: Array


def constant(cell: Cell, largest: float = 1.0) -> Array:
    """K for a cell whose start lies within ±largest in every unit (B = max(1, largest)).

    GRU: (1+B)‖W_uc‖ + ‖W_cc‖(1 + B‖W_rc‖/4); simplified: without W_rc; reset after the product, where q = W_hn h + b_hn
    is bounded by B‖W_hn‖_∞ + |b_hn|_∞: (1+B)‖W_hz‖ + ‖W_hn‖ + (B‖W_hn‖_∞ + |b_hn|_∞)‖W_hr‖/4. Others: ValueError.
    """
    B, n = max(1.0, largest), cell.units
    if isinstance(cell, GRU):
        candidate = spectral(cell.W_c[..., :n]) * (1 + B * spectral(cell.W_r[..., :n]) / 4)
        return (1 + B) * spectral(cell.W_u[..., :n]) + candidate
    if isinstance(cell, SimplifiedGRU):
        return (1 + B) * spectral(cell.W_u[..., :n]) + spectral(cell.W_c[..., :n])
    if isinstance(cell, GRUResetAfter):
        W_hr, W_hz, W_hn = cell.W_hh[..., :n, :], cell.W_hh[..., n : 2 * n, :], cell.W_hh[..., 2 * n :, :]
        b_hn = np.abs(cell.b_hh[..., 2 * n :])
        shift = b_hn.max(axis=(-2, -1)) if b_hn.ndim == 3 else b_hn.max()
        recalled = B * np.abs(W_hn).sum(axis=-1).max(axis=-1) + shift
        return np.asarray((1 + B) * spectral(W_hz) + spectral(W_hn) + recalled * spectral(W_hr) / 4)
    raise ValueError("The two-sided bound is proven for GRUs only: an LSTM's cell is not bounded, an RNN has no gate.")


def two_sided(trace: Trace) -> Bound:
    """Theorems 1 and 2 for an unrolled GRU."""
    K = constant(trace.cell, float(np.abs(trace.start).max()))
    keep, write = kept_and_written(trace)
    g, m = write.max(axis=-1), write.min(axis=-1)
    k = np.asarray(K)[..., None]
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        log_lower = np.log1p(-np.minimum(1.0, g * (1 + k))).sum(axis=-1)
        log_upper = np.log1p(g * k - m).sum(axis=-1)
        log_carry = np.log1p(-m).sum(axis=-1)
        carries = np.exp(np.log(keep).sum(axis=-2))
        total = product(trace)
        spread = spectral(total.dense() - carries[..., :, None] * np.eye(trace.units))
        # e^u − e^d = e^d (e^{u−d} − 1): the difference of two nearly equal products keeps its digits.
        apart = np.exp(log_carry) * np.expm1(log_upper - log_carry)
        bound = np.where(np.isfinite(log_carry), apart, np.exp(log_upper))
        loose = np.expm1(np.asarray(K) * g.sum(axis=-1))
        return Bound(K, log_lower, log_upper, np.exp(log_lower), np.exp(log_upper), spread, bound, loose)


@record
class Leak:
    """Theorem 3 for one unit: how far row i of dc_T/dc_0 is from its own carry times e_i."""

    carry: float
    deviation: float
    bound: float


def one_unit(trace: Trace, unit: int) -> Leak:
    """Theorem 3 (one memory unit among busy ones), for a trace without a batch.

    bound = Σ_s Π_{t>s}(1−Γ_t,i) · Γ_s,i ‖row_i M_s‖ · ‖J_{s−1}…J_1‖, every factor measured along this run.
    """
    if trace.batch is not None:
        raise ValueError("Theorem 3 is computed for one run at a time; take one member of the batch.")
    if not 0 <= unit < trace.units:
        raise ValueError(f"There is no unit {unit}: they are counted from 0 to {trace.units - 1}.")
    keep, _ = kept_and_written(trace)
    J = jacobians(trace)
    carry_of_row = keep[:, unit]
    rows = np.linalg.norm((J - paths(trace)["carry"])[:, unit], axis=-1)
    reach, norms = np.eye(trace.units), []
    for step in J:
        norms.append(float(np.linalg.norm(reach, 2)))
        reach = step @ reach
    later = np.append(np.cumprod(carry_of_row[::-1])[::-1][1:], 1.0)
    own = float(carry_of_row.prod())
    deviation = float(np.linalg.norm(reach[unit] - own * np.eye(trace.units)[unit]))
    return Leak(own, deviation, float((later * rows * np.array(norms)).sum()))


def kept_and_written(trace: Trace) -> tuple[Array, Array]:
    """What multiplies the old memory and what writes the candidate, (…, T, n)."""
    pair = trace.cell.retention(dict(trace.gates))
    if pair is None:
        raise ValueError("A plain network has no gate; choose a gated cell.")
    return pair


def spectral(W: Array) -> Array:
    """The largest singular value."""
    return np.asarray(np.linalg.norm(W, 2, axis=(-2, -1)))
