"""gru-backward: gradients by hand against the complex step, centred differences and the unroll's own backward pass."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue import pencil
from explainer.catalogue import pencil_gru as by_hand
from explainer.catalogue.gru import gru_backward
from explainer.catalogue.weights import Given
from explainer.records import Residual, Table

SLUG = "gru-backward"
NOTATIONS = ("course", "cho", "pytorch")


def network(notation: str, units: int = 2, steps: int = 3, seed: int = 0) -> Given:
    layout = "reset_after" if notation == "pytorch" else "gru"
    return pencil.round_network(layout, units, steps, seed, "last")


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("units", [1, 2, 3])
def test_the_page_agrees_with_the_unrolls_own_backward_pass(notation: str, units: int) -> None:
    given = network(notation, units)
    assert given.target is not None
    trace = numeric.unroll(given.cell, given.inputs, given.start)
    gradients = numeric.gradients(trace, {3: trace.last - given.target})
    expected = by_hand.net_of(type(given.cell)(**gradients.weights), notation)
    values = explainer.explain(SLUG, notation=notation, units=units, steps=3).values
    for role in by_hand.ROLES:
        assert values[role] == pytest.approx(gru_backward.size(expected.blocks[role]), rel=1e-12)
    for i, adjoint in enumerate(gradients.adjoints[0]):
        assert values[f"start_unit_{i + 1}"] == pytest.approx(adjoint, rel=1e-12)
    assert values["loss"] == pytest.approx(0.5 * np.sum((trace.last - given.target) ** 2), rel=1e-14)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_page_agrees_with_centred_differences_of_its_own_forward_pass(notation: str) -> None:
    """Every weight of the page's own network, nudged up and down."""
    given = network(notation)
    assert given.target is not None
    net, target = by_hand.net_of(given.cell, notation), given.target

    def loss() -> float:
        return float(0.5 * ((by_hand.forward(net, given.inputs, given.start)[-1]["state"] - target) ** 2).sum())

    steps = by_hand.forward(net, given.inputs, given.start)
    back = gru_backward.taken_back(net, steps, given.target)
    gradient = by_hand.total([by_hand.share(net, v, b) for v, b in zip(steps, back, strict=True)]).arrays()
    for name, array in net.arrays().items():
        array.setflags(write=True)
        for index in np.ndindex(array.shape):
            kept, sides = array[index], []
            for nudge in (1e-6, -1e-6):
                array[index] = kept + nudge
                sides.append(loss())
            array[index] = kept
            assert (sides[0] - sides[1]) / 2e-6 == pytest.approx(gradient[name][index], abs=1e-9), (name, index)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_four_parts_add_up_to_the_adjoint_before(notation: str) -> None:
    given = network(notation)
    assert given.target is not None
    net = by_hand.net_of(given.cell, notation)
    steps = by_hand.forward(net, given.inputs, given.start)
    trace = numeric.unroll(given.cell, given.inputs, given.start)
    parts = numeric.paths(trace)
    for t, b in enumerate(gru_backward.taken_back(net, steps, given.target)):
        for key, path in (
            ("by_carry", "carry"),
            ("by_update", "update gate"),
            ("by_candidate", "candidate"),
            ("by_reset", "candidate through reset gate"),
        ):
            assert b[key] == pytest.approx(parts[path][t].T @ b["adjoint"], abs=1e-15), key


def test_a_planted_lie_is_caught_by_the_complex_step() -> None:
    """A backward pass that forgets the path through the reset gate."""
    given = network("course")
    assert given.target is not None
    net = by_hand.net_of(given.cell, "course")
    steps = by_hand.forward(net, given.inputs, given.start)
    reference = gru_backward.by_complex_step(given, steps[-1]["state"] - given.target, "course")
    λ, shares = steps[-1]["state"] - given.target, []
    for v in reversed(steps):
        b = by_hand.backward(net, v, λ)
        shares.append(by_hand.share(net, v, b))
        λ = b["before"] - b["by_reset"]
    lie = by_hand.total(shares)
    assert max(float(np.abs(lie.arrays()[name] - array).max()) for name, array in reference.arrays().items()) > 1e-6


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_table_of_two_roads(notation: str) -> None:
    answer = explainer.explain(SLUG, notation=notation, depth="short")
    (table,) = [block for block in answer.blocks if isinstance(block, Table)]
    assert len(table.rows) == (12 if notation == "pytorch" else 9)
    for row in table.rows:
        assert isinstance(row[4], Residual)
        assert row[4].value < 1e-14
        assert isinstance(row[2], float)
        assert row[2] == pytest.approx(row[3], rel=1e-12)
        assert row[2] > 0


def test_a_readers_network_and_target(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    weights = {"W_u": [[0.5, 1.0]], "W_r": [[-0.3, 0.2]], "W_c": [[0.8, -0.6]], "x": [[1.0]], "start": [0.2], "target": [0.1]}
    path.write_text(json.dumps(weights), "utf-8")
    values = explainer.explain(SLUG, weights=str(path)).values

    def last(start: complex) -> complex:
        gate, relevance = (1 / (1 + np.exp(-(w * start + v))) for w, v in ((0.5, 1.0), (-0.3, 0.2)))
        return complex(gate * np.tanh(0.8 * relevance * start - 0.6) + (1 - gate) * start)

    assert values["loss"] == pytest.approx(0.5 * (last(0.2).real - 0.1) ** 2, rel=1e-14)
    assert values["start_unit_1"] == pytest.approx((last(0.2).real - 0.1) * last(0.2 + 1e-30j).imag / 1e-30, rel=1e-12)


def test_bad_input_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"W_u": [[1, 1]], "W_r": [[1, 1]], "W_c": [[1, 1]], "x": [[1]], "target": [1, 2]}), "utf-8")
    with pytest.raises(ValueError, match="target has the shape"):
        explainer.explain(SLUG, weights=str(path))
    with pytest.raises(ValueError, match="every number of every step is on the page"):
        explainer.explain(SLUG, steps=4)
