"""A reader's own weights from a small JSON or .npz file: names to arrays, in the course's, PyTorch's or Keras's layout.

A file holds the cell's own names (W_u, W_r, W_c, b_u, b_r, b_c for the GRU), or PyTorch's (weight_ih_l0, weight_hh_l0,
bias_ih_l0, bias_hh_l0: GRUResetAfter and LSTM), or Keras's (kernel, recurrent_kernel, bias: GRUResetAfter); and may hold
`x`, the inputs (T, m), and `start`, the state before them. Biases that are left out are 0.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from explainer.numeric import limits
from explainer.numeric.arrays import Array
from explainer.numeric.cell import Cell
from explainer.numeric.gru_reset_after import GRUResetAfter
from explainer.numeric.lstm import LSTM
from explainer.numeric.networks import CELLS
from explainer.records.record import record

BYTES = 2_000_000
PYTORCH = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
KERAS = ("kernel", "recurrent_kernel", "bias")
BESIDE = ("x", "start")


@record(eq=False)
class Given:
    """What the reader gave: the cell, and the inputs and the start if they were in the file."""

    cell: Cell
    inputs: Array | None
    start: Array | None


def load(path: str | Path, kind: str = "gru") -> Given:
    """The cell of a JSON or .npz file of at most 2 MB. Raises ValueError with a sentence for whatever is wrong with it."""
    file = Path(path)
    try:
        if file.stat().st_size > BYTES:
            raise ValueError(f"{file.name} is larger than 2 MB; give a small network, at most {limits.UNITS} units.")
        raw = file.read_bytes()
    except OSError as problem:
        raise ValueError(f"{file.name} can't be read: {problem.strerror or problem}; check the path.") from None
    return settled(from_npz(file) if raw[:2] == b"PK" else from_json(file.name, raw), kind)


def from_json(name: str, raw: bytes) -> dict[str, object]:
    """A JSON object of nested lists."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        where = f" (line {problem.lineno})" if isinstance(problem, json.JSONDecodeError) else ""
        raise ValueError(f"{name} is no valid JSON{where}; it should look like {{\"W_u\": [[0.1, 0.2]], …}}.") from None
    if not isinstance(data, dict):
        raise ValueError(f'{name} must hold one JSON object with the names of the weights, such as {{"W_u": [[0.1, 0.2]]}}.')
    return data


def from_npz(file: Path) -> dict[str, object]:
    """The arrays of an .npz archive; nothing in it is executed, and nothing larger than the limit is unpacked."""
    refusal = f"{file.name} is no archive that numpy.savez writes; save the weights with numpy.savez or as JSON."
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(member.file_size for member in archive.infolist()) > BYTES:
                raise ValueError(f"{file.name} unpacks to more than 2 MB; give a small network.")
        with np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, RuntimeError):
        raise ValueError(refusal) from None
    except ValueError as problem:
        raise (problem if "2 MB" in str(problem) else ValueError(refusal)) from None


def settled(data: Mapping[str, object], kind: str) -> Given:
    """A cell of this kind from names and arrays."""
    if kind not in CELLS:
        raise ValueError(f"There is no cell {kind!r} here; choose one of {', '.join(CELLS)}.")
    arrays = {name: limits.numbers(name, array_like(value)) for name, value in data.items()}
    for name, array in arrays.items():
        if np.iscomplexobj(array):
            raise ValueError(f"{name} holds complex numbers; give real ones.")
    beside = {name: arrays.pop(name) for name in BESIDE if name in arrays}
    cell = build(arrays, kind)
    return Given(cell, beside.get("x"), beside.get("start"))


def build(arrays: dict[str, Array], kind: str) -> Cell:
    """The cell, by whichever layout's names are there."""
    if kind in ("reset_after", "lstm") and PYTORCH[0] in arrays:
        named(arrays, PYTORCH[:2], PYTORCH)
        rows = np.atleast_1d(arrays[PYTORCH[0]]).shape[0]
        four = [arrays.get(name, np.zeros(rows)) for name in PYTORCH]
        return GRUResetAfter(*four) if kind == "reset_after" else LSTM.from_pytorch(*four)
    if kind == "reset_after" and KERAS[0] in arrays:
        named(arrays, KERAS[:2], KERAS)
        return GRUResetAfter.from_keras(arrays["kernel"], arrays["recurrent_kernel"], arrays.get("bias"))
    shapes = CELLS[kind].shapes(1, 1)
    weights = [name for name in shapes if name.startswith("W")]
    named(arrays, weights, shapes)
    rows = np.atleast_1d(arrays[weights[0]]).shape[0]
    return CELLS[kind](**{name: arrays.get(name, np.zeros(rows)) for name in shapes})


def named(arrays: Mapping[str, Array], needed: Mapping[str, object] | list[str] | tuple[str, ...],
          known: Mapping[str, object] | tuple[str, ...]) -> None:  # fmt: skip
    """Refuse a file that lacks a weight or has one that this cell does not know."""
    missing = [name for name in needed if name not in arrays]
    if missing:
        raise ValueError(f"The file has no {', '.join(missing)}; this cell needs {', '.join(known)} (biases may be left out).")
    strange = [name for name in arrays if name not in known]
    if strange:
        raise ValueError(f"The file has {', '.join(map(repr, strange))}, which this cell does not know; it takes {', '.join(known)}.")


def array_like(value: object) -> npt.ArrayLike:
    """A value of the file; text in it is refused by `limits.numbers`."""
    return value  # type: ignore[return-value]
