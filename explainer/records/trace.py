"""What an unroll leaves behind: every state, gate and candidate, with the cell and the seed that made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explainer.records.record import record

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric.cell import Cell


@record(eq=False)
class Trace:
    """A cell unrolled over T steps. Batch axis first where there is one; then time.

    cell: the weights, in their convention. start: the state before the first step, states[..., 0, :].
    inputs: (…, T, m), inputs[..., t, :] is read by step t+1.
    states: (…, T+1, k); k = n, or 2n for the LSTM's [c; a]. states[..., t, :] is c_t.
    gates: by the letters of the cell's convention ("Γu", "Γr"; "r", "z", "1-z", "q"; "Γf", "Γi", "Γo"; "f"), (…, T, n).
    candidates: (…, T, n). seed: what the network was made from, None when the weights were given.
    Jacobians are computed from it on demand (numeric.paths, numeric.product, numeric.gradients).
    """

    cell: Cell
    inputs: npt.NDArray[np.float64]
    states: npt.NDArray[np.float64]
    gates: Mapping[str, npt.NDArray[np.float64]]
    candidates: npt.NDArray[Any]
    seed: int | None = None

    @property
    def steps(self) -> int:
        """T."""
        return int(self.inputs.shape[-2])

    @property
    def units(self) -> int:
        """n."""
        return self.cell.units

    @property
    def batch(self) -> int | None:
        """B, or None."""
        return len(self.states) if self.states.ndim == 3 else None

    @property
    def convention(self) -> str:
        """ "course", "pytorch" or "zhou": which letters and signs the gates have."""
        return self.cell.convention

    @property
    def start(self) -> npt.NDArray[np.float64]:
        """The state before the first step, (…, k)."""
        return self.states[..., 0, :]

    @property
    def last(self) -> npt.NDArray[np.float64]:
        """The state after the last step, (…, k)."""
        return self.states[..., -1, :]

    @property
    def memory(self) -> npt.NDArray[np.float64]:
        """The remembering part of every state, (…, T+1, n): c for the LSTM's [c; a], else the state itself."""
        return self.states[..., : self.cell.units]
