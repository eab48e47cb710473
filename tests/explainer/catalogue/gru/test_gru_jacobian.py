"""gru-jacobian: the four terms against complex steps, and what is exactly zero at the corners of the gates."""

from __future__ import annotations

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Residual, Table


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("gamma", [0.001, 0.1, 0.9])
def test_singular_values_by_complex_step(notation: str, gamma: float) -> None:
    values = explainer.explain("gru-jacobian", gamma=gamma, notation=notation).values
    trace = numeric.gates_at(gamma, kind="reset_after" if notation == "pytorch" else "gru", steps=1, units=3)
    columns = []
    for unit in range(3):
        nudged = trace.start.astype(complex)
        nudged[unit] += 1e-40j
        columns.append(trace.cell.step(nudged, trace.inputs[0], 0).imag / 1e-40)
    singular = np.linalg.svd(np.stack(columns, axis=1), compute_uv=False)
    assert values["largest"] == pytest.approx(singular[0], rel=1e-12)
    assert values["smallest"] == pytest.approx(singular[-1], rel=1e-12)


def test_the_three_roads_meet() -> None:
    roads = next(b for b in explainer.explain("gru-jacobian").blocks if isinstance(b, Table) and len(b.rows) == 3)
    complex_step, centred = (row[2] for row in roads.rows[1:])
    assert isinstance(complex_step, Residual)
    assert complex_step.value < 1e-12
    assert isinstance(centred, Residual)
    assert 1e-12 < centred.value < 1e-5


@pytest.mark.parametrize("notation", ["course", "pytorch"])
def test_the_corners_of_the_gates(notation: str) -> None:
    answer = explainer.explain("gru-jacobian", notation=notation)
    corners = next(b for b in answer.blocks if isinstance(b, Table) and len(b.rows) == 6)
    shut_0, shut_1, half_0, half_1, open_0, open_1 = corners.rows
    assert shut_0[1:] == shut_1[1:] == (1.0, 0.0, 0.0, 0.0, 1.0)
    assert open_0[1:] == (0.0, 0.0, 0.0, 0.0, 0.0), "overwritten, and the candidate does not see the state"
    assert half_0[1] == 0.5
    assert half_0[3] == half_0[4] == 0.0
    assert isinstance(half_1[3], float)
    assert half_1[3] > 0
    assert open_1[1] == open_1[2] == 0.0
    assert open_1[3] == open_1[5] > 0  # type: ignore[operator]


def test_every_term_but_the_carry_shrinks_with_the_gate() -> None:
    large, small = (explainer.explain("gru-jacobian", gamma=gamma).values for gamma in (1e-2, 1e-4))
    for name in ("update_gate", "candidate", "through_reset"):
        assert small[name] / large[name] == pytest.approx(0.01, rel=0.02), name
