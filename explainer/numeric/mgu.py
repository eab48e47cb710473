"""The minimal gated unit: one gate that both resets and updates."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy import add, exp, multiply, reciprocal, subtract, tanh

from explainer.numeric.arrays import (
    Array,
    apply,
    at,
    columns,
    diagonal,
    drive,
    join,
    product_with,
    pulled,
    rows,
    sigmoid,
    through,
)
from explainer.numeric.cell import Cell, Gates, Run
from explainer.records.record import record


@record(eq=False)
class MGU(Cell):
    """The minimal gated unit (Zhou et al., 2016).

        f = σ(W_f [h'; x] + b_f)
        n = tanh(W_n [f ∗ h'; x] + b_n)
        h = (1 − f) ∗ h' + f ∗ n

    W_f, W_n: (n, n+m) acting on [h; x]; b_f, b_n: (n,) or (T, n).
    Not to be confused with an LSTM: this "forget gate" writes, and f → 0 remembers.
    """

    W_f: Array
    W_n: Array
    b_f: Array
    b_n: Array
    convention: ClassVar[str] = "zhou"

    @property
    def units(self) -> int:
        """n."""
        return int(self.W_f.shape[-2])

    @property
    def inputs(self) -> int:
        """m."""
        return int(self.W_f.shape[-1]) - self.units

    @classmethod
    def shapes(cls, n: int, m: int) -> dict[str, tuple[int, ...]]:
        """Two weights (n, n+m) and two biases (n,)."""
        return {"W_f": (n, n + m), "W_n": (n, n + m), "b_f": (n,), "b_n": (n,)}

    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """h_t from h_{t−1} and x_t."""
        h = state
        f = sigmoid(apply(self.W_f, join(h, x)) + at(self.b_f, t))
        candidate = np.tanh(apply(self.W_n, join(f * h, x)) + at(self.b_n, t))
        return np.asarray((1 - f) * h + f * candidate)

    def run(self, inputs: Array, start: Array) -> Run:
        """The equations, step after step, in place."""
        n = self.units
        states = np.empty((len(inputs) + 1, *start.shape))
        states[0] = start
        gates = -drive(self.W_f[..., n:], inputs, self.b_f)
        candidates = drive(self.W_n[..., n:], inputs, self.b_n)
        gate_of, candidate_of = product_with(-self.W_f[..., :n], start), product_with(self.W_n[..., :n], start)
        one, kept, ones = np.empty_like(start), np.empty_like(start), np.ones_like(start)
        with np.errstate(over="ignore"):
            for h, following, f, candidate in zip(states, states[1:], gates, candidates, strict=False):
                gate_of(h, one)
                add(f, one, f)
                exp(f, f)
                add(f, ones, f)
                reciprocal(f, f)
                multiply(f, h, kept)
                candidate_of(kept, one)
                add(candidate, one, candidate)
                tanh(candidate, candidate)
                subtract(candidate, h, following)
                multiply(following, f, following)
                add(following, h, following)
        return Run(states, inputs, {"f": gates}, candidates)

    def paths(self, run: Run) -> dict[str, Array]:
        """D(1−f), and the three that carry a factor f."""
        n = self.units
        W_fh, W_nh = self.W_f[..., :n], self.W_n[..., :n]
        h, candidate, f = run.before, run.candidates, run.gates["f"]
        written = rows(f * (1 - candidate**2), W_nh)
        return {
            "carry": diagonal(1 - f),
            "update gate": rows((candidate - h) * f * (1 - f), W_fh),
            "candidate": columns(written, f),
            "candidate through reset gate": through(columns(written, h * f * (1 - f)), W_fh),
        }

    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """Through the gate (in both its places) and the candidate."""
        n = self.units
        h, candidate, f = run.before, run.candidates, run.gates["f"]
        inner = adjoints * f * (1 - candidate**2)
        gate = (adjoints * (candidate - h) + pulled(inner, self.W_n[..., :n]) * h) * f * (1 - f)
        seen, kept = join(h, run.inputs), join(f * h, run.inputs)
        return {"W_f": (gate, seen), "W_n": (inner, kept), "b_f": (gate, None), "b_n": (inner, None)}

    def retention(self, gates: Gates) -> tuple[Array, Array]:
        """(1 − f, f)."""
        return 1 - gates["f"], gates["f"]
