"""The GRU of the course: the reset gate acts before the product, and Γu → 0 remembers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from explainer.numeric.arrays import (
    Array,
    apply,
    at,
    diagonal,
    drive,
    join,
    product_with,
    pulled,
    sigmoid,
    through,
)
from explainer.numeric.cell import Cell, Gates, Run


@dataclass(frozen=True, slots=True, eq=False)
class GRU(Cell):
    """The gated recurrent unit in the course's convention (Chung et al., 2014; Ng, Sequence Models, 2018).

        Γu = σ(W_u [c'; x] + b_u)        Γr = σ(W_r [c'; x] + b_r)
        c̃  = tanh(W_c [Γr ∗ c'; x] + b_c)
        c  = Γu ∗ c̃ + (1 − Γu) ∗ c'

    W_u, W_r, W_c: (n, n+m), acting on [c; x] in this order; b_u, b_r, b_c: (n,), or over time (T, n).
    Not to be confused with Cho et al. (2014) and PyTorch, whose z is 1 − Γu (z → 1 remembers), nor with PyTorch's cell,
    which resets after the product (GRUResetAfter): the same weights give other numbers there.
    """

    W_u: Array
    W_r: Array
    W_c: Array
    b_u: Array
    b_r: Array
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
        """Three weights (n, n+m) and three biases (n,)."""
        return {"W_u": (n, n + m), "W_r": (n, n + m), "W_c": (n, n + m), "b_u": (n,), "b_r": (n,), "b_c": (n,)}

    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """c_t from c_{t−1} and x_t."""
        c = state
        Γu = sigmoid(apply(self.W_u, join(c, x)) + at(self.b_u, t))
        Γr = sigmoid(apply(self.W_r, join(c, x)) + at(self.b_r, t))
        candidate = np.tanh(apply(self.W_c, join(Γr * c, x)) + at(self.b_c, t))
        return np.asarray(Γu * candidate + (1 - Γu) * c)

    def run(self, inputs: Array, start: Array) -> Run:
        """The four equations, step after step, in place."""
        n = self.units
        states = np.empty((len(inputs) + 1, *start.shape))
        states[0] = start
        # σ(a) = 1/(1 + e^{−a}): the gates start as −(W_x x + b), the minus sign of the rest sits in the weights.
        gates = np.concatenate(
            [-drive(self.W_u[..., n:], inputs, self.b_u), -drive(self.W_r[..., n:], inputs, self.b_r)], axis=-1
        )
        candidates = drive(self.W_c[..., n:], inputs, self.b_c)
        Γu, Γr = gates[..., :n], gates[..., n:]
        gates_of = product_with(-np.concatenate([self.W_u[..., :n], self.W_r[..., :n]], axis=-2))
        candidate_of = product_with(self.W_c[..., :n])
        both, one, kept = np.empty_like(gates[0]) if len(gates) else gates, np.empty_like(start), np.empty_like(start)
        with np.errstate(over="ignore"):
            for c, following, Γ, u, r, candidate in zip(states, states[1:], gates, Γu, Γr, candidates, strict=False):
                gates_of(c, both)
                np.add(Γ, both, Γ)
                np.exp(Γ, Γ)
                np.add(Γ, 1, Γ)
                np.reciprocal(Γ, Γ)
                np.multiply(r, c, kept)
                candidate_of(kept, one)
                np.add(candidate, one, candidate)
                np.tanh(candidate, candidate)
                np.subtract(candidate, c, following)
                np.multiply(following, u, following)
                np.add(following, c, following)
        return Run(states, inputs, {"Γu": Γu, "Γr": Γr}, candidates)

    def paths(self, run: Run) -> dict[str, Array]:
        """D(1−Γu), and the three that carry a factor Γu."""
        n = self.units
        W_uc, W_rc, W_cc = self.W_u[..., :n], self.W_r[..., :n], self.W_c[..., :n]
        c, candidate, Γu, Γr = run.before, run.candidates, run.gates["Γu"], run.gates["Γr"]
        slope = Γu * (1 - candidate**2)
        return {
            "carry": diagonal(1 - Γu),
            "update gate": ((candidate - c) * Γu * (1 - Γu))[..., None] * W_uc,
            "candidate": slope[..., None] * W_cc * Γr[..., None, :],
            "candidate through reset gate": through(slope[..., None] * W_cc * (c * Γr * (1 - Γr))[..., None, :], W_rc),
        }

    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """Through the update gate, the candidate and the reset gate."""
        n = self.units
        c, candidate, Γu, Γr = run.before, run.candidates, run.gates["Γu"], run.gates["Γr"]
        update = adjoints * (candidate - c) * Γu * (1 - Γu)
        inner = adjoints * Γu * (1 - candidate**2)
        reset = pulled(inner, self.W_c[..., :n]) * c * Γr * (1 - Γr)
        seen, kept = join(c, run.inputs), join(Γr * c, run.inputs)
        return {
            "W_u": (update, seen),
            "W_r": (reset, seen),
            "W_c": (inner, kept),
            "b_u": (update, None),
            "b_r": (reset, None),
            "b_c": (inner, None),
        }

    def retention(self, gates: Gates) -> tuple[Array, Array]:
        """(1 − Γu, Γu)."""
        return 1 - gates["Γu"], gates["Γu"]
