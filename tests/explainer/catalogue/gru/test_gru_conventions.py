"""gru-conventions: what differs and what agrees, each by a loop of its own; files in every layout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue import pencil
from explainer.catalogue import pencil_gru as by_hand
from explainer.catalogue.gru import gru_conventions
from explainer.catalogue.weights import Given
from explainer.records import Residual, Table

SLUG = "gru-conventions"


def sigmoid(a: Any) -> Any:
    return 1 / (1 + np.exp(-a))


def chos_loop(given: Given, sign: float) -> Any:
    """Cho et al. 2014 typed out: h = z h' + (1 − z) h~, with the course's numbers and a sign for those of z."""
    cell, h = given.cell, given.start
    assert isinstance(cell, numeric.GRU)
    for x in given.inputs:
        seen = np.r_[h, x]
        z = sigmoid(sign * (cell.W_u @ seen + cell.b_u))
        r = sigmoid(cell.W_r @ seen + cell.b_r)
        h = z * h + (1 - z) * np.tanh(cell.W_c @ np.r_[r * h, x] + cell.b_c)
    return h


def pytorchs_cell(cell: numeric.GRU, sign: float) -> numeric.GRUResetAfter:
    """The course's numbers stacked into PyTorch's layout, rows r, z, n."""
    n = cell.units
    order = ((cell.W_r, cell.b_r, 1.0), (cell.W_u, cell.b_u, sign), (cell.W_c, cell.b_c, 1.0))
    return numeric.GRUResetAfter(
        np.concatenate([s * W[:, n:] for W, _, s in order]),
        np.concatenate([s * W[:, :n] for W, _, s in order]),
        np.concatenate([s * b for _, b, s in order]),
        np.zeros(3 * n),
    )


@pytest.mark.parametrize("units", [1, 2, 3])
@pytest.mark.parametrize("seed", [0, 3])
def test_the_gaps_by_other_loops(units: int, seed: int) -> None:
    values = explainer.explain(SLUG, units=units, seed=seed).values
    given = pencil.round_network("gru", units, 3, seed)
    assert isinstance(given.cell, numeric.GRU)
    own = numeric.unroll(given.cell, given.inputs, given.start).last
    assert values["misread"] == pytest.approx(np.abs(chos_loop(given, 1) - own).max(), rel=1e-12)
    assert values["misread"] > 1e-3, "the same numbers under the wrong sign are seen"
    assert np.abs(chos_loop(given, -1) - own).max() < 1e-14
    assert values["mapped"] < 1e-14
    after = numeric.unroll(pytorchs_cell(given.cell, -1), given.inputs, given.start).last
    assert values["place"] == pytest.approx(np.abs(after - own).max(), rel=1e-9, abs=1e-14)
    assert (values["place"] > 1e-4) == (units > 1)
    assert max(values["diagonal"], values["same_reset"], values["keras"]) < 1e-14


def test_keras_layer_that_resets_before_the_product_takes_the_courses_weights() -> None:
    given = pencil.round_network("gru", 3, 3, 1)
    found = gru_conventions.read(by_hand.net_of(given.cell, "course"), given)
    own = numeric.unroll(given.cell, given.inputs, given.start).last
    assert found.states["course"] == pytest.approx(own, abs=1e-15)
    assert found.states["keras before"] == pytest.approx(own, abs=1e-14)
    assert np.abs(found.states["keras after"] - own).max() > 1e-3


def test_pytorchs_numbers() -> None:
    values = explainer.explain(SLUG, notation="pytorch").values
    given = pencil.round_network("reset_after", 2, 3, 0)
    assert isinstance(given.cell, numeric.GRUResetAfter)
    own = numeric.unroll(given.cell, given.inputs, given.start).last
    W_ih, W_hh, b_ih, b_hh = (array.copy() for array in (given.cell.W_ih, given.cell.W_hh, given.cell.b_ih, given.cell.b_hh))
    for array in (W_ih, W_hh, b_ih, b_hh):
        array[2:4] *= -1  # z read as the course's gate is z with the other sign
    wrong = numeric.unroll(numeric.GRUResetAfter(W_ih, W_hh, b_ih, b_hh), given.inputs, given.start).last
    assert values["misread"] == pytest.approx(np.abs(wrong - own).max(), rel=1e-9)
    assert values["mapped"] < 1e-14
    for rows, same in ((slice(0, 2), True), (slice(2, 4), True), (slice(4, 6), False)):
        b_ih, b_hh = given.cell.b_ih.copy(), given.cell.b_hh.copy()
        b_ih[rows] -= 0.5
        b_hh[rows] += 0.5
        moved = numeric.GRUResetAfter(given.cell.W_ih, given.cell.W_hh, b_ih, b_hh)
        change = np.abs(numeric.unroll(moved, given.inputs, given.start).last - own).max()
        assert (change < 1e-14) == same
    assert values["moved"] == pytest.approx(change, rel=1e-9)


def test_a_keras_file_and_a_pytorch_file_of_one_cell_give_one_answer(tmp_path: Path) -> None:
    cell = numeric.fresh("reset_after", units=2, inputs=2, seed=5)
    assert isinstance(cell, numeric.GRUResetAfter)
    x, swap = [[0.5, 1.0], [-0.2, 0.3]], [2, 3, 0, 1, 4, 5]
    torch = {"weight_ih_l0": cell.W_ih.tolist(), "weight_hh_l0": cell.W_hh.tolist(), "x": x}
    keras = {"kernel": cell.W_ih[swap].T.tolist(), "recurrent_kernel": cell.W_hh[swap].T.tolist(), "x": x}
    answers = []
    for name, data in (("torch.json", torch), ("keras.json", keras)):
        path = tmp_path / name
        path.write_text(json.dumps(data), "utf-8")
        answers.append(explainer.explain(SLUG, weights=str(path)))
    assert answers[0].values == answers[1].values
    assert answers[0].values["misread"] > 1e-6


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_the_tables_show_agreement_and_difference(notation: str) -> None:
    answer = explainer.explain(SLUG, notation=notation)
    main, places, biases, sides = [block for block in answer.blocks if isinstance(block, Table)]
    named = [row for row in main.rows if str(row[0]).startswith("taken by name")]
    assert len(named) == (3 if notation == "pytorch" else 2)
    assert all(isinstance(row[2], float) and row[2] > 1e-3 for row in named), "nothing agrees by name"
    agreeing = [row for row in main.rows if isinstance(row[2], Residual)]
    assert len(agreeing) == 2
    assert [isinstance(row[1], Residual) for row in places.rows] == [False, True, True]
    assert [isinstance(row[1], Residual) for row in biases.rows].count(True) == 2
    assert len(sides.rows) == 6


def test_simple_speaks_of_one_unit() -> None:
    answer = explainer.explain(SLUG, level="simple")
    assert "agree in a single unit" in str(explainer.render(answer, "text")).replace("\n", " ")


def test_bad_input_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "lstm.json"
    path.write_text(json.dumps({"W_f": [[1, 1]], "W_i": [[1, 1]], "W_o": [[1, 1]], "W_c": [[1, 1]], "x": [[1]]}), "utf-8")
    with pytest.raises(ValueError, match="the weights of the LSTM"):
        explainer.explain(SLUG, weights=str(path))
    with pytest.raises(ValueError, match="n must be from 1 to 3"):
        explainer.explain(SLUG, units=9)
