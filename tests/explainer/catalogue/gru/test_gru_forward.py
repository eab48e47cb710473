"""gru-forward: every number on the page by roads that share no code with it, in three notations and from a file."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue import pencil
from explainer.catalogue import pencil_gru as by_hand
from explainer.records import Answer, Residual, Table

SLUG = "gru-forward"
NOTATIONS = ("course", "cho", "pytorch")
MINE: dict[str, Any] = {
    "W_u": [[0.5, 1.0]],
    "W_r": [[-0.3, 0.2]],
    "W_c": [[0.8, -0.6]],
    "b_c": [0.1],
    "x": [[1.0], [-0.5]],
    "start": [0.2],
}


def tables(answer: Answer) -> dict[str, Table]:
    return {"".join(map(str, block.title)): block for block in answer.blocks if isinstance(block, Table)}


def states(answer: Answer) -> list[float]:
    return list(answer.values.values())


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(MINE), "utf-8")
    return str(path)


def test_a_readers_network_with_scalars_and_the_math_module(mine: str) -> None:
    """The four equations typed out for one unit, without NumPy."""

    def sigmoid(a: float) -> float:
        return 1 / (1 + math.exp(-a))

    c, expected = 0.2, []
    for x in (1.0, -0.5):
        update = sigmoid(0.5 * c + 1.0 * x)
        relevance = sigmoid(-0.3 * c + 0.2 * x)
        candidate = math.tanh(0.8 * relevance * c - 0.6 * x + 0.1)
        c = update * candidate + (1 - update) * c
        expected.append(c)
    for notation in ("course", "cho"):
        answer = explainer.explain(SLUG, notation=notation, weights=mine)
        assert states(answer) == pytest.approx(expected, rel=1e-14)
        assert set(answer.parameters) == {"weights"}, "the file decides the sizes; a slider for them would move nothing"


def test_simple_is_one_unit_and_offers_no_other() -> None:
    answer = explainer.explain(SLUG, level="simple")
    assert set(answer.parameters) == {"steps"}
    assert set(answer.values) == {"step_1_unit_1", "step_2_unit_1"}


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("units", [1, 2, 3])
def test_the_page_agrees_with_the_unroll(notation: str, units: int) -> None:
    layout = "reset_after" if notation == "pytorch" else "gru"
    answer = explainer.explain(SLUG, notation=notation, units=units, steps=3, seed=4)
    given = pencil.round_network(layout, units, 3, 4)
    unrolled = numeric.unroll(given.cell, given.inputs, given.start)
    assert states(answer) == pytest.approx(unrolled.states[1:].ravel().tolist(), rel=1e-13)
    roads = tables(answer)["The memory after each step, by two roads"]
    assert all(isinstance(row[-1], Residual) and row[-1].value < 1e-12 for row in roads.rows)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_line_of_the_arithmetic_gives_its_value(notation: str) -> None:
    """The sums are shown with rounded numbers; read back and computed they give the value beside them."""
    given = pencil.round_network("reset_after" if notation == "pytorch" else "gru", 2, 1, 0)
    net = by_hand.net_of(given.cell, notation)
    (v,) = by_hand.forward(net, given.inputs, given.start)
    names = {"σ": lambda a: 1 / (1 + math.exp(-a)), "tanh": math.tanh}
    for unit in range(2):
        for _, shown, value in by_hand.arithmetic(net, v, 1, unit):
            assert eval(shown.replace("·", "*"), {"__builtins__": {}}, names) == pytest.approx(value, abs=5e-6)


def test_the_corners_of_the_gates() -> None:
    rows: list[Any] = list(next(t for title, t in tables(explainer.explain(SLUG)).items() if "left of the past" in title).rows)
    gaps = [row[-1].value if isinstance(row[-1], Residual) else row[-1] for row in rows]
    assert gaps[2] < 1e-15, "the memory replaced and not looked at: nothing is left"
    assert min(gaps[0], gaps[1], gaps[3]) > 0.1
    assert rows[0][1] == -rows[0][2], "a shut gate keeps the start whole"


def test_chos_numbers_are_the_courses_with_the_gate_mirrored() -> None:
    given = pencil.round_network("gru", 2, 1, 0)
    course, cho = (by_hand.net_of(given.cell, notation) for notation in ("course", "cho"))
    one, other = (by_hand.forward(net, given.inputs, given.start)[0] for net in (course, cho))
    assert np.allclose(one["gate"], 1 - other["gate"], atol=1e-15)
    assert (cho.arrays()["U_z"] == -course.arrays()["W_uc"]).all()
    assert np.allclose(one["state"], other["state"], atol=1e-15)


def test_a_planted_swap_of_the_gates_is_seen() -> None:
    given = pencil.round_network("gru", 2, 2, 0)
    net = by_hand.net_of(given.cell, "course")
    lie = by_hand.Net("course", {**net.blocks, "update": net.blocks["reset"], "reset": net.blocks["update"]})
    states_of = numeric.unroll(given.cell, given.inputs, given.start).states
    assert np.abs(by_hand.forward(lie, given.inputs, given.start)[-1]["state"] - states_of[-1]).max() > 1e-3


def test_bad_input_is_refused_with_a_sentence(mine: str) -> None:
    for wrong, sentence in (
        ({"units": 4}, "every number of every step is on the page"),
        ({"weights": "nowhere.json"}, "no such file"),
        ({"weights": mine, "units": 2}, "The file's network has 1 units, not 2: leave --units out"),
        ({"weights": mine, "notation": "pytorch"}, "add --notation course"),
    ):
        with pytest.raises(ValueError, match=sentence):
            explainer.explain(SLUG, **wrong)


def test_pytorchs_file_is_shown_in_pytorchs_notation(tmp_path: Path) -> None:
    cell = numeric.fresh("reset_after", units=2, inputs=1)
    data = {name: getattr(cell, name).tolist() for name in ("W_ih", "W_hh", "b_ih", "b_hh")} | {"x": [[0.5]]}
    path = tmp_path / "torch.json"
    path.write_text(json.dumps(data), "utf-8")
    answer = explainer.explain(SLUG, notation="pytorch", weights=str(path))
    assert states(answer) == pytest.approx(numeric.unroll(cell, [[0.5]]).last.tolist(), rel=1e-14)
    with pytest.raises(ValueError, match="add --notation pytorch"):
        explainer.explain(SLUG, weights=str(path))
