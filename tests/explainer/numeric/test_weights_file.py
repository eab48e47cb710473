"""Weights from a file: every layout, and every way a file can be wrong, in a sentence."""

import json
from dataclasses import fields

import numpy as np
import pytest

from explainer.numeric import fresh, random_inputs, unroll, weights_file
from explainer.numeric.networks import CELLS


def written(tmp_path, data, name="weights.json"):
    path = tmp_path / name
    if name.endswith(".npz"):
        np.savez(path, **data)
    else:
        path.write_text(json.dumps({key: np.asarray(value).tolist() for key, value in data.items()}), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["weights.json", "weights.npz"])
@pytest.mark.parametrize("kind", list(CELLS))
def test_there_and_back(tmp_path, kind, name):
    cell = fresh(kind, units=3, inputs=2, bias=0.5)
    data = {field.name: getattr(cell, field.name) for field in fields(cell) if field.name[0] in "Wb"}
    x = random_inputs(4, 2)
    given = weights_file.load(written(tmp_path, {**data, "x": x, "start": np.ones(cell.size)}, name), kind)
    assert np.array_equal(unroll(given.cell, given.inputs, given.start).states, unroll(cell, x, np.ones(cell.size)).states)


def test_biases_inputs_and_start_may_be_left_out(tmp_path):
    given = weights_file.load(written(tmp_path, {"W_u": [[1, 2]], "W_r": [[0, 1]], "W_c": [[1, 0]]}))
    assert np.array_equal(given.cell.b_u, [0.0])
    assert (given.inputs, given.start) == (None, None)


def test_the_names_of_pytorch_and_keras(tmp_path):
    cell = fresh("reset_after", units=3, inputs=2)
    data = dict(zip(weights_file.PYTORCH, (cell.W_ih, cell.W_hh, cell.b_ih + 0.1, cell.b_hh), strict=True))
    given = weights_file.load(written(tmp_path, data), "reset_after")
    assert np.array_equal(given.cell.b_ih, cell.b_ih + 0.1)
    r, z, n = slice(0, 3), slice(3, 6), slice(6, 9)
    keras = {
        "kernel": np.hstack([cell.W_ih[part].T for part in (z, r, n)]),
        "recurrent_kernel": np.hstack([cell.W_hh[part].T for part in (z, r, n)]),
    }
    assert np.array_equal(weights_file.load(written(tmp_path, keras), "reset_after").cell.W_hh, cell.W_hh)


def test_pytorchs_lstm_by_its_documented_equations(tmp_path):
    random = np.random.default_rng(0)
    W_ih, W_hh, b_ih, b_hh = (random.normal(size=shape) for shape in ((12, 2), (12, 3), 12, 12))
    data = dict(zip(weights_file.PYTORCH, (W_ih, W_hh, b_ih, b_hh), strict=True))
    given = weights_file.load(written(tmp_path, data), "lstm")
    h = c = np.zeros(3)
    x = random_inputs(5, 2)
    for row in x:
        i, f, g, o = np.split(W_ih @ row + b_ih + W_hh @ h + b_hh, 4)
        i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
    assert np.allclose(unroll(given.cell, x).last, np.r_[c, h], rtol=0, atol=1e-14)


GOOD = {"W_u": [[1, 2]], "W_r": [[0, 1]], "W_c": [[1, 0]]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", r"no valid JSON \(line 1\)"),
        ("[" * 5000, "no valid JSON"),
        ("[1, 2]", "one JSON object"),
        (json.dumps({"W_u": [[1, 2]]}), "has no W_r, W_c"),
        (json.dumps({**GOOD, "W_q": [[1]]}), "'W_q', which this cell does not know"),
        (json.dumps({**GOOD, "W_u": "print(1)"}), "array of numbers"),
        (json.dumps({**GOOD, "W_u": [[1, 2], [3]]}), "array of numbers"),
        (json.dumps({**GOOD, "W_u": {"a": 1}}), "array of numbers"),
        ('{"W_u": [[NaN, 1]], "W_r": [[0, 1]], "W_c": [[1, 0]]}', "NaN"),
        (json.dumps({**GOOD, "W_c": [[1, 0, 3]]}), "shape"),
        (json.dumps({**GOOD, "W_u": 3}), "shape"),
        ("PK not an archive", "numpy.savez"),
        ("x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_files_that_are_refused(tmp_path, content, sentence):
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=sentence):
        weights_file.load(path)


def test_a_file_that_is_not_there_and_a_kind_that_is_not():
    with pytest.raises(ValueError, match="check the path"):
        weights_file.load("/nowhere/weights.json")
    with pytest.raises(ValueError, match="choose one of gru"):
        weights_file.settled({}, "transformer")


def test_nothing_in_an_archive_is_executed(tmp_path):
    path = tmp_path / "weights.npz"
    np.savez(path, W_u=np.array([print], dtype=object))
    with pytest.raises(ValueError, match=r"numpy\.savez"):
        weights_file.load(path)


def test_complex_numbers_are_refused(tmp_path):
    with pytest.raises(ValueError, match="W_u holds complex numbers"):
        weights_file.load(written(tmp_path, {"W_u": np.array([[1j, 0]])}, "weights.npz"))


def test_an_archive_that_unpacks_to_too_much(tmp_path):
    path = tmp_path / "weights.npz"
    np.savez_compressed(path, W_u=np.zeros((1000, 1000)))
    with pytest.raises(ValueError, match="unpacks to more than 2 MB"):
        weights_file.load(path)
