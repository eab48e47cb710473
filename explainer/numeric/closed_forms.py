"""Closed forms of a gate held at γ, to 50 digits and to 10^15 steps, with the standard library's decimals alone.

The reader's decimal numbers are never rounded to binary on their way. log1p and expm1 are written out, because
1 − γ and 1 − e^{−y} would lose the digits of a small γ or y.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

from explainer.records.record import record

Number = Decimal | int | str | float
STEPS = 10**15
DIGITS = 60
TINY = Decimal("1e-20")


@record
class Retention:
    """What is left after T steps. fraction = (1−γ)^T; log = ln, log10 = lg of it (−Infinity for 0).

    approximation = e^{−γT}; relative_error = approximation/fraction − 1, about γ²T/2 for small γ (None for 0).
    """

    gamma: Decimal
    steps: Decimal
    fraction: Decimal
    log: Decimal
    log10: Decimal
    approximation: Decimal
    relative_error: Decimal | None


@contextmanager
def precise(digits: int = DIGITS) -> Iterator[None]:
    """Decimals with this many digits and an exponent range that 10^15 steps can't leave."""
    with localcontext(Context(prec=digits, Emin=MIN_EMIN, Emax=MAX_EMAX)):
        yield


def decimal(name: str, value: Number) -> Decimal:
    """The value as a decimal, a float by its shortest spelling (0.1 is 1/10); ValueError for anything not finite."""
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except (ArithmeticError, TypeError, ValueError):
        raise ValueError(f"{name} must be a number such as 0.01, not {str(value)[:40]!r}.") from None
    if not number.is_finite():
        raise ValueError(f"{name} must be a finite number, not {number}.")
    return number


def gate(value: Number) -> Decimal:
    """γ in [0, 1]."""
    gamma = decimal("γ", value)
    if not 0 <= gamma <= 1:
        raise ValueError(f"γ is a gate's value and lies between 0 and 1, not {gamma}; give a γ in [0, 1].")
    return gamma


def count(value: Number) -> Decimal:
    """T, from 0 to 10^15 steps; a real number is allowed where a formula takes one."""
    steps = decimal("The number of steps", value)
    if steps < 0:
        raise ValueError(f"The number of steps can't be negative ({steps}); give 0 or more.")
    if steps > STEPS:
        raise ValueError(f"The closed forms are checked to 10^15 steps and {steps} is more; give at most 10^15.")
    return steps


def share(value: Number) -> Decimal:
    """The share kept, in [0, 1]."""
    keep = decimal("The share kept", value)
    if not 0 <= keep <= 1:
        raise ValueError(f"The share kept lies between 0 and 1 (0 % and 100 %), not {keep}.")
    return keep


def log1p(y: Decimal) -> Decimal:
    """ln(1 + y) for y > −1, without losing the digits of a small y. Call it inside `precise`."""
    if abs(y) > TINY:
        with localcontext() as context:
            context.prec += 25
            result = (1 + y).ln()
        return +result
    return y * (1 - y / 2 + y * y / 3 - y * y * y / 4)


def expm1(y: Decimal) -> Decimal:
    """e^y − 1 without losing the digits of a small y. Call it inside `precise`."""
    if abs(y) > TINY:
        with localcontext() as context:
            context.prec += 25
            result = y.exp() - 1
        return +result
    return y * (1 + y / 2 + y * y / 6 + y * y * y / 24)


def bend(γ: Decimal) -> Decimal:
    """−ln(1−γ) − γ = γ²/2 + γ³/3 + …, what e^{−γT} leaves out at each step. Call it inside `precise`."""
    return -log1p(-γ) - γ if γ > TINY else γ * γ * (Decimal(1) / 2 + γ / 3 + γ * γ / 4)


def retention(gamma: Number, steps: Number) -> Retention:
    """(1−γ)^T and its neighbours."""
    γ, T = gate(gamma), count(steps)
    with precise():
        approximation = (-γ * T).exp()
        if T == 0:
            return Retention(γ, T, Decimal(1), Decimal(0), Decimal(0), Decimal(1), Decimal(0))
        if γ == 1:
            nothing = Decimal("-Infinity")
            return Retention(γ, T, Decimal(0), nothing, nothing, approximation, None)
        log = T * log1p(-γ)
        return Retention(γ, T, log.exp(), log, log / Decimal(10).ln(), approximation, expm1(T * bend(γ)))


