"""The GRU without a reset gate, as the course introduces it first."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy import add, exp, multiply, reciprocal, subtract, tanh

from explainer.numeric.arrays import Array, apply, at, diagonal, drive, join, product_with, rows, sigmoid
from explainer.numeric.cell import Cell, Gates, Run
from explainer.records.record import record


@record(eq=False)
class SimplifiedGRU(Cell):
    """The GRU with Γr = 1 throughout (Ng, Sequence Models, 2018, "GRU (simplified)").

        Γu = σ(W_u [c'; x] + b_u)
        c̃  = tanh(W_c [c'; x] + b_c)
        c  = Γu ∗ c̃ + (1 − Γu) ∗ c'

    W_u, W_c: (n, n+m) acting on [c; x]; b_u, b_c: (n,) or (T, n).
    Not to be confused with the minimal gated unit (MGU), which has one gate in both places.
    """

    W_u: Array
    W_c: Array
    b_u: Array
    b_c: Array
    convention: ClassVar[str] = "course"

    @property
    def units(self) -> int:
        """n."""
        return int(self.W_u.shape[-2])

    @property
    def inputs(self) -> int:
        """m."""
        return int(self.W_u.shape[-1]) - self.units

    @classmethod
    def shapes(cls, n: int, m: int) -> dict[str, tuple[int, ...]]:
        """Two weights (n, n+m) and two biases (n,)."""
        return {"W_u": (n, n + m), "W_c": (n, n + m), "b_u": (n,), "b_c": (n,)}

    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """c_t from c_{t−1} and x_t."""
        c = state
        Γu = sigmoid(apply(self.W_u, join(c, x)) + at(self.b_u, t))
        candidate = np.tanh(apply(self.W_c, join(c, x)) + at(self.b_c, t))
        return np.asarray(Γu * candidate + (1 - Γu) * c)

    def run(self, inputs: Array, start: Array) -> Run:
        """The equations, step after step, in place."""
        n = self.units
        states = np.empty((len(inputs) + 1, *start.shape))
        states[0] = start
        Γu = -drive(self.W_u[..., n:], inputs, self.b_u)
        candidates = drive(self.W_c[..., n:], inputs, self.b_c)
        gate_of, candidate_of = product_with(-self.W_u[..., :n], start), product_with(self.W_c[..., :n], start)
        one, ones = np.empty_like(start), np.ones_like(start)
        with np.errstate(over="ignore"):
            for c, following, u, candidate in zip(states, states[1:], Γu, candidates, strict=False):
                gate_of(c, one)
                add(u, one, u)
                exp(u, u)
                add(u, ones, u)
                reciprocal(u, u)
                candidate_of(c, one)
                add(candidate, one, candidate)
                tanh(candidate, candidate)
                subtract(candidate, c, following)
                multiply(following, u, following)
                add(following, c, following)
        return Run(states, inputs, {"Γu": Γu}, candidates)

    def paths(self, run: Run) -> dict[str, Array]:
        """D(1−Γu), and the two that carry a factor Γu."""
        n = self.units
        c, candidate, Γu = run.before, run.candidates, run.gates["Γu"]
        return {
            "carry": diagonal(1 - Γu),
            "update gate": rows((candidate - c) * Γu * (1 - Γu), self.W_u[..., :n]),
            "candidate": rows(Γu * (1 - candidate**2), self.W_c[..., :n]),
        }

    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """Through the update gate and the candidate."""
        c, candidate, Γu = run.before, run.candidates, run.gates["Γu"]
        update = adjoints * (candidate - c) * Γu * (1 - Γu)
        inner = adjoints * Γu * (1 - candidate**2)
        seen = join(c, run.inputs)
        return {"W_u": (update, seen), "W_c": (inner, seen), "b_u": (update, None), "b_c": (inner, None)}

    def retention(self, gates: Gates) -> tuple[Array, Array]:
        """(1 − Γu, Γu)."""
        return 1 - gates["Γu"], gates["Γu"]
