"""The plain recurrent network, with the activation of your choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
from numpy import add

from explainer.numeric.arrays import Array, apply, at, drive, join, product_with, rows, sigmoid
from explainer.numeric.cell import Cell, Gates, Run
from explainer.records.record import record

# name: (activation, its derivative written with its own value a)
ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "sigmoid": (sigmoid, lambda a: a * (1 - a)),
    "relu": (lambda z: np.where(np.real(z) > 0, z, 0.0), lambda a: (np.real(a) > 0).astype(float)),
    "linear": (lambda z: z, np.ones_like),
}


@record(eq=False)
class RNN(Cell):
    """The plain (Elman, 1990) recurrent network.

        a = tanh(W_a [a'; x] + b_a)

    W_a: (n, n+m) acting on [a; x], that is [W_aa W_ax]; b_a: (n,) or (T, n). activation: "tanh", "sigmoid", "relu" (Le,
    Jaitly & Hinton, 2015, with W_aa = I) or "linear".
    Not to be confused with a gated cell with its gate at 1: it has no carry, every path goes through W_aa.
    """

    W_a: Array
    b_a: Array
    activation: str = "tanh"
    convention: ClassVar[str] = "course"

    def __post_init__(self) -> None:
        """Check the activation's name, then the weights."""
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"There is no activation {self.activation!r}; choose one of {', '.join(ACTIVATIONS)}.")
        Cell.__post_init__(self)

    @property
    def units(self) -> int:
        """n."""
        return int(self.W_a.shape[-2])

    @property
    def inputs(self) -> int:
        """m."""
        return int(self.W_a.shape[-1]) - self.units

    @classmethod
    def shapes(cls, n: int, m: int) -> dict[str, tuple[int, ...]]:
        """One weight (n, n+m) and one bias (n,)."""
        return {"W_a": (n, n + m), "b_a": (n,)}

    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """a_t from a_{t−1} and x_t."""
        activate, _ = ACTIVATIONS[self.activation]
        return np.asarray(activate(apply(self.W_a, join(state, x)) + at(self.b_a, t)))

    def run(self, inputs: Array, start: Array) -> Run:
        """The equation, step after step."""
        n = self.units
        activate, _ = ACTIVATIONS[self.activation]
        states = np.empty((len(inputs) + 1, *start.shape))
        states[0] = start
        driven = drive(self.W_a[..., n:], inputs, self.b_a)
        from_state = product_with(self.W_a[..., :n], start)
        with np.errstate(over="ignore", invalid="ignore"):
            for a, following, fed in zip(states, states[1:], driven, strict=False):
                from_state(a, following)
                add(following, fed, following)
                following[...] = activate(following)
        return Run(states, inputs, {}, states[1:])

    def paths(self, run: Run) -> dict[str, Array]:
        """D(activation') W_aa: there is one path only."""
        _, slope = ACTIVATIONS[self.activation]
        return {"candidate": rows(slope(run.candidates), self.W_a[..., : self.units])}

    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """Through the activation."""
        _, slope = ACTIVATIONS[self.activation]
        inner = adjoints * slope(run.candidates)
        return {"W_a": (inner, join(run.before, run.inputs)), "b_a": (inner, None)}

    def retention(self, gates: Gates) -> None:
        """A plain network has no gate."""
        return
