"""lstm-gradient: the product of the forget gates at 50 digits, all paths by complex steps through the run."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

import explainer
from explainer import numeric


@pytest.mark.parametrize(("retain", "steps"), [("0.99", 100), ("0.5", 60), ("1", 40), ("0.731", 50)])
def test_along_the_cell_it_is_the_product_of_the_forget_gates(retain: str, steps: int) -> None:
    values = explainer.explain("lstm-gradient", retain=retain, steps=steps).values
    with mpmath.workdps(50):
        exact = mpmath.mpf(retain) ** steps
        assert abs(values["along_the_cell"] / exact - 1) < 1e-10
        assert abs(values["predicted"] / exact - 1) < 1e-10


def test_all_paths_by_complex_step() -> None:
    trace = numeric.gates_at(0.05, kind="lstm", steps=30, units=4)
    columns = []
    for unit in range(4):
        start = trace.start.astype(complex)
        start[unit] += 1e-40j
        columns.append(numeric.textbook(trace.cell, trace.inputs, start)[-1].imag[:4] / 1e-40)
    found = explainer.explain("lstm-gradient", retain="0.95", steps=30, units=4).values["all_paths"]
    assert found == pytest.approx(np.linalg.norm(np.stack(columns, axis=1), 2), rel=1e-9)


def test_one_step_is_the_forget_gate_exactly() -> None:
    values = explainer.explain("lstm-gradient", retain="0.9", steps=1).values
    assert values["all_paths"] == pytest.approx(0.9, rel=1e-12)
