"""gru-limits: the decay against 50 digits, the number formats against NumPy's own rounding, a fresh network by complex step."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Table


def table(answer: explainer.Answer, columns: int) -> Table:
    (found,) = [block for block in answer.blocks if isinstance(block, Table) and len(block.columns) == columns]
    return found


@pytest.mark.parametrize(("gamma", "steps"), [("0.01", 1000), ("0.5", 30), ("0.0001", 20_000)])
def test_the_decay_is_exponential(gamma: str, steps: int) -> None:
    values = explainer.explain("gru-limits", gamma=gamma, steps=steps).values
    with mpmath.workdps(50):
        assert abs(values["fraction"] / (1 - mpmath.mpf(gamma)) ** steps - 1) < 1e-12
        assert abs(values["exponential"] / mpmath.exp(-mpmath.mpf(gamma) * steps) - 1) < 1e-12


def test_a_fresh_network_loses_its_gradient_by_another_road() -> None:
    cell = numeric.fresh("gru", units=8)
    x, start = numeric.random_inputs(40, 4), numeric.random_start(8)
    columns = []
    for unit in range(8):
        nudged = start.astype(complex)
        nudged[unit] += 1e-60j
        columns.append(numeric.textbook(cell, x, nudged)[-1].imag / 1e-60)
    norm = np.linalg.norm(np.stack(columns, axis=1), 2)
    assert norm == pytest.approx(float(numeric.product(numeric.unroll(cell, x, start)).norm()), rel=1e-8)
    assert explainer.explain("gru-limits").values["fresh_log10"] < -10


@pytest.mark.parametrize(("name", "kind"), [("float64", np.float64), ("float32", np.float32), ("float16", np.float16)])
def test_the_formats_are_those_of_the_processor(name: str, kind: type[np.floating]) -> None:
    row = next(row for row in table(explainer.explain("gru-limits"), 4).rows if row[0] == name)
    lost, half_life = row[1], row[2]
    assert isinstance(lost, float)
    assert kind(1) - kind(lost) == 1
    below = np.nextafter(kind(1), kind(0))
    assert half_life == pytest.approx(float(np.log(2) / -np.log1p(np.float64(below) - 1)), rel=1e-6)
    if kind is not np.float64:
        assert kind(np.float64(1) - np.float64(lost) * 1.01) < 1


def test_the_gate_that_float32_uses() -> None:
    found = explainer.explain("gru-limits", gamma="1e-6").values["effective_gamma"]
    assert found == 1 - float(np.float32(1 - 1e-6))
    assert found == pytest.approx(1.01328e-6, rel=1e-5)
