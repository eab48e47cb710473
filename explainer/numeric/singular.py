"""Every singular value of a long product of Jacobians to full accuracy, also those that the largest would drown.

A product of matrices, multiplied out, keeps the small singular values only down to 1e-16 of the largest. Here each factor
is triangularised on its way (the discrete QR method of Lyapunov exponents: Benettin et al., 1980), the product is held as
D N with D a diagonal of logarithms and N well conditioned, and one-sided Jacobi rotations (Demmel & Veselić, 1992) take
the singular values of D N with small relative errors.
"""

from __future__ import annotations

import numpy as np

from explainer.numeric.arrays import Array
from explainer.numeric.one_step import chunks, stretch
from explainer.numeric.scaled import product
from explainer.records.trace import Trace

CLOSE = 1e-5  # down to this share of the largest a plain SVD keeps 1e-10
APART = 1e-9  # a gap this wide decouples two groups of singular values to rounding
MERGED = 1e3  # neighbours may be multiplied out while their condition stays below this


def spectrum(trace: Trace, start: int = 0, stop: int | None = None) -> Array:
    """ln of every singular value of d state_stop / d state_start, largest first, (…, k), each to about 1e-10.

    −∞ where a value is exactly 0. Costs the plain product when no value is below 1e-5 of the largest, else about 30 µs
    a step.
    """
    stop = trace.steps if stop is None else stop
    total = product(trace, start, stop)
    direct = total.log_singular_values()
    with np.errstate(invalid="ignore"):
        near = direct[..., -1] - direct[..., 0] > np.log(CLOSE)
    if np.all(near):
        return direct
    factors = np.concatenate([merged(stretch(trace, first, last)) for first, last in chunks(trace, start, stop)][::-1])
    if trace.batch is None:
        return graded(factors, np.linalg.svd(total.matrix)[0])
    vectors = np.linalg.svd(total.matrix)[0]
    return np.stack([direct[i] if near[i] else graded(factors[:, i], vectors[i]) for i in range(trace.batch)])


def merged(J: Array) -> Array:
    """Fewer factors with the same product: neighbours multiplied while every result is well conditioned."""
    while len(J) > 1:
        even = len(J) // 2 * 2
        pairs = J[1:even:2] @ J[0:even:2]
        with np.errstate(divide="ignore", invalid="ignore"):
            condition = np.linalg.cond(pairs)
        if not np.all(condition < MERGED):
            break
        J = np.concatenate([pairs, J[even:]])
    return J


def graded(factors: Array, left: Array) -> Array:
    """ln of the singular values of factors[-1] … factors[0], largest first. left: a first guess of the left vectors."""
    basis = left
    for J in factors[::-1]:  # backward once: the columns come out sorted by size
        basis, _ = np.linalg.qr(J.T @ basis)
    k = basis.shape[0]
    logs, N = np.zeros(k), np.eye(k)
    for J in factors:
        basis, R = np.linalg.qr(J @ basis)
        own = np.abs(np.diag(R))
        alive = own != 0
        own[~alive] = 1.0
        # Row i of the new factor over its diagonal, each column l weighed by d_l/d_i (a dead unit weighs nothing).
        finite = np.isfinite(logs)
        ratio = np.where(finite, logs, -1e9)[None, :] - np.where(finite, logs, 0.0)[:, None]
        with np.errstate(under="ignore"):
            N = np.triu(np.where(alive[:, None], R / own[:, None], np.eye(k)) * np.exp(np.clip(ratio, -800, 300))) @ N
        logs = np.where(alive, logs + np.log(own), -np.inf)
    order = np.argsort(-logs, kind="stable")
    return grouped(logs[order], N[order])


def grouped(logs: Array, N: Array) -> Array:
    """ln of the singular values of D N, D = e^logs sorted: rows far apart in size are taken in groups of their own."""
    alive = int(np.isfinite(logs).sum())
    results = [np.full(len(logs) - alive, -np.inf)]
    first = 0
    for last in range(1, alive + 1):
        if last < alive and logs[last] - logs[last - 1] > np.log(APART):
            continue
        # The way back has made D N nearly diagonal across groups: what they share is below the square of the gap.
        results.append(logs[first] + jacobi(N[first:last] * np.exp(logs[first:last] - logs[first])[:, None]))
        first = last
    return np.sort(np.concatenate(results))[::-1]


def jacobi(rows: Array) -> Array:
    """ln of the singular values of a matrix whose rows differ much in size, by rotating pairs of rows until orthogonal."""
    rows = rows.copy()
    for _ in range(60):
        worst = 0.0
        for i in range(len(rows) - 1):
            for j in range(i + 1, len(rows)):
                a, b, c = rows[i] @ rows[i], rows[j] @ rows[j], rows[i] @ rows[j]
                if c == 0 or a == 0 or b == 0:
                    continue
                worst = max(worst, abs(c) / np.sqrt(a) / np.sqrt(b))
                angle = (b - a) / (2 * c)
                tangent = (1.0 if angle >= 0 else -1.0) / (abs(angle) + np.hypot(1.0, angle))
                cosine = 1 / np.hypot(1.0, tangent)
                rows[i], rows[j] = cosine * (rows[i] - tangent * rows[j]), cosine * (rows[j] + tangent * rows[i])
        if worst < 1e-13:
            break
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.linalg.norm(rows, axis=1)))
