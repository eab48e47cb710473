"""Difference quotients of one small network, the same on every processor: the loss to 50 digits, then rounded once.

Rounding errors of an ordinary run differ from processor to processor. Here a loss is computed exactly and rounded to the
precision asked for, once, so that the error of a quotient at any ε is a number that can be shown and compared.
"""

from __future__ import annotations

import struct
from decimal import Decimal, localcontext
from functools import cache

from explainer.records.record import record

DIGITS = 50
# The relative error of one rounding to nearest: half the distance from 1 to the next number.
UNIT = {"double": 2.0**-53, "single": 2.0**-24}
W = Decimal("0.9")
START = Decimal("0.5")
INPUTS = tuple(Decimal(x) for x in ("0.3", "-0.2", "0.5", "0.1", "-0.4"))


@record
class Quotient:
    """A difference quotient and how far it is from the derivative: absolute, and over the sum of both sizes."""

    value: float
    error: float
    relative: float


@cache
def loss(w: Decimal) -> Decimal:
    """L = ½ Σ a_t² of one tanh unit, a_t = tanh(w a_{t−1} + x_t), over five steps, to 50 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        a, total = START, Decimal(0)
        for x in INPUTS:
            a = _tanh(w * a + x)
            total += a * a / 2
        return total


@cache
def derivative() -> Decimal:
    """dL/dw by backpropagation through time, to 50 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        states = [START]
        for x in INPUTS:
            states.append(_tanh(W * states[-1] + x))
        total, back = Decimal(0), Decimal(0)
        for before, after in zip(states[-2::-1], states[:0:-1], strict=True):
            pull = (back + after) * (1 - after * after)
            total += pull * before
            back = pull * W
        return total


@cache
def third_derivative() -> float:
    """d³L/dw³, by a difference quotient of its own at 50 digits (error about 1e-16 of it)."""
    with localcontext() as context:
        context.prec = DIGITS
        h = Decimal("1e-8")
        odd = loss(W + 2 * h) - 2 * loss(W + h) + 2 * loss(W - h) - loss(W - 2 * h)
        return float(odd / (2 * h**3))


def rounded(value: Decimal, precision: str) -> float:
    """The nearest double, or the nearest single. Raises LookupError for another precision."""
    if precision not in UNIT:
        raise LookupError(f"There is no precision {precision!r} here; choose double or single.")
    number = float(value)
    return number if precision == "double" else float(struct.unpack("f", struct.pack("f", number))[0])


def centred(epsilon: Decimal, precision: str = "double") -> Quotient:
    """(L(w+ε) − L(w−ε))/2ε with both losses rounded once."""
    up, down = rounded(loss(W + epsilon), precision), rounded(loss(W - epsilon), precision)
    return _judged((up - down) / (2 * float(epsilon)))


def one_sided(epsilon: Decimal, precision: str = "double") -> Quotient:
    """(L(w+ε) − L(w))/ε with both losses rounded once."""
    return _judged((rounded(loss(W + epsilon), precision) - rounded(loss(W), precision)) / float(epsilon))


def truncation(epsilon: float) -> float:
    """What the centred quotient leaves out: ε²/6 times the third derivative."""
    return epsilon**2 / 6 * abs(third_derivative())


def rounding(epsilon: float, precision: str = "double") -> float:
    """The most that two rounded losses can add to the centred quotient: u L/ε."""
    return UNIT[precision] * float(loss(W)) / epsilon


def best_epsilon(precision: str = "double") -> float:
    """Where the sum of both errors is least: ε³ = 3 u L/|L‴|."""
    return float((3 * UNIT[precision] * float(loss(W)) / abs(third_derivative())) ** (1 / 3))


def _judged(value: float) -> Quotient:
    exact = float(derivative())
    error = abs(value - exact)
    return Quotient(value, error, error / (abs(value) + abs(exact)))


def _tanh(x: Decimal) -> Decimal:
    e = (2 * x).exp()
    return (e - 1) / (e + 1)
