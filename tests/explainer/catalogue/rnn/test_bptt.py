"""bptt: gradients by hand against centred differences, the unroll's own backward pass, and a planted lie."""

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
from explainer.catalogue.rnn import bptt
from explainer.records import Residual, Table

SLUG = "bptt"


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("units", [1, 2, 3])
@pytest.mark.parametrize("steps", [1, 3])
def test_the_page_agrees_with_the_unrolls_own_backward_pass(notation: str, units: int, steps: int) -> None:
    given = pencil.round_network("rnn", units, steps, 0, "steps")
    assert given.target is not None
    trace = numeric.unroll(given.cell, given.inputs, given.start)
    losses = {t: trace.states[t] - given.target[t - 1] for t in range(1, steps + 1)}
    expected = numeric.gradients(trace, losses)
    values = explainer.explain(SLUG, notation=notation, units=units, steps=steps).values
    blocks = bptt.split(expected.weights["W_a"], expected.weights["b_a"])
    for name, block in (("recurrent", blocks.W), ("input", blocks.V), ("bias", blocks.b)):
        assert values[name] == pytest.approx(float(np.linalg.norm(block)), rel=1e-12)
    for i, adjoint in enumerate(expected.adjoints[0]):
        assert values[f"start_unit_{i + 1}"] == pytest.approx(adjoint, rel=1e-12)


def test_every_entry_by_centred_differences_of_the_loss() -> None:
    given = pencil.round_network("rnn", 3, 3, 1, "steps")
    page = bptt.worked(given)
    arrays = {name: getattr(page.net, name).copy() for name in ("W", "V", "b")}

    def loss() -> float:
        states = bptt.forward(bptt.Net(**arrays), given)
        return float(sum(0.5 * ((v["state"] - y) ** 2).sum() for v, y in zip(states, page.target, strict=True)))

    for name, array in arrays.items():
        for index in np.ndindex(array.shape):
            kept, sides = array[index], []
            for nudge in (1e-6, -1e-6):
                array[index] = kept + nudge
                sides.append(loss())
            array[index] = kept
            assert (sides[0] - sides[1]) / 2e-6 == pytest.approx(getattr(page.gradient, name)[index], abs=1e-9)


def test_a_pass_that_replaces_instead_of_adding_is_caught() -> None:
    """The planted lie: the gradient of the next step thrown away."""
    given = pencil.round_network("rnn", 2, 3, 0, "steps")
    page = bptt.worked(given)
    reference = bptt.by_complex_step(given, np.array([b["own"] for b in page.back]))
    lie = sum((np.outer(b["slope"] * b["own"], v["before"]) for v, b in zip(page.steps, page.back, strict=True)), 0 * page.net.W)
    assert np.abs(page.gradient.W - reference.W).max() < 1e-14
    assert np.abs(lie - reference.W).max() > 1e-2


def test_the_two_sources_and_the_transpose() -> None:
    page = bptt.worked(pencil.round_network("rnn", 2, 3, 0, "steps"))
    for b, after in zip(page.back, page.back[1:], strict=False):
        assert b["handed"] == pytest.approx(after["δ"] @ page.net.W, abs=1e-15)
        assert b["adjoint"] == pytest.approx(b["own"] + b["handed"], abs=1e-15)
    assert not page.back[-1]["handed"].any()


def test_a_readers_network_with_scalars(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"W_a": [[0.5, 2.0]], "b_a": [0.1], "x": [[1], [0]], "start": [0.3], "target": [[0], [1]]}), "utf-8")
    first = math.tanh(0.5 * 0.3 + 2.0 + 0.1)
    second = math.tanh(0.5 * first + 0.1)
    δ2 = (1 - second**2) * (second - 1)
    δ1 = (1 - first**2) * (first + 0.5 * δ2)
    values = explainer.explain(SLUG, weights=str(path)).values
    assert values["recurrent"] == pytest.approx(abs(δ1 * 0.3 + δ2 * first), rel=1e-12)
    assert values["input"] == pytest.approx(abs(δ1), rel=1e-12)
    assert values["start_unit_1"] == pytest.approx(0.5 * δ1, rel=1e-12)


def test_the_table_of_two_roads() -> None:
    table = next(block for block in explainer.explain(SLUG, depth="short").blocks if isinstance(block, Table))
    assert len(table.rows) == 3
    assert all(isinstance(row[-1], Residual) and row[-1].value < 1e-14 for row in table.rows)


@pytest.mark.parametrize("facet", ["two-sources", "transpose", "tanh-derivative", "sum-over-time"])
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_each_side_is_answered_at_every_length(facet: str, steps: int) -> None:
    assert explainer.explain(SLUG, facet=facet, steps=steps).headline


@pytest.mark.parametrize("wrong", [{"units": 4}, {"steps": 4}, {"weights": "nothing.txt"}])
def test_bad_input_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"on the page|\.json or \.npz"):
        explainer.explain(SLUG, **wrong)
