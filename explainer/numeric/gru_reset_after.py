"""The GRU of PyTorch, cuDNN and Keras's default: the reset gate acts after the product, and z → 1 remembers."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt
from numpy import add, exp, multiply, reciprocal, subtract, tanh

from explainer.numeric import limits
from explainer.numeric.arrays import Array, apply, at, diagonal, drive, product_with, rows, sigmoid
from explainer.numeric.cell import Cell, Gates, Run
from explainer.records.record import record


@record(eq=False)
class GRUResetAfter(Cell):
    """The GRU of PyTorch's nn.GRU (Cho et al., 2014, first version; Appleyard et al., 2016, in cuDNN).

        r = σ(W_ir x + b_ir + W_hr h' + b_hr)        z = σ(W_iz x + b_iz + W_hz h' + b_hz)
        q = W_hn h' + b_hn
        n = tanh(W_in x + b_in + r ∗ q)
        h = (1 − z) ∗ n + z ∗ h'

    W_ih: (3n, m), W_hh: (3n, n), b_ih, b_hh: (3n,) or (T, 3n); rows r, z, n: PyTorch's own layout. Keras: `from_keras`.
    Not to be confused with the course's GRU: z is 1 − Γu, and r multiplies W_hn h' + b_hn, not h'.
    """

    W_ih: Array
    W_hh: Array
    b_ih: Array
    b_hh: Array
    convention: ClassVar[str] = "pytorch"

    @classmethod
    def from_keras(
        cls, kernel: npt.ArrayLike, recurrent_kernel: npt.ArrayLike, bias: npt.ArrayLike | None = None
    ) -> GRUResetAfter:
        """From Keras's GRU(reset_after=True): kernel (m, 3n), recurrent_kernel (n, 3n), bias (2, 3n), columns z r n."""
        inward, inner = limits.numbers("kernel", kernel), limits.numbers("recurrent_kernel", recurrent_kernel)
        if inner.ndim != 2 or inner.shape[1] != 3 * inner.shape[0]:
            raise ValueError(f"recurrent_kernel has the shape {inner.shape}; Keras's layout is (n, 3n).")
        n = inner.shape[0]
        limits.shape("kernel", inward, (3 * n,), "Keras's kernel")
        biases = limits.numbers("bias", np.zeros((2, 3 * n)) if bias is None else bias)
        if biases.shape != (2, 3 * n):
            raise ValueError(
                f"bias has the shape {biases.shape}; with reset_after=True Keras keeps two rows, (2, {3 * n})."
            )
        order = np.r_[n : 2 * n, :n, 2 * n : 3 * n]  # z, r, n → r, z, n
        return cls(inward.T[order], inner.T[order], biases[0][order], biases[1][order])

    @property
    def units(self) -> int:
        """n."""
        return int(self.W_hh.shape[-1])

    @property
    def inputs(self) -> int:
        """m."""
        return int(self.W_ih.shape[-1])

    @classmethod
    def shapes(cls, n: int, m: int) -> dict[str, tuple[int, ...]]:
        """(3n, m), (3n, n) and two biases (3n,)."""
        return {"W_ih": (3 * n, m), "W_hh": (3 * n, n), "b_ih": (3 * n,), "b_hh": (3 * n,)}

    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """h_t from h_{t−1} and x_t."""
        h = state
        from_x = np.split(apply(self.W_ih, x) + at(self.b_ih, t), 3, axis=-1)
        from_h = np.split(apply(self.W_hh, h) + at(self.b_hh, t), 3, axis=-1)
        r = sigmoid(from_x[0] + from_h[0])
        z = sigmoid(from_x[1] + from_h[1])
        write = sigmoid(-from_x[1] - from_h[1])  # 1 − z without losing the digits of a small one
        candidate = np.tanh(from_x[2] + r * from_h[2])
        return np.asarray(write * candidate + z * h)

    def run(self, inputs: Array, start: Array) -> Run:
        """The equations, step after step, in place."""
        n = self.units
        states = np.empty((len(inputs) + 1, *start.shape))
        states[0] = start
        fed = drive(self.W_ih, inputs, self.b_ih)
        # The state's bias of r and z joins the input's; that of n stays inside q, where r multiplies it.
        still = drive(np.zeros_like(self.W_ih), inputs, self.b_hh)
        # σ(a) = 1/(1 + e^{−a}); the loop computes r and 1 − z = σ(−a_z), so that a small 1 − z keeps its digits.
        sign = np.repeat([-1.0, 1.0], n)
        gates = sign * (fed[..., : 2 * n] + still[..., : 2 * n])
        closing = np.empty_like(gates[..., n:])
        q, candidates = (np.ascontiguousarray(a[..., 2 * n :]) for a in (still, fed))
        gates_of = product_with(sign[:, None] * self.W_hh[..., : 2 * n, :], start)
        q_of = product_with(self.W_hh[..., 2 * n :, :], start)
        ones = np.ones((*start.shape[:-1], 2 * n))
        both, one = np.empty_like(ones), np.empty_like(start)
        r, write = gates[..., :n], gates[..., n:]
        steps = zip(states, states[1:], gates, r, write, closing, q, candidates, strict=False)
        with np.errstate(over="ignore"):
            for h, following, gate, r_t, write_t, a, recalled, candidate in steps:
                gates_of(h, both)
                add(gate, both, gate)
                a[...] = write_t
                exp(gate, gate)
                add(gate, ones, gate)
                reciprocal(gate, gate)
                q_of(h, one)
                add(recalled, one, recalled)
                multiply(r_t, recalled, one)
                add(candidate, one, candidate)
                tanh(candidate, candidate)
                subtract(candidate, h, following)
                multiply(following, write_t, following)
                add(following, h, following)
        return Run(states, inputs, {"r": r, "z": sigmoid(closing), "1-z": write, "q": q}, candidates)

    def paths(self, run: Run) -> dict[str, Array]:
        """D(z), and the three that carry a factor 1 − z."""
        n = self.units
        W_hr, W_hz, W_hn = self.W_hh[..., :n, :], self.W_hh[..., n : 2 * n, :], self.W_hh[..., 2 * n :, :]
        h, candidate, r, z, write, q = run.before, run.candidates, *(run.gates[name] for name in ("r", "z", "1-z", "q"))
        slope = write * (1 - candidate**2)
        return {
            "carry": diagonal(z),
            "update gate": rows((h - candidate) * z * write, W_hz),
            "candidate": rows(slope * r, W_hn),
            "candidate through reset gate": rows(slope * q * r * (1 - r), W_hr),
        }

    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """Through r, z and n: W_hn meets r once more than W_in."""
        h, candidate, r, z, write, q = run.before, run.candidates, *(run.gates[name] for name in ("r", "z", "1-z", "q"))
        inner = adjoints * write * (1 - candidate**2)
        reset = inner * q * r * (1 - r)
        update = adjoints * (h - candidate) * z * write
        from_x = np.concatenate([reset, update, inner], axis=-1)
        from_h = np.concatenate([reset, update, inner * r], axis=-1)
        return {"W_ih": (from_x, run.inputs), "W_hh": (from_h, h), "b_ih": (from_x, None), "b_hh": (from_h, None)}

    def retention(self, gates: Gates) -> tuple[Array, Array]:
        """(z, 1 − z)."""
        return gates["z"], gates["1-z"]
