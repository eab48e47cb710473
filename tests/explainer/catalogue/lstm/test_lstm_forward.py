"""lstm-forward: every number on the page by roads that share no code with it, in three notations and from a file."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer import numeric
from explainer.catalogue import pencil
from explainer.catalogue import pencil_lstm as by_hand
from explainer.records import Answer, Residual, Table

SLUG = "lstm-forward"
NOTATIONS = ("course", "cho", "pytorch")
MINE: dict[str, Any] = {
    "W_f": [[0.5, 1.0]],
    "W_i": [[-0.3, 0.2]],
    "W_o": [[0.7, -0.4]],
    "W_c": [[0.8, -0.6]],
    "b_f": [1.0],
    "x": [[1.0], [-0.5]],
    "start": [0.2, -0.1],
}


def tables(answer: Answer) -> dict[str, Table]:
    return {"".join(map(str, block.title)): block for block in answer.blocks if isinstance(block, Table)}


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(MINE), "utf-8")
    return str(path)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_readers_network_with_scalars_and_the_math_module(mine: str, notation: str) -> None:
    """The six equations typed out for one unit, without NumPy."""

    def sigmoid(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    expected: dict[str, float] = {}
    c, a = 0.2, -0.1
    for t, x in enumerate((1.0, -0.5), start=1):
        forget, write, show = sigmoid(0.5 * a + x + 1), sigmoid(-0.3 * a + 0.2 * x), sigmoid(0.7 * a - 0.4 * x)
        c = forget * c + write * math.tanh(0.8 * a - 0.6 * x)
        a = show * math.tanh(c)
        expected |= {f"step_{t}_cell_1": c, f"step_{t}_output_1": a}
    answer = explainer.explain(SLUG, notation=notation, weights=mine)
    assert dict(answer.values) == pytest.approx(expected, rel=1e-14)
    assert set(answer.parameters) == {"weights"}, "the file decides the sizes"


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("units", [1, 2, 3])
def test_the_page_agrees_with_the_unroll(notation: str, units: int) -> None:
    answer = explainer.explain(SLUG, notation=notation, units=units, steps=3, seed=4)
    given = pencil.round_network("lstm", units, 3, 4)
    unrolled = numeric.unroll(given.cell, given.inputs, given.start).states[1:]
    assert list(answer.values.values()) == pytest.approx(unrolled.ravel().tolist(), rel=1e-12)
    roads = tables(answer)["Cell, then output, after each step, by two roads"]
    assert all(isinstance(row[-1], Residual) and row[-1].value < 1e-12 for row in roads.rows)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_line_of_the_arithmetic_gives_its_value(notation: str) -> None:
    """The sums are shown with rounded numbers; read back and computed they give the value beside them."""
    given = pencil.round_network("lstm", 2, 1, 0)
    assert isinstance(given.cell, numeric.LSTM)
    net = by_hand.net_of(given.cell)
    (v,) = by_hand.forward(net, given.inputs, given.start)
    for unit in (0, 1):
        lines = by_hand.arithmetic(net, v, notation, 1, unit)
        assert len(lines) == len(by_hand.FORWARD)
        for symbol, said, value in lines:
            python = said.replace("·", "*").replace("^", "**").replace("σ", "sigmoid")
            names = {"tanh": math.tanh, "sigmoid": lambda z: 1 / (1 + math.exp(-z))}
            assert eval(python, names) == pytest.approx(value, abs=2e-6), symbol


def test_a_swapped_gate_is_noticed() -> None:
    given = pencil.round_network("lstm", 2, 2, 0)
    assert isinstance(given.cell, numeric.LSTM)
    net = by_hand.net_of(given.cell)
    swapped = {**net, "f": net["i"], "i": net["f"]}
    right, wrong = (by_hand.forward(each, given.inputs, given.start)[-1]["c"] for each in (net, swapped))
    assert abs(right - wrong).max() > 1e-3


def test_the_corners_and_the_growing_cell() -> None:
    answer = explainer.explain(SLUG)
    rows = {str(row[0]): row for row in tables(answer)["Gates at their ends"].rows}
    keep, new = rows["keep"][3], rows["replace"][3]
    assert isinstance(keep, float)
    assert isinstance(new, float)
    assert rows["empty"][3] == 0
    assert rows["add"][3] == pytest.approx(keep + new)
    found = tables(answer)["Why the second tanh"].rows
    assert [row[1] for row in found] == pytest.approx([1, 2, 5, 10, 20], abs=1e-9)
    assert [row[2] for row in found] == pytest.approx([math.tanh(t) for t in (1, 2, 5, 10, 20)], abs=1e-9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"W_f": None}, "no 'W_f'"),
        ({"start": [0.1]}, "must be \\(2,\\)"),
        ({"W_i": [[0.1]]}, "must be \\(1, 2\\)"),
        ({"x": [[1.0]] * 9}, "9 steps"),
        ({"W_q": [[1.0]]}, "'W_q'"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    data = {name: value for name, value in (MINE | change).items() if value is not None}
    path = tmp_path / "faulty.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(ValueError, match=said):
        explainer.explain(SLUG, weights=str(path))
