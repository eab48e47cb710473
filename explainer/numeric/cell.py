"""What all cells share: named weights checked once, and the four things that an unroll asks of a cell."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields
from typing import ClassVar

from explainer.numeric import limits
from explainer.numeric.arrays import Array
from explainer.records.record import record

Gates = dict[str, Array]


@record(eq=False)
class Run:
    """What a loop leaves behind, time first: states (T+1, [B,] k); inputs, gates and candidates (T, [B,] …)."""

    states: Array
    inputs: Array
    gates: Gates
    candidates: Array

    @property
    def before(self) -> Array:
        """The state before each step, (T, [B,] k)."""
        return self.states[:-1]

    def between(self, start: int, stop: int) -> Run:
        """The part from state `start` to state `stop`."""
        gates = {name: gate[start:stop] for name, gate in self.gates.items()}
        return Run(self.states[start : stop + 1], self.inputs[start:stop], gates, self.candidates[start:stop])


@record(eq=False)
class Cell(ABC):
    """A recurrent cell: a frozen record of weights, with the equation (`step`) and its derivatives.

    Weights may have a leading batch axis (B, rows, columns). A bias is (n,), or (T, n) when it varies over time, or
    (B, 1, n) or (B, T, n) in a batch. Raises ValueError for wrong shapes, NaN and more than 64 units.
    """

    convention: ClassVar[str]
    parts: ClassVar[int] = 1  # vectors of n numbers in one state: 2 for the LSTM's (c, a)

    def __post_init__(self) -> None:
        """Make every weight an array of floats and check its shape."""
        names = [field.name for field in fields(self) if field.name[0] in "Wb"]
        for name in names:
            # A gate's bias may be ±∞: that shuts or opens it exactly.
            array = limits.numbers(name, getattr(self, name), infinite=name.startswith("b_"))
            if array.ndim < (2 if name.startswith("W") else 1):
                raise ValueError(f"{name} has the shape {array.shape}; a weight needs two axes and a bias one.")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        limits.units(self.units)
        for name, expected in self.shapes(self.units, self.inputs).items():
            meaning = f"this weight of a cell with {self.units} units and {self.inputs} inputs"
            limits.shape(name, getattr(self, name), expected, meaning, extra=1 if name.startswith("W") else 2)
        limits.batch(self.batches())

    @property
    @abstractmethod
    def units(self) -> int:
        """n, the number of units."""

    @property
    @abstractmethod
    def inputs(self) -> int:
        """m, the number of inputs."""

    @property
    def size(self) -> int:
        """k, the length of one state: n, or 2n for the LSTM's (c, a)."""
        return self.parts * self.units

    @property
    def batch(self) -> int | None:
        """B when weights or biases are a batch, else None."""
        return limits.batch(self.batches())

    @classmethod
    @abstractmethod
    def shapes(cls, n: int, m: int) -> dict[str, tuple[int, ...]]:
        """The shape of each weight and bias for n units and m inputs, in the order of the record."""

    def batches(self) -> dict[str, int | None]:
        """The batch size of each weight and bias, None where it has no batch axis."""
        result: dict[str, int | None] = {}
        for name in self.shapes(self.units, self.inputs):
            array: Array = getattr(self, name)
            result[name] = len(array) if array.ndim == 3 else None
        return result

    def timed(self) -> dict[str, int]:
        """The number of steps of each bias that varies over time."""
        names = [name for name in self.shapes(self.units, self.inputs) if name.startswith("b_")]
        biases: dict[str, Array] = {name: getattr(self, name) for name in names}
        return {name: b.shape[-2] for name, b in biases.items() if b.ndim == 2 or (b.ndim == 3 and b.shape[-2] > 1)}

    @abstractmethod
    def step(self, state: Array, x: Array, t: int = 0) -> Array:
        """The equation: the next state (…, k) from the last one and the input x (…, m); t picks a varying bias."""

    @abstractmethod
    def run(self, inputs: Array, start: Array) -> Run:
        """The same equation over inputs (T, [B,] m) from start ([B,] k), time first, as fast as NumPy allows."""

    @abstractmethod
    def paths(self, run: Run) -> dict[str, Array]:
        """The one-step Jacobians d state_t / d state_{t−1} split by path, each (T, [B,] k, k), time first."""

    @abstractmethod
    def pulls(self, run: Run, adjoints: Array) -> dict[str, tuple[Array, Array | None]]:
        """For each weight the two factors of its gradient: dL/dW = Σ_t left_t right_tᵀ (right is None for a bias).

        adjoints: dL/d state_t (T, [B,] k), time first.
        """

    @abstractmethod
    def retention(self, gates: Gates) -> tuple[Array, Array] | None:
        """What multiplies the old memory and what writes the candidate: (1−Γu, Γu) for the GRU. None without a gate."""
