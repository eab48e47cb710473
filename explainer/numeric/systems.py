"""One-number systems in which the value and the gradient part ways, and the leaky integrator."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from explainer.numeric import limits
from explainer.numeric.arrays import Array
from explainer.records.record import record

Scalar = Callable[[float], float]


@record
class System:
    """c_t = step(c_{t−1}); slope is d step / d c_{t−1}."""

    name: str
    step: Scalar
    slope: Scalar


@record(eq=False)
class Course:
    """A system followed for T steps: values (T+1,), ln|dc_t/dc_0| (T+1,), and the same run from a nudged start.

    response: (nudged last value − last value)/nudge, a measured derivative beside the product of slopes.
    """

    system: System
    values: Array
    log_gradient: Array
    nudged: Array
    nudge: float

    @property
    def gradient(self) -> Array:
        """|dc_t/dc_0|, underflowing to 0 where float64 does."""
        with np.errstate(under="ignore"):
            return np.exp(self.log_gradient)

    @property
    def response(self) -> float:
        """How far the last value moved for each unit of nudge."""
        return float((self.nudged[-1] - self.values[-1]) / self.nudge)


def identity() -> System:
    """c = c': the value is held and so is the gradient."""
    return System("identity", lambda c: c, lambda _: 1.0)


def gated(gamma: float, candidate: float = 0.0) -> System:
    """c = γ c̃ + (1−γ) c', the GRU's carry with a constant gate and candidate; the slope is 1 − γ."""
    return System("gate", lambda c: c + gamma * (candidate - c), lambda _: 1.0 - gamma)


def latch(w: float = 2.0) -> System:
    """c = tanh(w c') with w > 1: near its fixed point it holds its value for ever, and forgets every nudge."""
    return System("latch", lambda c: math.tanh(w * c), lambda c: w / math.cosh(w * c) ** 2 if abs(w * c) < 350 else 0.0)


def constant(value: float) -> System:
    """c = value, put in again at every step: the value is held, and c' plays no part."""
    return System("constant", lambda _: value, lambda _: 0.0)


def latch_point(w: float) -> float:
    """The positive fixed point c* = tanh(w c*), for w > 1; ValueError otherwise."""
    if not 1 < w < math.inf:
        raise ValueError(f"A latch needs w above 1 (its only fixed point is 0 at w = {w}); give a w such as 2.")
    low, high = 0.0, 1.0
    while True:  # bisection on [0, 1], down to neighbouring numbers
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        low, high = (middle, high) if math.tanh(w * middle) > middle else (low, middle)


def follow(system: System, start: float, steps: int, nudge: float = 1e-6) -> Course:
    """The values, the logarithm of the gradient and a nudged run over T steps."""
    limits.steps(steps)
    values, nudged, logs = [start], [start + nudge], [0.0]
    for _ in range(steps):
        slope = abs(system.slope(values[-1]))
        logs.append(logs[-1] + (math.log(slope) if slope else -math.inf))
        values.append(system.step(values[-1]))
        nudged.append(system.step(nudged[-1]))
    return Course(system, np.array(values), np.array(logs), np.array(nudged), nudge)


def leaky_integrator(gamma: float, x: Sequence[float] | Array, start: float = 0.0, *, corrected: bool = False) -> Array:
    """c_t = (1−γ) c_{t−1} + γ x_t, the exponential moving average, (T+1,). Time constant about 1/γ steps.

    corrected: divided by 1 − (1−γ)^t for t ≥ 1 (the bias correction of Kingma & Ba, 2015; for start = 0).
    """
    fed = limits.numbers("x", x)
    if not 0 <= gamma <= 1:
        raise ValueError(f"γ is a share and lies between 0 and 1, not {gamma}.")
    values = [start]
    for x_t in fed:
        values.append(values[-1] + gamma * (float(x_t) - values[-1]))
    result = np.array(values)
    if corrected and gamma > 0:
        with np.errstate(divide="ignore"):
            result[1:] /= -np.expm1(np.arange(1, len(values)) * np.log1p(-gamma))
    return result
