"""Reads a reader's own weights and inputs from a small .json or .npz file, and refuses anything else in one sentence.

The file holds named arrays of numbers, in one of these layouts (n units, m inputs, T steps):

    GRU, the course's:   W_u W_r W_c (n, n+m), b_u b_r b_c (n)          acting on [c; x], on [Γr∗c; x] for W_c
    GRU, PyTorch's:      W_ih (3n, m), W_hh (3n, n), b_ih b_hh (3n)     rows r, z, n; also as weight_ih_l0, bias_hh_l0 …
    GRU, Keras's:        kernel (m, 3n), recurrent_kernel (n, 3n), bias (2, 3n)    columns z, r, n; reset_after=True
    LSTM:                W_f W_i W_o W_c (n, n+m), b_f b_i b_o b_c (n)  acting on [a; x]
    plain RNN:           W_a (n, n+m), b_a (n)                          acting on [a; x]

and beside them
    x (T, m)             the inputs, one row a step
    start (n)            the state before the first step, 0 when left out; (2n) for the LSTM: c, then a
    target (n) or (T, n) what the loss compares with, where a topic takes it: L = ½ Σ (state − target)²
Biases may be left out; they are then 0.

A file for one unit, one input and two steps:

    {"W_u": [[0.5, 1.0]], "W_r": [[-0.3, 0.2]], "W_c": [[0.8, -0.6]],
     "b_u": [0.0], "b_r": [0.0], "b_c": [0.1],
     "x": [[1.0], [-0.5]], "start": [0.2]}

In NumPy: np.savez("mine.npz", W_u=W_u, …, x=x). Nothing in the file is run: arrays of Python objects are refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from explainer.numeric import Cell

    Array = npt.NDArray[np.float64]

LARGEST_FILE = 1_000_000  # bytes, also when unpacked
LARGEST_NUMBER = 1e6
# Layout → the weights that it needs, and those that are 0 when left out.
LAYOUTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "gru": (("W_u", "W_r", "W_c"), ("b_u", "b_r", "b_c")),
    "reset_after": (("W_ih", "W_hh"), ("b_ih", "b_hh")),
    "keras": (("kernel", "recurrent_kernel"), ("bias",)),
    "lstm": (("W_f", "W_i", "W_o", "W_c"), ("b_f", "b_i", "b_o", "b_c")),
    "rnn": (("W_a",), ("b_a",)),
}
TITLES = {
    "gru": "the course's GRU",
    "reset_after": "PyTorch's GRU",
    "keras": "Keras's GRU",
    "lstm": "the LSTM",
    "rnn": "the plain RNN",
}
# What a PyTorch state_dict calls them.
PYTORCH_NAMES = {"weight_ih_l0": "W_ih", "weight_hh_l0": "W_hh", "bias_ih_l0": "b_ih", "bias_hh_l0": "b_hh"}
BESIDE = ("x", "start", "target")


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a file holds: the cell, the inputs (T, m), the start (k,), and the target where there is one."""

    layout: str
    cell: Cell
    inputs: Array
    start: Array
    target: Array | None = None


def load(
    path: str, layouts: Sequence[str], *, units: int = 3, inputs: int = 3, steps: int = 3, target: str = "", why: str = ""
) -> Given:
    """The weights and inputs of a file in one of the layouts.

    units, inputs, steps: the largest sizes that the topic can show. target: "" when the topic takes none, "last" for
    (n,), "steps" for (T, n). why: an addition to the sentence when the layout is another one. Raises ValueError with one
    sentence for any fault.
    """
    found = {PYTORCH_NAMES.get(name, name): value for name, value in _arrays(path).items()}
    layout = _layout(found, layouts, why)
    needed, optional = LAYOUTS[layout]
    taken = (*needed, *optional, *(name for name in BESIDE if target or name != "target"))
    for name in found:
        if name not in taken:
            raise ValueError(f"The file has {name[:40]!r}, which is not used here: leave it out. Used are {', '.join(taken)}.")
    for name in (*needed, "x"):
        if name not in found:
            raise ValueError(f"The file has no {name!r}: {TITLES[layout]} needs {', '.join((*needed, 'x'))}.")
    arrays = {name: _numbers(name, value) for name, value in found.items()}
    n, m = _sizes(layout, arrays)
    for name, rows in (("units", (n, units)), ("inputs", (m, inputs)), ("steps", (len(arrays["x"]), steps))):
        if not 1 <= rows[0] <= rows[1]:
            raise ValueError(f"The file's network has {rows[0]} {name}; this page shows 1 to {rows[1]}, so that every number fits on it.")
    shapes = _shapes(layout, n, m, len(arrays["x"]), target)
    for name, shape in shapes.items():
        if name in arrays and arrays[name].shape != shape:
            raise ValueError(f"{name} has the shape {arrays[name].shape}; with n = {n} units and m = {m} inputs it must be {shape}.")
    return _given(layout, arrays, shapes)


