"""gru-memory: the weights, the half-life and the bound, each against a road of its own."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Answer, Residual, Table

SLUG = "gru-memory"


def tables(answer: Answer) -> list[Table]:
    return [block for block in answer.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize(("gamma", "steps"), [("1e-6", 1000), ("0.01", 300), ("0.5", 40), ("1", 5), ("0", 10)])
def test_the_weights_against_fifty_digits(notation: str, gamma: str, steps: int) -> None:
    values = explainer.explain(SLUG, notation=notation, gamma=gamma, steps=steps, units=3).values
    with mpmath.workdps(50):
        fraction = (1 - mpmath.mpf(gamma)) ** steps
    assert values["fraction"] == pytest.approx(float(fraction), rel=1e-12)
    for name in ("carry", "silent"):
        assert values[name] == pytest.approx(float(fraction), rel=1e-9, abs=1e-15)
    assert values["written"] == pytest.approx(float(1 - fraction), rel=1e-9, abs=1e-15)
    assert values["moved"] <= values["bound"] + 1e-15


def test_half_lives_of_the_theory() -> None:
    """THEORY: 1 step at 0.5, 68.97 at 0.01, 693,147 at 1e-6."""
    for gamma, half in (("0.5", 1), ("0.01", 68.97), ("1e-6", 693_147)):
        values = explainer.explain(SLUG, gamma=gamma).values
        assert values["half_life"] == pytest.approx(half, rel=1e-4)
        assert values["half_life_measured"] == pytest.approx(values["half_life"], rel=1e-8)


def test_the_half_life_is_where_a_plain_loop_passes_one_half() -> None:
    memory, steps = 1.0, 0
    while memory > 0.5:
        memory, steps = memory * (1 - 0.01), steps + 1
    assert steps - 1 < explainer.explain(SLUG, gamma="0.01").values["half_life"] <= steps


def test_the_table_holds_the_weights_of_a_real_unroll() -> None:
    """The direct weight of a candidate against the gates multiplied by hand, and c_T against the textbook loop."""
    main = tables(explainer.explain(SLUG, gamma="0.01", steps=50, units=4))[0]
    trace = numeric.gates_at(0.01, steps=50, units=4)
    gates = trace.gates["Γu"][:, 0]
    by_hand = [gates[s] * np.prod(1 - gates[s + 1 :]) for s in range(50)]
    assert main.rows[1][2] == pytest.approx(by_hand[0])
    assert main.rows[2][2] == pytest.approx(by_hand[-1])
    assert main.rows[3][2] == pytest.approx(sum(by_hand))
    states = numeric.textbook(trace.cell, trace.inputs, trace.start)
    assert main.rows[5][1] == pytest.approx(states[-1][0], rel=1e-12)
    assert all(isinstance(row[3], Residual) and row[3].value < 1e-12 for row in main.rows[:6])


def test_a_gate_of_0_never_forgets_and_a_gate_of_1_at_once() -> None:
    shut, wide = explainer.explain(SLUG, gamma=0, facet="duration"), explainer.explain(SLUG, gamma=1)
    assert "half_life" not in shut.values
    assert "∞" in str(explainer.render(shut, "text"))
    assert wide.values["half_life"] == wide.values["half_life_measured"] == wide.values["carry"] == 0


def test_float32_keeps_exactly_below_2_to_the_minus_25() -> None:
    one = np.float32(1)
    assert one - np.float32(2**-25) == one
    assert one - np.float32(2**-24) < one


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="γ must be from 0 to 1"):
        explainer.explain(SLUG, gamma="-0.1")
    with pytest.raises(ValueError, match="every step is really run"):
        explainer.explain(SLUG, steps=10**6)
