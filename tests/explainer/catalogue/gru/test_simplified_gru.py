"""simplified-gru: each model's gradient by complex step, the bound, and the misreading shown for what it is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue.gru import simplified_gru
from explainer.numeric.networks import CELLS
from explainer.records import Table

SLUG = "simplified-gru"
KINDS = ("gru", "reset_after")


@pytest.mark.parametrize("kind", KINDS)
def test_every_gradient_against_the_complex_step_of_the_whole_run(kind: str) -> None:
    for key, each in simplified_gru.models(kind, 0.05, 8, 3, 0).items():
        trace = each.trace

        def last(start: Any, trace: Any = trace) -> Any:
            return numeric.textbook(trace.cell, trace.inputs, start)[-1]

        if key in ("alice", "frozen"):
            continue  # a gate at exactly 0 or 1 has an infinite bias, which a complex step can't nudge
        singular = np.linalg.svd(numeric.complex_step(last, trace.start), compute_uv=False)
        assert each.gradient.median == pytest.approx(np.median(singular), rel=1e-10)


@pytest.mark.parametrize("kind", KINDS)
def test_alices_gradient_by_centred_differences_of_her_own_recursion(kind: str) -> None:
    """Her state is the candidate: typed out from the weights, without any update gate."""
    trace = simplified_gru.models(kind, 0.05, 3, 3, 0)["alice"].trace
    cell: Any = trace.cell

    def last(c: Any) -> Any:
        for x in trace.inputs:
            if kind == "gru":
                reset = numeric.sigmoid(cell.W_r @ np.r_[c, x])
                c = np.tanh(cell.W_c @ np.r_[reset * c, x])
            else:
                reset = numeric.sigmoid(cell.W_ih[:3] @ x + cell.W_hh[:3] @ c)
                c = np.tanh(cell.W_ih[6:] @ x + reset * (cell.W_hh[6:] @ c))
        return c

    assert trace.last == pytest.approx(last(trace.start), abs=1e-14)
    numerical = numeric.centred(last, trace.start)
    assert numeric.product(trace).dense() == pytest.approx(numerical, abs=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_betty_is_the_full_gru_with_an_open_reset(kind: str) -> None:
    """The same weights with the reset's bias far out: a road through the full cell."""
    cell: Any = numeric.fresh(kind, units=3)
    x, start = numeric.random_inputs(12), numeric.random_start(3)
    if kind == "gru":
        opened = type(cell)(cell.W_u, 0 * cell.W_r, cell.W_c, cell.b_u, cell.b_r + 800, cell.b_c)
    else:
        W_ih, W_hh, b_ih = cell.W_ih.copy(), cell.W_hh.copy(), cell.b_ih.copy()
        W_ih[:3], W_hh[:3], b_ih[:3] = 0, 0, 800
        opened = type(cell)(W_ih, W_hh, b_ih, cell.b_hh)
    one, other = (numeric.unroll(each, x, start) for each in (simplified_gru.without_reset(cell), opened))
    assert one.states == pytest.approx(other.states, abs=1e-14)
    assert numeric.product(one).dense() == pytest.approx(numeric.product(other).dense(), abs=1e-14)


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize(("gamma", "steps"), [("0.001", 100), ("1e-6", 1000), ("0.1", 10)])
def test_the_carry_survives_without_the_reset_and_not_without_the_update_gate(notation: str, gamma: str, steps: int) -> None:
    values = explainer.explain(SLUG, notation=notation, gamma=gamma, steps=steps).values
    assert values["predicted"] == pytest.approx((1 - float(gamma)) ** steps, rel=1e-10)
    trace = simplified_gru.models("reset_after" if notation == "pytorch" else "gru", float(gamma), steps, 8, 0)["betty"].trace
    bound = numeric.two_sided(trace)
    assert bound.lower <= values["betty"] <= bound.upper
    assert values["alice_log10"] < -0.25 * steps * 0.5, "it falls by a factor at every step"
    assert math.log10(values["betty"]) > values["alice_log10"]


def test_the_misreading_is_frozen() -> None:
    frozen = simplified_gru.models("gru", 0.01, 20, 3, 0)["frozen"]
    assert frozen.moved == 0
    assert frozen.gradient.smallest == frozen.gradient.largest == 1
    rows = next(block for block in explainer.explain(SLUG).blocks if isinstance(block, Table)).rows
    assert rows[-1][-1] == 0
    assert rows[2][1] == 0


def test_the_minimal_unit_has_two_thirds_of_the_weights() -> None:
    sizes = {kind: sum(math.prod(shape) for shape in CELLS[kind].shapes(8, 4).values()) for kind in ("mgu", "gru")}
    assert sizes["mgu"] * 3 == sizes["gru"] * 2


@pytest.mark.parametrize("wrong", [{"gamma": 1}, {"steps": 0}, {"units": 0}])
def test_bad_input_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        explainer.explain(SLUG, **wrong)
