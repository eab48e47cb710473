"""The reader's own weights: every layout read, every fault named in one sentence, nothing in the file run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explainer import numeric
from explainer.catalogue import weights

GRU: dict[str, Any] = {
    "W_u": [[0.5, 1.0]],
    "W_r": [[-0.3, 0.2]],
    "W_c": [[0.8, -0.6]],
    "b_c": [0.1],
    "x": [[1.0], [-0.5]],
    "start": [0.2],
}
ALL = ("gru", "reset_after", "keras", "lstm", "rnn")


def written(folder: Path, data: object, name: str = "mine.json") -> str:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return str(path)


def test_a_file_of_the_course(tmp_path: Path) -> None:
    given = weights.load(written(tmp_path, GRU), ("gru",))
    assert isinstance(given.cell, numeric.GRU)
    assert given.cell.b_u.tolist() == [0.0], "a bias that is left out is 0"
    assert (given.cell.W_c == [[0.8, -0.6]]).all()
    assert (given.inputs == [[1.0], [-0.5]]).all()
    assert given.start.tolist() == [0.2]


def test_json_and_npz_hold_the_same(tmp_path: Path) -> None:
    archive = tmp_path / "mine.npz"
    save: Any = np.savez  # its stubs take the names of arrays for options
    save(archive, **{name: np.array(value) for name, value in GRU.items()})
    one, other = (weights.load(path, ("gru",)) for path in (written(tmp_path, GRU), str(archive)))
    states = [numeric.unroll(given.cell, given.inputs, given.start).states for given in (one, other)]
    assert (states[0] == states[1]).all()


@pytest.mark.parametrize("layout", ["gru", "reset_after", "lstm", "rnn"])
def test_every_layout_is_recognised(layout: str, tmp_path: Path) -> None:
    cell = numeric.fresh(layout, units=2, inputs=3)
    data = {name: getattr(cell, name).tolist() for name in cell.shapes(2, 3)}
    given = weights.load(written(tmp_path, {**data, "x": [[1, 2, 3]]}), ALL)
    assert given.layout == layout
    assert type(given.cell) is type(cell)


def test_a_state_dict_and_keras_weights_give_the_same_cell(tmp_path: Path) -> None:
    cell = numeric.fresh("reset_after", units=2, inputs=1)
    assert isinstance(cell, numeric.GRUResetAfter)
    torch = {"weight_ih_l0": cell.W_ih, "weight_hh_l0": cell.W_hh, "bias_ih_l0": np.arange(6.0), "bias_hh_l0": np.ones(6)}
    swap = [2, 3, 0, 1, 4, 5]  # rows r z n → columns z r n
    keras = {
        "kernel": cell.W_ih[swap].T,
        "recurrent_kernel": cell.W_hh[swap].T,
        "bias": np.stack([np.arange(6.0)[swap], np.ones(6)]),
    }
    found = []
    for name, arrays in (("torch.json", torch), ("keras.json", keras)):
        data = {key: value.tolist() for key, value in arrays.items()} | {"x": [[1.0], [2.0]]}
        found.append(weights.load(written(tmp_path, data, name), ALL))
    assert [given.layout for given in found] == ["reset_after", "keras"]
    one, other = (given.cell for given in found)
    assert all((getattr(one, name) == getattr(other, name)).all() for name in ("W_ih", "W_hh", "b_ih", "b_hh"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"W_u": None}, "W_u must be an array of numbers"),
        ({"W_r": [[1, 2, 3]]}, r"W_r has the shape \(1, 3\); with n = 1 units and m = 1 inputs it must be \(1, 2\)"),
        ({"W_c": [[1, 2], [3]]}, "W_c must be an array of numbers, all rows of one length"),
        ({"W_c": [["1", "2"]]}, "W_c must be an array of numbers"),
        ({"W_c": [[True, False]]}, "W_c must be an array of numbers"),
        ({"b_u": [float("nan")]}, "b_u has an entry that is not a number"),
        ({"b_u": [1e9]}, "b_u has an entry beyond ±1,000,000"),
        ({"b_u": [float("inf")]}, "b_u has an entry beyond"),
        ({"b_u": [10**400]}, "b_u must be an array of numbers"),
        ({"x": [1, 2]}, r"x has the shape \(2,\); it must be \(T, m\)"),
        ({"x": [[1]] * 4}, "4 steps; this page shows 1 to 3"),
        ({"x": []}, "x has the shape"),
        ({"start": [1, 2]}, "start has the shape"),
        ({"W_q": [[1]]}, "The file has 'W_q', which is not used here"),
        ({"target": [1]}, "The file has 'target', which is not used here"),
    ],
)
def test_each_fault_in_one_sentence(change: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=sentence) as refusal:
        weights.load(written(tmp_path, GRU | change), ("gru",))
    assert "\n" not in str(refusal.value)


def test_missing_and_foreign_weights(tmp_path: Path) -> None:
    without = {name: value for name, value in GRU.items() if name != "W_r"}
    with pytest.raises(ValueError, match="The file has no 'W_r'"):
        weights.load(written(tmp_path, without), ("gru",))
    with pytest.raises(ValueError, match="no weights that are known here"):
        weights.load(written(tmp_path, {"x": [[1]]}), ("gru",))
    with pytest.raises(ValueError, match=r"the weights of the course's GRU, but this answer needs those of PyTorch's GRU: so"):
        weights.load(written(tmp_path, GRU), ("reset_after",), why=": so")


@pytest.mark.parametrize(("text", "sentence"), [("{", "is not JSON"), ("[1]", "must hold names"), ("[" * 100_000, "not JSON")])
def test_what_is_not_json(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=sentence):
        weights.load(written(tmp_path, text), ("gru",))


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path, sentence in (
        ("nowhere.json", "no such file"),
        ("weights.txt", "ends in .json or .npz"),
        (str(tmp_path), "ends in .json or .npz"),
        (written(tmp_path, " " * 1_000_001, "large.json"), "too large"),
        (written(tmp_path, "PK no archive", "broken.npz"), "no .npz archive"),
    ):
        with pytest.raises(ValueError, match=sentence):
            weights.load(path, ("gru",))
    (tmp_path / "latin.json").write_bytes(b'{"W_u": "\xff"}')
    with pytest.raises(ValueError, match="UTF-8"):
        weights.load(str(tmp_path / "latin.json"), ("gru",))


def test_python_objects_are_not_loaded(tmp_path: Path) -> None:
    """A pickle in the archive would run code; a bomb would fill the memory."""
    evil, bomb = tmp_path / "evil.npz", tmp_path / "bomb.npz"
    np.savez(evil, W_u=np.array([{"a": 1}], dtype=object))
    np.savez_compressed(bomb, W_u=np.zeros((1000, 1000)))
    with pytest.raises(ValueError, match="Python objects are not loaded"):
        weights.load(str(evil), ("gru",))
    with pytest.raises(ValueError, match="too large unpacked"):
        weights.load(str(bomb), ("gru",))
