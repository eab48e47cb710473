"""lstm-backward: the page against the library's own backward pass, a scalar loop typed out, and differences of losses."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue import pencil
from explainer.catalogue import pencil_lstm as by_hand
from explainer.catalogue.lstm import lstm_backward as topic
from explainer.records import Answer, Residual, Table

SLUG = "lstm-backward"
NOTATIONS = ("course", "cho", "pytorch")
MINE: dict[str, Any] = {
    "W_f": [[0.5, 1.0]],
    "W_i": [[-0.3, 0.2]],
    "W_o": [[0.7, -0.4]],
    "W_c": [[0.8, -0.6]],
    "b_f": [1.0],
    "x": [[1.0], [-0.5]],
    "start": [0.2, -0.1],
    "target": [0.3],
}


def tables(answer: Answer) -> dict[str, Table]:
    return {"".join(map(str, block.title)): block for block in answer.blocks if isinstance(block, Table)}


@pytest.mark.parametrize("units", [1, 2, 3])
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_page_agrees_with_the_librarys_backward_pass(units: int, steps: int) -> None:
    given = pencil.round_network("lstm", units, steps, 5, "last")
    page = topic.worked(given)
    trace = numeric.unroll(given.cell, given.inputs, given.start)
    end = np.concatenate([np.zeros(units), trace.states[-1, units:] - page.target])
    found = numeric.gradients(trace, {steps: end})
    for role, letter in zip(by_hand.ROLES, "fico", strict=True):
        block = page.gradient[role]
        assert np.concatenate([block.H, block.X], axis=1) == pytest.approx(found.weights[f"W_{letter}"], rel=1e-11, abs=1e-15)
        assert block.b == pytest.approx(found.weights[f"b_{letter}"], rel=1e-11, abs=1e-15)
    start = np.concatenate([page.back[0]["cell_before"], page.back[0]["before"]])
    assert start == pytest.approx(found.adjoints[0], rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_readers_network_by_differences_of_a_scalar_loss(tmp_path: Path, notation: str) -> None:
    """Six equations typed out; every gradient by nudging, in the norms that the answer gives."""

    def sigmoid(z: float) -> float:
        return 1 / (1 + math.exp(-z))

    def loss(p: dict[str, float]) -> float:
        c, a = p["c"], p["a"]
        for x in (1.0, -0.5):
            forget, write, show = (sigmoid(p[f"{k}a"] * a + p[f"{k}x"] * x + p[f"{k}b"]) for k in "fio")
            c = forget * c + write * math.tanh(p["ca"] * a + p["cx"] * x + p["cb"])
            a = show * math.tanh(c)
        return 0.5 * (a - 0.3) ** 2

    point = {"c": 0.2, "a": -0.1}
    for k in "fioc":
        (W,) = MINE[f"W_{k}"]
        point |= {f"{k}a": W[0], f"{k}x": W[1], f"{k}b": MINE.get(f"b_{k}", [0.0])[0]}
    slope = {name: (loss(point | {name: value + 1e-5}) - loss(point | {name: value - 1e-5})) / 2e-5 for name, value in point.items()}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(MINE), "utf-8")
    values = explainer.explain(SLUG, notation=notation, weights=str(path)).values
    assert values["loss"] == pytest.approx(loss(point), rel=1e-13)
    assert values["start_cell_1"] == pytest.approx(slope["c"], rel=1e-7)
    assert values["start_output_1"] == pytest.approx(slope["a"], rel=1e-7)
    for name, k in (("forget", "f"), ("input", "i"), ("candidate", "c"), ("output", "o")):
        expected = math.sqrt(sum(slope[f"{k}{part}"] ** 2 for part in "axb"))
        assert values[name] == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_the_residuals_are_at_rounding(seed: int) -> None:
    table = tables(explainer.explain(SLUG, seed=seed))["Backpropagation beside the complex step"]
    assert len(table.rows) == 10
    assert all(isinstance(row[-1], Residual) and row[-1].value < 1e-12 for row in table.rows)


@pytest.mark.parametrize("lie", ["one source only", "gates swapped", "slope twice"])
def test_a_planted_lie_is_seen_by_the_complex_step(lie: str) -> None:
    given = pencil.round_network("lstm", 2, 3, 0, "last")
    page = topic.worked(given)
    back = [dict(b) for b in page.back]
    if lie == "one source only":
        for b, v in zip(back, page.steps, strict=True):
            b["δ_f"] = b["ν"] * v["c'"] * v["f"] * (1 - v["f"])
    elif lie == "gates swapped":
        for b in back:
            b["δ_f"], b["δ_i"] = b["δ_i"], b["δ_f"]
    else:
        for b, v in zip(back, page.steps, strict=True):
            b["δ_o"] = b["δ_o"] * v["o"] * (1 - v["o"])
    false = replace(page, gradient=by_hand.gradient(page.steps, back))
    assert max(gap for _, _, gap in topic.compared(given, page)) < 1e-12
    assert max(gap for _, _, gap in topic.compared(given, false)) > 1e-4


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_line_of_the_arithmetic_gives_its_value(notation: str) -> None:
    small = topic.worked(pencil.round_network("lstm", 1, 1, 0, "last"))
    lines = by_hand.arithmetic_back(small.steps[0], small.back[0], small.net, notation, 1, float(small.target[0]))
    assert len(lines) == len(by_hand.BACKWARD)
    for symbol, said, value in lines:
        assert eval(said.replace("·", "*").replace("^", "**"), {"__builtins__": {}}) == pytest.approx(value, abs=5e-6), symbol


def test_the_assignments_formulas_as_the_notebook_has_them() -> None:
    """dc_prev and the others, in the notebook's own way of writing, give the page's numbers."""
    page = topic.worked(pencil.round_network("lstm", 2, 3, 0, "last"))
    for v, b in zip(page.steps, page.back, strict=True):
        da_next, dc_next, tanh = b["λ"], b["ν"], np.tanh(v["c"])
        dft = (dc_next * v["c'"] + v["o"] * (1 - tanh**2) * v["c'"] * da_next) * v["f"] * (1 - v["f"])
        dc_prev = dc_next * v["f"] + v["o"] * (1 - tanh**2) * v["f"] * da_next
        assert b["δ_f"] == pytest.approx(dft, rel=1e-13)
        assert b["cell_before"] == pytest.approx(dc_prev, rel=1e-13)


def test_the_file_may_leave_the_target_out_and_contradictions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({name: value for name, value in MINE.items() if name != "target"}), "utf-8")
    assert explainer.explain(SLUG, weights=str(path)).values["loss"] > 0
    with pytest.raises(ValueError, match="leave --steps out"):
        explainer.explain(SLUG, weights=str(path), steps=3)
    with pytest.raises(ValueError, match="units"):
        explainer.explain(SLUG, units=9)
