"""elementwise-gates: three gates in one network, the gradients by complex step, the leak by its bound."""

from __future__ import annotations

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Answer, Table

SLUG = "elementwise-gates"


def table(answer: Answer) -> Table:
    return next(block for block in answer.blocks if isinstance(block, Table))


@pytest.mark.parametrize(("notation", "kind"), [("course", "gru"), ("pytorch", "reset_after")])
def test_each_units_own_gradient_by_complex_step(notation: str, kind: str) -> None:
    """The held network stepped by hand, its start nudged in one unit, without any Jacobian."""
    values = explainer.explain(SLUG, notation=notation, gamma="0.001", steps=40).values
    trace = numeric.gates_at(np.array([0.001, 0.01, 0.5]), kind=kind, steps=40, units=3)
    for unit, name in enumerate(("memory", "slow", "busy")):
        state = trace.start.astype(complex)
        state[unit] += 1e-30j
        for t in range(40):
            state = trace.cell.step(state, trace.inputs[t], t)
        assert values[name] == pytest.approx(state[unit].imag / 1e-30, rel=1e-9)


@pytest.mark.parametrize("gamma", ["1e-6", "0.001", "0.1"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_leak_stays_below_its_bound(gamma: str, seed: int) -> None:
    values = explainer.explain(SLUG, gamma=gamma, seed=seed).values
    assert values["leak"] <= values["leak_bound"]
    assert values["carry"] == pytest.approx((1 - float(gamma)) ** 100, rel=1e-9)


def test_the_memory_unit_is_unmoved_by_a_neighbour_with_an_open_gate() -> None:
    """Another gate of the busy unit changes the memory unit's gradient by no more than its own gate lets in."""
    run = [numeric.gates_at(np.array([1e-6, 0.01, busy]), steps=100, units=3) for busy in (0.5, 0.9)]
    one, other = (numeric.product(trace).dense()[0, 0] for trace in run)
    assert one == pytest.approx(other, abs=1e-3)
    assert abs(run[0].last[2] - run[1].last[2]) > 1e-3


def test_values_of_the_table_are_the_products_of_each_units_own_gate() -> None:
    rows = table(explainer.explain(SLUG, steps=50)).rows
    for row, gamma in zip(rows, (1e-6, 0.01, 0.5), strict=True):
        assert row[1] == pytest.approx((1 - gamma) ** 50, rel=1e-9)
        assert float(str(row[4])) <= float(str(row[5]))


def test_the_answer_says_vector() -> None:
    assert "vector" in str(explainer.render(explainer.explain(SLUG, facet="vector"), "text"))


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="γ must be from 0 to 1"):
        explainer.explain(SLUG, gamma="1.5")
    with pytest.raises(ValueError, match="does not use 'units'"):
        explainer.explain(SLUG, units=4)