def solve_gamma(keep: Number, steps: Number) -> Decimal:
    """The γ that keeps this share over T steps: γ = 1 − keep^{1/T}."""
    kept, T = share(keep), count(steps)
    if T == 0:
        raise ValueError("Over 0 steps every γ keeps everything; give at least 1 step.")
    if kept == 0:
        return Decimal(1)
    with precise():
        return -expm1(log_of(kept) / T)


def solve_steps(keep: Number, gamma: Number) -> Decimal:
    """The real number of steps after which this share is left: T = ln keep / ln(1−γ)."""
    kept, γ = share(keep), gate(gamma)
    if kept == 1:
        return Decimal(0)
    if γ == 0:
        raise ValueError("With γ = 0 nothing is ever lost, so no number of steps gets there; give a γ above 0.")
    if γ == 1:
        return Decimal(0)
    if kept == 0:
        raise ValueError("With γ below 1 something is always left; ask for a share above 0, such as 1e-12.")
    with precise():
        return log_of(kept) / log1p(-γ)


def whole_steps(keep: Number, gamma: Number) -> int:
    """The first whole step at which at most this share is left."""
    kept, γ = share(keep), gate(gamma)
    if γ == 1 and kept < 1:
        return 1
    steps = solve_steps(kept, γ)
    with precise():
        nearest = steps.to_integral_value()
        # ln 0.25 / ln 0.5 must be 2, not the 3 that a last digit too many would make of it.
        if abs(steps - nearest) <= min(abs(steps) * Decimal("1e-45"), Decimal("1e-12")):
            return int(nearest)
    return math.ceil(steps)


def half_life(gamma: Number) -> Decimal:
    """Steps until half is left: ln 2 / −ln(1−γ); 0 at γ = 1."""
    return solve_steps(Decimal("0.5"), gamma)


def time_constant(gamma: Number) -> Decimal:
    """Steps until 1/e is left: 1 / −ln(1−γ), about 1/γ; 0 at γ = 1."""
    γ = gate(gamma)
    if γ == 0:
        raise ValueError("With γ = 0 nothing is ever lost and the time constant is infinite; give a γ above 0.")
    with precise():
        return Decimal(0) if γ == 1 else -1 / log1p(-γ)


def horizon(gamma: Number) -> Decimal:
    """1/γ, the usual reading of the time constant."""
    γ = gate(gamma)
    if γ == 0:
        raise ValueError("With γ = 0 the horizon 1/γ is infinite; give a γ above 0.")
    with precise():
        return 1 / γ


def bias_of(gamma: Number) -> Decimal:
    """The pre-activation ln(γ/(1−γ)) whose sigmoid is γ."""
    γ = gate(gamma)
    if γ in (0, 1):
        raise ValueError(f"The sigmoid never reaches {γ}: no finite bias gives it; give a γ between 0 and 1.")
    with precise():
        return γ.ln() - log1p(-γ)


def gate_of(bias: Number) -> Decimal:
    """σ(b), the gate that a bias gives; 1 − σ(b) = σ(−b)."""
    b = decimal("The bias", bias)
    if abs(b) > STEPS:
        raise ValueError(f"A bias of {b} is beyond every use; give one between −10^15 and 10^15.")
    with precise():
        return b.exp() / (1 + b.exp()) if b < 0 else 1 / (1 + (-b).exp())


def best_gamma(steps: Number) -> Decimal:
    """The constant gate whose own bias gets the largest gradient over T steps: 1/(T+1), that is b_u = −ln T."""
    T = count(steps)
    with precise():
        return 1 / (T + 1)


def bias_gradient(gamma: Number, steps: Number) -> Decimal:
    """dc_T/db_u per unit of (c̃ − c_0), for a constant gate and candidate: T γ (1−γ)^T."""
    left = retention(gamma, steps)
    with precise():
        return left.steps * left.gamma * left.fraction


def best_constant_write(steps: Number) -> Decimal:
    """The largest weight a constant gate can give to a write T steps back: (1/T)(1−1/T)^{T−1}, about 1/(eT)."""
    T = count(steps)
    if T < 1:
        raise ValueError("A write needs at least 1 step; give T of 1 or more.")
    with precise():
        return Decimal(1) if T == 1 else ((T - 1) * log1p(-1 / T)).exp() / T


def log_of(keep: Decimal) -> Decimal:
    """ln of a share, exact also just below 1."""
    return log1p(keep - 1) if keep > Decimal("0.5") else keep.ln()
