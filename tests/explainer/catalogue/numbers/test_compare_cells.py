"""compare-cells: three cells, fresh and at equal retention, each measured again by a plainer road."""

from __future__ import annotations

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.numeric import experiments
from explainer.records import Line, Plot

SLUG = "compare-cells"
SEEDS = range(5)


def test_all_three_vanish_when_fresh() -> None:
    """THEORY: the median falls by about 0.65 a step; here for 8 units over 50 steps, each below 1e-6."""
    values = explainer.explain(SLUG, steps=50).values
    for cell in ("rnn_fresh", "gru_fresh", "lstm_fresh"):
        assert 0 < values[cell] < 1e-6
    assert values["rnn_fresh"] < values["gru_fresh"]


def test_at_equal_retention_the_gated_cells_keep_it_and_the_plain_one_does_not() -> None:
    values = explainer.explain(SLUG, gamma="1e-6", steps=1000).values
    for cell in ("gru_held", "lstm_tied"):
        assert values[cell] == pytest.approx(values["predicted"], abs=0.01)
    assert values["rnn_held"] < 1e-3
    assert values["lstm_held"] > 1, "with its input gate free an LSTM's gradient may grow"


def by_complex_step(cell: numeric.Cell, seed: int, steps: int, width: int) -> float:
    """‖dc_T/dc_0‖ by perturbing the memory of the start in the textbook loop, unit by unit."""
    x, start = numeric.random_inputs(steps, 4, seed), numeric.random_start(cell.size, seed)
    columns = []
    for unit in range(width):
        state = start.astype(complex)
        state[unit] += 1e-30j
        for t, fed in enumerate(x):
            state = cell.step(state, fed, t)
        columns.append(state[:width].imag / 1e-30)
    return float(np.linalg.norm(np.array(columns).T, 2))


@pytest.mark.parametrize(("notation", "gru"), [("course", "gru"), ("pytorch", "reset_after")])
def test_the_fresh_rows_by_complex_step(notation: str, gru: str) -> None:
    values = explainer.explain(SLUG, notation=notation, steps=12, units=3).values
    for name, kind in (("rnn_fresh", "rnn"), ("gru_fresh", gru), ("lstm_fresh", "lstm")):
        norms = [by_complex_step(numeric.fresh(kind, units=3, seed=seed), seed, 12, 3) for seed in SEEDS]
        assert values[name] == pytest.approx(np.median(norms), rel=1e-9), name


def test_a_batch_of_seeds_is_the_networks_one_by_one() -> None:
    cells = [numeric.fresh("lstm", units=3, seed=seed) for seed in SEEDS]
    together = experiments.over_seeds(cells, 20, SEEDS, gamma=0.05, update=0.1)
    alone = numeric.gates_at(0.05, kind="lstm", steps=20, units=3, seed=4, update=0.1)
    assert np.abs(together.states[4] - alone.states).max() < 1e-14
    assert np.abs(together.gates["Γi"] - 0.1).max() < 1e-14


def test_every_row_of_the_table_is_a_curve_that_ends_at_its_value() -> None:
    answer = explainer.explain(SLUG)
    (plot,) = [block for block in answer.blocks if isinstance(block, Plot)]
    lines = [mark for mark in plot.marks if isinstance(mark, Line)]
    ends = [line.y[-1] for line in lines[:-1]]
    names = ("rnn_fresh", "gru_fresh", "lstm_fresh", "rnn_held", "gru_held", "lstm_held", "lstm_tied")
    assert ends == pytest.approx([answer.values[name] for name in names], rel=1e-9)
    assert lines[-1].y[-1] == pytest.approx(answer.values["predicted"])


@pytest.mark.parametrize("gamma", ["0", "1"])
def test_the_ends_of_the_range_answer_too(gamma: str) -> None:
    values = explainer.explain(SLUG, gamma=gamma, steps=5).values
    assert values["predicted"] == 1 - int(gamma)
    assert values["gru_held"] == pytest.approx(1.0) if gamma == "0" else values["gru_held"] < 1


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="must be from 1 to 64"):
        explainer.explain(SLUG, units=65)
    with pytest.raises(ValueError, match="γ must be from 0 to 1"):
        explainer.explain(SLUG, gamma="1.01")
