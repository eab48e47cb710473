"""gru-gradient measured by other roads: a plain loop with complex steps, 50 digits, and the bound for every seed."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue import topic
from explainer.catalogue.gru import gru_gradient
from explainer.records import Bars, Plot, Steps, Table

NOTATIONS = ("course", "cho", "pytorch")


@pytest.mark.parametrize("gamma", ["1e-6", "0.001", "0.1", "0.5"])
def test_the_prediction_has_twelve_digits(gamma: str) -> None:
    with mpmath.workdps(50):
        exact = (1 - mpmath.mpf(gamma)) ** 200
        found = explainer.explain("gru-gradient", gamma=gamma, steps=200).values["predicted"]
        assert abs(found / exact - 1) < 1e-12


@pytest.mark.parametrize(("notation", "kind"), [("course", "gru"), ("cho", "gru"), ("pytorch", "reset_after")])
def test_the_measurement_agrees_with_complex_steps_through_the_whole_run(notation: str, kind: str) -> None:
    answer = explainer.explain("gru-gradient", gamma=0.01, steps=60, units=4, notation=notation)
    trace = numeric.gates_at(0.01, kind=kind, steps=60, units=4)
    columns = []
    for unit in range(4):
        start = trace.start.astype(complex)
        start[unit] += 1e-30j
        columns.append(numeric.textbook(trace.cell, trace.inputs, start)[-1].imag / 1e-30)
    singular = np.linalg.svd(np.stack(columns, axis=1), compute_uv=False)
    # The bias that holds the gate is given, not recomputed: the update-gate path is in this derivative.
    assert answer.values["measured"] == pytest.approx(np.median(singular), rel=1e-10)
    assert answer.values["smallest"] == pytest.approx(singular[-1], rel=1e-10)
    assert answer.values["largest"] == pytest.approx(singular[0], rel=1e-10)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_bound_holds_around_every_measurement(seed: int, notation: str) -> None:
    values = explainer.explain("gru-gradient", gamma=1e-3, steps=100, seed=seed, notation=notation).values
    assert values["lower"] <= values["smallest"] <= values["measured"] <= values["largest"] <= values["upper"]


def test_a_fresh_network_and_a_plain_one_vanish() -> None:
    answer = explainer.explain("gru-gradient", steps=100)
    (table,) = [block for block in answer.blocks if isinstance(block, Table) and len(block.columns) == 4]
    plot, _ = [block for block in answer.blocks if isinstance(block, Plot)]
    last = {mark.label: mark.y[-1] for mark in plot.marks if hasattr(mark, "y")}
    assert table.rows[-1][0] == 100
    held, _, fresh, plain, lstm = last.values()
    assert held is not None
    assert held > 0.999
    assert fresh is not None
    assert fresh < 1e-10
    assert plain is not None
    assert plain < 1e-20
    assert lstm is not None
    assert lstm < 1e-10


def test_the_shares_of_the_four_paths_are_those_of_the_one_step_jacobian() -> None:
    answer = explainer.explain("gru-gradient", gamma=0.2)
    _, plot = [block for block in answer.blocks if isinstance(block, Plot)]
    trace = numeric.gates_at(0.2, steps=20)
    parts = numeric.paths(trace)
    norms = [np.median([np.linalg.norm(step, 2) for step in part]) for part in parts.values()]
    drawn = [mark.heights[0] for mark in plot.marks if isinstance(mark, Bars)]
    assert drawn == pytest.approx([norm / sum(norms) for norm in norms], rel=1e-12)
    carries = plot.marks[0]
    assert isinstance(carries, Bars)
    assert list(carries.heights[1:]) == sorted(carries.heights[1:])
    assert carries.heights[-1] == pytest.approx(1, abs=1e-5)


def test_the_update_gate_path_is_really_there() -> None:
    trace = numeric.gates_at(0.1, steps=20)
    assert np.abs(trace.cell.W_u).max() > 0.1  # type: ignore[attr-defined]
    assert np.abs(numeric.paths(trace)["update gate"]).max() > 0.01
    assert np.allclose(trace.gates["Γu"], 0.1, rtol=0, atol=1e-15)


def test_every_term_but_the_carry_is_proportional_to_the_gate() -> None:
    answer = explainer.explain("gru-gradient")
    (table,) = [block for block in answer.blocks if isinstance(block, Table) and len(block.columns) == 6]
    ratios = [row[5] for row in table.rows]
    assert ratios[-1] == pytest.approx(ratios[-2], rel=0.01)
    for row, gamma in zip(table.rows, gru_gradient.PATH_GAMMAS, strict=True):
        assert row[1] == pytest.approx(gamma, rel=1e-9)
        assert all(isinstance(cell, float) and cell / gamma < 1 for cell in row[2:5])


def test_each_facet_leads_with_its_own_answer() -> None:
    headlines = {
        facet.name: explainer.explain("gru-gradient", facet=facet.name).headline
        for facet in topic("gru-gradient").facets
    }
    assert len({str(headline) for headline in headlines.values()}) == len(headlines)
    assert str(headlines["product"][0]).startswith("No")
    assert str(headlines["smaller-than-one"][0]).startswith("Yes")


def test_one_unit_without_matrices_and_the_proof_with_bounds() -> None:
    simple = explainer.explain("gru-gradient", level="simple")
    assert simple.values["smallest"] == simple.values["largest"]
    usual, proof = (explainer.explain("gru-gradient", level=level) for level in ("usual", "proof"))
    assert proof.checks.steps > usual.checks.steps
    relations = {step.relation for block in proof.blocks if isinstance(block, Steps) for step in block.derivation.steps}
    assert "≤" in relations or "≥" in relations


@pytest.mark.parametrize(("gamma", "kept"), [(0, 1.0), (1, 0.0)])
def test_a_gate_fully_shut_or_fully_open(gamma: int, kept: float) -> None:
    values = explainer.explain("gru-gradient", gamma=gamma, steps=20).values
    assert values["predicted"] == kept
    assert math.isfinite(values["measured"])
    assert values["measured"] == pytest.approx(kept, abs=0.1)


def test_what_rounding_drowns_is_called_so() -> None:
    text = explainer.render(explainer.explain("gru-gradient", gamma=0.5, steps=1000), "text")
    assert "rounding level" in str(text)
