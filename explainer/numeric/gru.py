"""The GRU of the course: the reset gate acts before the product, and Γu → 0 remembers."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy import add, divide, exp, subtract, tanh

from explainer.numeric.arrays import (
    Array,
    affine,
    apply,
    at,
    columns,
    diagonal,
    join,
    joined,
    product_with,
    pulled,
    rows,
    sigmoid,
    through,
)
from explainer.numeric.cell import Cell, Gates, Run
from explainer.records.record import record


@record(eq=False)
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
        """The four equations, step after step, in place; every lesson runs this loop, so it is the fastest one."""
        n = self.units
        both_gates, both_biases = np.concatenate([self.W_u, self.W_r], axis=-2), joined(self.b_u, self.b_r)
        fed, W_gates = affine(both_gates, both_biases, inputs, start)
        kept_fed, W_candidate = affine(self.W_c, self.b_c, inputs, start)
        states, kept = fed[..., :n], kept_fed[..., :n]
        # 1 + e^{−a} = 1/σ(a) is kept until the end: Γr ∗ c is then c divided by it, in one call.
        over = np.empty((*inputs.shape[:-1], 2 * n))
        candidates = np.empty((*inputs.shape[:-1], n))
        gates_of, candidate_of = product_with(-W_gates, start), product_with(W_candidate, start)
        ones = np.ones(over.shape[1:])
        steps = zip(states[1:], fed, over, over[..., :n], over[..., n:], kept_fed, kept, candidates, strict=False)
        c = states[0]
        with np.errstate(over="ignore"):
            for following, row, over_both, over_Γu, over_Γr, kept_row, kept_c, candidate in steps:
                gates_of(row, over_both)
                exp(over_both, over_both)
                add(over_both, ones, over_both)
                divide(c, over_Γr, kept_c)
                candidate_of(kept_row, candidate)
                tanh(candidate, candidate)
                subtract(candidate, c, following)
                divide(following, over_Γu, following)
                add(following, c, following)
                c = following
        gates = np.reciprocal(over, over)
        return Run(np.ascontiguousarray(states), inputs, {"Γu": gates[..., :n], "Γr": gates[..., n:]}, candidates)

    def paths(self, run: Run) -> dict[str, Array]:
        """D(1−Γu), and the three that carry a factor Γu."""
        n = self.units
        W_uc, W_rc, W_cc = self.W_u[..., :n], self.W_r[..., :n], self.W_c[..., :n]
        c, candidate, Γu, Γr = run.before, run.candidates, run.gates["Γu"], run.gates["Γr"]
        written = rows(Γu * (1 - candidate**2), W_cc)
        return {
            "carry": diagonal(1 - Γu),
            "update gate": rows((candidate - c) * Γu * (1 - Γu), W_uc),
            "candidate": columns(written, Γr),
            "candidate through reset gate": through(columns(written, c * Γr * (1 - Γr)), W_rc),
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
