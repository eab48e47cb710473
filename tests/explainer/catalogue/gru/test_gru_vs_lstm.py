"""gru-vs-lstm: equal gates, growth in closed form, gradients by complex step, parameters counted on the arrays."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue.gru import gru_vs_lstm
from explainer.numeric.networks import CELLS
from explainer.records import Residual, Table

SLUG = "gru-vs-lstm"


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize(("gamma", "steps"), [("0.01", 100), ("1e-6", 1000), ("0.3", 10), ("0", 20)])
def test_retention_and_growth_against_fifty_digits(notation: str, gamma: str, steps: int) -> None:
    values = explainer.explain(SLUG, notation=notation, gamma=gamma, steps=steps, units=2).values
    with mpmath.workdps(50):
        kept = (1 - mpmath.mpf(gamma)) ** steps
        added = (1 - kept) / mpmath.mpf(gamma) if float(gamma) else mpmath.mpf(steps)
    assert values["predicted"] == pytest.approx(float(kept), rel=1e-12)
    assert values["grown_gru"] == pytest.approx(float(1 - kept), rel=1e-9, abs=1e-15)
    assert values["grown_lstm"] == pytest.approx(float(added), rel=1e-9)
    assert values["grown_gru"] <= 1


@pytest.mark.parametrize("kind", ["gru", "reset_after"])
def test_the_gradients_against_the_complex_step_of_the_whole_run(kind: str) -> None:
    for each in gru_vs_lstm.networks(kind, 0.05, 12, 3, 0):
        trace = each.trace

        def last(start: Any, trace: Any = trace) -> Any:
            return numeric.textbook(trace.cell, trace.inputs, start)[-1]

        n = trace.units
        singular = np.linalg.svd(numeric.complex_step(last, trace.start)[:n, :n], compute_uv=False)
        assert each.gradient.median == pytest.approx(np.median(singular), rel=1e-10)
        assert each.gradient.largest == pytest.approx(singular[0], rel=1e-10)


def test_equal_retention_is_equal() -> None:
    """The gates of all three runs, multiplied out step by step."""
    for each in gru_vs_lstm.networks("gru", 0.01, 50, 4, 2):
        gates = each.trace.gates
        kept = gates["Γf"] if "Γf" in gates else 1 - gates["Γu"]
        assert kept.prod(axis=0) == pytest.approx(0.99**50, rel=1e-12)
    tied = gru_vs_lstm.networks("gru", 0.01, 50, 4, 2)[2].trace.gates
    assert tied["Γi"] == pytest.approx(0.01, rel=1e-12)
    assert 1 - tied["Γf"] == pytest.approx(0.01, rel=1e-12)


def test_a_tied_lstm_stays_bounded_and_a_free_one_does_not() -> None:
    gru, lstm, tied = gru_vs_lstm.networks("gru", 1e-3, 200, 4, 0)
    assert max(gru.pushed) <= 1
    assert max(tied.pushed) <= 1
    assert lstm.pushed[-1] > 100
    assert abs(tied.trace.memory).max() <= 1


def test_parameters_are_those_of_the_arrays() -> None:
    values = explainer.explain(SLUG, units=5).values
    for kind in ("gru", "lstm"):
        counted = sum(math.prod(shape) for shape in CELLS[kind].shapes(5, 4).values())
        assert values[f"parameters_{kind}"] == counted
    assert values["parameters_gru"] / values["parameters_lstm"] == 3 / 4


def test_the_main_table() -> None:
    main = next(block for block in explainer.explain(SLUG).blocks if isinstance(block, Table))
    assert all(isinstance(cell, Residual) and cell.value < 1e-12 for cell in main.rows[1][1:])
    assert main.rows[8][1:] == (8, 16, 16)


@pytest.mark.parametrize("wrong", [{"gamma": 1}, {"gamma": "-0.1"}, {"steps": 20_000}, {"units": 65}])
def test_bad_input_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        explainer.explain(SLUG, **wrong)
