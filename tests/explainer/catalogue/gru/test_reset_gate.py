"""reset-gate: candidates, paths and gradients with Γr at 0, as computed and at 1, each by another road."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import explainer
from explainer import numeric

SLUG = "reset-gate"
NOTATIONS = ("course", "cho", "pytorch")


@pytest.mark.parametrize("notation", NOTATIONS)
def test_without_the_gate_open_the_candidate_does_not_see_the_state(notation: str) -> None:
    values = explainer.explain(SLUG, notation=notation).values
    assert values["turn_zero"] == 0
    assert 0 < values["turn_computed"] < values["turn_one"]


def test_the_turned_candidates_written_out() -> None:
    cell, x, start = numeric.fresh("gru"), numeric.random_inputs(1), numeric.random_start(8)
    assert isinstance(cell, numeric.GRU)

    def candidate(state: np.ndarray, reset: np.ndarray) -> np.ndarray:
        return np.tanh(cell.W_c @ np.concatenate([reset * state, x[0]]))

    def computed(state: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-cell.W_r @ np.concatenate([state, x[0]])))

    values = explainer.explain(SLUG, steps=1).values
    open_gate = np.abs(candidate(start, np.ones(8)) - candidate(-start, np.ones(8))).max()
    own = np.abs(candidate(start, computed(start)) - candidate(-start, computed(-start))).max()
    assert values["turn_one"] == pytest.approx(open_gate, rel=1e-12)
    assert values["turn_computed"] == pytest.approx(own, rel=1e-12)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("gamma", ["0.001", "0.1", "1"])
def test_the_path_through_the_gate_stays_below_its_bound(notation: str, gamma: str) -> None:
    for seed in range(3):
        values = explainer.explain(SLUG, notation=notation, gamma=gamma, seed=seed, steps=20).values
        assert 0 < values["through"] <= values["through_bound"]


def test_the_path_is_the_rest_of_the_jacobian_when_the_gate_is_held() -> None:
    """J by complex step, minus J with the relevance gate's values frozen: what is left is the path through Γr."""
    trace = numeric.gates_at(0.1, steps=1, units=3)
    cell = trace.cell
    assert isinstance(cell, numeric.GRU)
    frozen = replace(cell, W_r=np.zeros_like(cell.W_r), b_r=np.log(trace.gates["Γr"][0] / (1 - trace.gates["Γr"][0])))

    def jacobian(network: numeric.Cell) -> np.ndarray:
        nudged = trace.start[None, :] + 1e-30j * np.eye(3)
        return np.array([network.step(state, trace.inputs[0], 0).imag / 1e-30 for state in nudged]).T

    path = jacobian(cell) - jacobian(frozen)
    values = explainer.explain(SLUG, gamma="0.1", steps=1, units=3).values
    assert values["through"] == pytest.approx(np.linalg.norm(path, 2), rel=1e-9)


def test_what_is_kept_does_not_hang_on_the_relevance_gate() -> None:
    values = explainer.explain(SLUG, gamma="1e-6", steps=1000).values
    for name in ("median_zero", "median_computed", "median_one"):
        assert values[name] == pytest.approx(values["carry"], abs=2e-3)
    assert values["rewritten"] < 1e-100


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="γ must be from 0 to 1"):
        explainer.explain(SLUG, gamma="-1")
    with pytest.raises(ValueError, match="must be from 1 to 64"):
        explainer.explain(SLUG, units=0)