def _arrays(path: str) -> Mapping[str, object]:
    """The named values of a file, not looked at yet."""
    file = Path(path)
    if file.suffix.lower() not in (".json", ".npz"):
        raise ValueError(f"Can't tell what {path!r} is: name a file that ends in .json or .npz.")
    try:
        if not file.is_file():
            raise ValueError(f"Can't read {path!r}: there is no such file. Name a .json or .npz file that exists.")
        size = file.stat().st_size
        if size > LARGEST_FILE:
            raise ValueError(f"{path!r} is too large ({size:,} bytes): a small network needs less than {LARGEST_FILE:,}.")
        return _from_json(file) if file.suffix.lower() == ".json" else _from_npz(file)
    except OSError as error:
        raise ValueError(f"Can't read {path!r} ({error.strerror}): name a file that exists and is yours.") from None


def _from_json(file: Path) -> Mapping[str, object]:
    try:
        data = json.loads(file.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{str(file)!r} is not text in UTF-8: save it as UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else " (nested too deeply)"
        raise ValueError(f'{str(file)!r} is not JSON{where}: it must look like {{"W_u": [[0.5, 1]], …, "x": [[1], [0]]}}.') from None
    if not isinstance(data, dict):
        raise ValueError(f'{str(file)!r} must hold names and arrays, such as {{"W_u": [[0.5, 1]], …, "x": [[1], [0]]}}.')
    return data


def _from_npz(file: Path) -> Mapping[str, object]:
    import zipfile

    import numpy as np

    try:
        with zipfile.ZipFile(file) as archive:
            # A small archive may unpack into a huge array.
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_FILE:
                raise ValueError(f"{str(file)!r} is too large unpacked: a small network needs less than {LARGEST_FILE:,} bytes.")
        with np.load(file, allow_pickle=False) as archive:
            return {name: _entry(archive, name) for name in archive.files}
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError):
        raise ValueError(f"{str(file)!r} is no .npz archive: write it with np.savez.") from None


def _entry(archive: Mapping[str, object], name: str) -> object:
    try:
        return archive[name]
    except ValueError:
        raise ValueError(f"{name[:40]} can't be read as an array of numbers (Python objects are not loaded): save plain arrays.") from None


def _layout(found: Mapping[str, object], layouts: Sequence[str], why: str) -> str:
    """The layout whose weights are there: the one of which the most are found."""
    counts = {layout: sum(name in found for name in (*needed, *more)) for layout, (needed, more) in LAYOUTS.items()}
    best = max(counts, key=lambda layout: (counts[layout], layout in layouts))
    if not counts[best]:
        wanted = "; or ".join(f"{', '.join(LAYOUTS[layout][0])} for {TITLES[layout]}" for layout in layouts)
        raise ValueError(f"The file has no weights that are known here: it needs {wanted}.")
    if best not in layouts:
        wanted = " or ".join(TITLES[layout] for layout in layouts)
        raise ValueError(f"The file has the weights of {TITLES[best]}, but this answer needs those of {wanted}{why}.")
    return best


def _numbers(name: str, value: object) -> Array:
    """A value as an array of ordinary numbers."""
    import numpy as np

    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RecursionError):
        array = np.asarray(None)
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be an array of numbers, all rows of one length.")
    with np.errstate(over="ignore"):
        array = array.astype(float)
    if np.isnan(array).any():
        raise ValueError(f"{name} has an entry that is not a number (NaN): replace it by a number.")
    if (np.abs(array) > LARGEST_NUMBER).any():
        raise ValueError(f"{name} has an entry beyond ±{LARGEST_NUMBER:,.0f}, which saturates every unit: scale it down.")
    return array


def _sizes(layout: str, arrays: Mapping[str, Array]) -> tuple[int, int]:
    """n from a weight, m from the inputs."""
    x = arrays["x"]
    if x.ndim != 2:
        raise ValueError(f"x has the shape {x.shape}; it must be (T, m), one row for each step.")
    name = {"reset_after": "W_hh", "keras": "recurrent_kernel"}.get(layout, LAYOUTS[layout][0][0])
    weight = arrays[name]
    if weight.ndim != 2:
        raise ValueError(f"{name} has the shape {weight.shape}; a weight has rows and columns.")
    return int(weight.shape[1] if layout == "reset_after" else weight.shape[0]), int(x.shape[1])


def _shapes(layout: str, n: int, m: int, T: int, target: str) -> dict[str, tuple[int, ...]]:
    from explainer.numeric.networks import CELLS

    if layout == "keras":
        shapes: dict[str, tuple[int, ...]] = {"kernel": (m, 3 * n), "recurrent_kernel": (n, 3 * n), "bias": (2, 3 * n)}
    else:
        shapes = CELLS[layout].shapes(n, m)
    state = (2 * n,) if layout == "lstm" else (n,)
    beside = {"start": state, "target": (T, n) if target == "steps" else (n,)}
    return {**shapes, **beside}


def _given(layout: str, arrays: Mapping[str, Array], shapes: Mapping[str, tuple[int, ...]]) -> Given:
    import numpy as np

    from explainer.numeric import GRUResetAfter
    from explainer.numeric.networks import CELLS

    needed, optional = LAYOUTS[layout]
    weights = {name: arrays[name] if name in arrays else np.zeros(shapes[name]) for name in (*needed, *optional)}
    cell = GRUResetAfter.from_keras(*weights.values()) if layout == "keras" else CELLS[layout](**weights)
    start = arrays["start"] if "start" in arrays else np.zeros(shapes["start"])
    return Given(layout, cell, arrays["x"], start, arrays.get("target"))
