"""The LSTM with a forget gate, in the course's letters."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt
from numpy import add, exp, multiply, reciprocal, tanh

from explainer.numeric import limits
from explainer.numeric.arrays import Array, apply, at, diagonal, drive, join, matrices, product_with, rows, sigmoid
from explainer.numeric.cell import Cell, Gates, Run
from explainer.records.record import record


@record(eq=False)
class LSTM(Cell):
    """Long short-term memory with a forget gate (Hochreiter & Schmidhuber, 1997; Gers, Schmidhuber & Cummins, 2000).

        Γf = σ(W_f [a'; x] + b_f)    Γi = σ(W_i [a'; x] + b_i)    Γo = σ(W_o [a'; x] + b_o)
        c̃  = tanh(W_c [a'; x] + b_c)
        c  = Γi ∗ c̃ + Γf ∗ c'
        a  = Γo ∗ tanh(c)

    W_f, W_i, W_o, W_c: (n, n+m) acting on [a; x]; biases (n,) or (T, n). A state is [c; a], 2n numbers, c first.
    The course's lectures write Γu for Γi. PyTorch: f = Γf, i = Γi, o = Γo, g = c̃, h = a; its rows are i, f, g, o.
    Not to be confused with the GRU: Γf and Γi are not tied (c is no average and can grow), and the gates see a, not c.
    """

    W_f: Array
    W_i: Array
    W_o: Array
    W_c: Array
    b_f: Array
    b_i: Array
    b_o: Array
    b_c: Array
    convention: ClassVar[str] = "course"
    parts: ClassVar[int] = 2

    @classmethod
    def from_pytorch(
        cls, W_ih: npt.ArrayLike, W_hh: npt.ArrayLike, b_ih: npt.ArrayLike | None = None, b_hh: npt.ArrayLike | None = None
    ) -> LSTM:
        """From PyTorch's nn.LSTM: W_ih (4n, m), W_hh (4n, n), two biases (4n,), rows i, f, g, o; the biases are added."""
        inward, inner = limits.numbers("W_ih", W_ih), limits.numbers("W_hh", W_hh)
        if inner.ndim != 2 or inner.shape[0] != 4 * inner.shape[1]:
            raise ValueError(f"W_hh has the shape {inner.shape}; PyTorch's layout is (4n, n).")
        limits.shape("W_ih", inward.T, (4 * inner.shape[1],), "PyTorch's W_ih, transposed,")
        given = [limits.numbers("bias", bias) for bias in (b_ih, b_hh) if bias is not None]
        bias = np.zeros(len(inner)) + sum(limits.shape("bias", b, (len(inner),), "PyTorch's bias", extra=0) for b in given)
        i, f, g, o = np.split(np.concatenate([inner, inward], axis=1), 4)
        b_i, b_f, b_g, b_o = np.split(bias, 4)
        return cls(f, i, o, g, b_f, b_i, b_o, b_g)

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
        """Four weights (n, n+m) and four biases (n,)."""
        weights: dict[str, tuple[int, ...]] = dict.fromkeys(("W_f", "W_i", "W_o", "W_c"), (n, n + m))
        return weights | dict.fromkeys(("b_f", "b_i", "b_o", "b_c"), (n,))

    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """[c_t; a_t] from [c_{t−1}; a_{t−1}] and x_t."""
        c, a = state[..., : self.units], state[..., self.units :]
        Γf = sigmoid(apply(self.W_f, join(a, x)) + at(self.b_f, t))
        Γi = sigmoid(apply(self.W_i, join(a, x)) + at(self.b_i, t))
        Γo = sigmoid(apply(self.W_o, join(a, x)) + at(self.b_o, t))
        candidate = np.tanh(apply(self.W_c, join(a, x)) + at(self.b_c, t))
        c = Γi * candidate + Γf * c
        return join(c, Γo * np.tanh(c))

    def run(self, inputs: Array, start: Array) -> Run:
        """The six equations, step after step, in place."""
        n = self.units
        states = np.empty((len(inputs) + 1, *start.shape))
        states[0] = start
        weights, biases = (self.W_f, self.W_i, self.W_o), (self.b_f, self.b_i, self.b_o)
        fed = [-drive(W[..., n:], inputs, b) for W, b in zip(weights, biases, strict=True)]
        gates = np.concatenate(fed, axis=-1)
        candidates = drive(self.W_c[..., n:], inputs, self.b_c)
        Γf, Γi, Γo = gates[..., :n], gates[..., n : 2 * n], gates[..., 2 * n :]
        a = np.ascontiguousarray(start[..., n:])
        gates_of = product_with(-np.concatenate([W[..., :n] for W in weights], axis=-2), a)
        candidate_of = product_with(self.W_c[..., :n], a)
        ones = np.ones((*start.shape[:-1], 3 * n))
        three, one = np.empty_like(ones), np.empty_like(a)
        cells, outputs = states[..., :n], states[..., n:]
        steps = zip(cells, cells[1:], outputs[1:], gates, Γf, Γi, Γo, candidates, strict=False)
        with np.errstate(over="ignore"):
            for c, c_next, a_next, Γ, f, i, o, candidate in steps:
                gates_of(a, three)
                add(Γ, three, Γ)
                exp(Γ, Γ)
                add(Γ, ones, Γ)
                reciprocal(Γ, Γ)
                candidate_of(a, one)
                add(candidate, one, candidate)
                tanh(candidate, candidate)
                multiply(f, c, c_next)
                multiply(i, candidate, one)
                add(c_next, one, c_next)
                tanh(c_next, one)
                multiply(o, one, a)
                a_next[...] = a
        return Run(states, inputs, {"Γf": Γf, "Γi": Γi, "Γo": Γo}, candidates)

    def paths(self, run: Run) -> dict[str, Array]:
        """The 2 × 2 blocks [[c←c, c←a], [a←c, a←a]] by path; what reaches c reaches a too, by S = Γo(1 − tanh² c)."""
        n = self.units
        c, candidate = run.before[..., :n], run.candidates
        Γf, Γi, Γo = (run.gates[name] for name in ("Γf", "Γi", "Γo"))
        squashed = np.tanh(run.states[1:, ..., :n])
        S = (Γo * (1 - squashed**2))[..., None]

        def both(into_c: Array, column: int) -> Array:
            """The path into c, and from there into a."""
            block = matrices(np.zeros((2 * n, 2 * n, *c.shape[:-1])))
            block[..., :n, column * n : (column + 1) * n] = into_c
            block[..., n:, column * n : (column + 1) * n] = S * into_c
            return block

        output = matrices(np.zeros((2 * n, 2 * n, *c.shape[:-1])))
        output[..., n:, n:] = rows(squashed * Γo * (1 - Γo), self.W_o[..., :n])
        return {
            "carry": both(diagonal(Γf), 0),
            "forget gate": both(rows(c * Γf * (1 - Γf), self.W_f[..., :n]), 1),
            "update gate": both(rows(candidate * Γi * (1 - Γi), self.W_i[..., :n]), 1),
            "candidate": both(rows(Γi * (1 - candidate**2), self.W_c[..., :n]), 1),
            "output gate": output,
        }

    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """dL/dc_t here already holds what comes from later steps; a_t adds its share within the step."""
        n = self.units
        c, candidate = run.before[..., :n], run.candidates
        Γf, Γi, Γo = (run.gates[name] for name in ("Γf", "Γi", "Γo"))
        squashed = np.tanh(run.states[1:, ..., :n])
        to_a = adjoints[..., n:]
        to_c = adjoints[..., :n] + to_a * Γo * (1 - squashed**2)
        left = {
            "f": to_c * c * Γf * (1 - Γf),
            "i": to_c * candidate * Γi * (1 - Γi),
            "o": to_a * squashed * Γo * (1 - Γo),
            "c": to_c * Γi * (1 - candidate**2),
        }
        seen = join(run.before[..., n:], run.inputs)
        weights: dict[str, tuple[Array, Array | None]] = {f"W_{name}": (pull, seen) for name, pull in left.items()}
        return weights | {f"b_{name}": (pull, None) for name, pull in left.items()}

    def retention(self, gates: Gates) -> tuple[Array, Array]:
        """(Γf, Γi): two gates that need not add up to 1."""
        return gates["Γf"], gates["Γi"]
