"""rnn-vanishing: bounds and measurements, each against a road of its own."""

from __future__ import annotations

import math

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Answer, Line, Plot, Table

SLUG = "rnn-vanishing"


def tables(answer: Answer) -> list[Table]:
    return [block for block in answer.blocks if isinstance(block, Table)]


def first_sentence(answer: Answer) -> str:
    return str(explainer.render(answer, "text")).split("━\n\n")[1].split("\n\n")[0].replace("\n", " ")


@pytest.mark.parametrize("sigma", [0.5, 0.9, 1.0])
def test_no_measurement_exceeds_its_bound(sigma: float) -> None:
    values = explainer.explain(SLUG, sigma=sigma).values
    assert values["bound"] == pytest.approx(sigma**100, rel=1e-12)
    assert values["tanh"] < values["bound"]
    assert values["sigmoid"] <= values["sigmoid_bound"] == pytest.approx((sigma / 4) ** 100, rel=1e-10)
    assert values["linear"] == pytest.approx(values["bound"], rel=1e-11)


def test_the_product_by_complex_step() -> None:
    """The whole da_T/da_0 by perturbing the start of a plain loop, column by column, without any Jacobian."""
    cell = numeric.rnn(0.9, shape="orthogonal", units=4)
    W, W_x = cell.W_a[:, :4], cell.W_a[:, 4:]
    x, start = numeric.random_inputs(12), numeric.random_start(4)
    columns = []
    for unit in range(4):
        a = start.astype(complex)
        a[unit] += 1e-30j
        for fed in x:
            a = np.tanh(W @ a + W_x @ fed)
        columns.append(a.imag / 1e-30)
    norm = np.linalg.norm(np.array(columns).T, 2)
    assert explainer.explain(SLUG, sigma=0.9, steps=12, units=4).values["tanh"] == pytest.approx(norm, rel=1e-10)


def test_weights_alone_make_it_vanish_and_slopes_alone_do_too() -> None:
    """The misconception's two halves: linear with σ_1 = 0.9, and tanh with σ_1 = 1."""
    assert explainer.explain(SLUG, sigma="0.9").values["linear"] < 1e-4
    assert explainer.explain(SLUG, sigma=1).values["tanh"] < 1e-6


def test_above_1_the_answer_says_that_the_bound_forbids_nothing() -> None:
    assert "forbids nothing" in first_sentence(explainer.explain(SLUG, sigma=2))
    assert "forbids nothing" not in first_sentence(explainer.explain(SLUG, sigma="0.9"))


def test_a_long_unroll_does_not_underflow_on_the_page() -> None:
    answer = explainer.explain(SLUG, steps=20_000, sigma="0.5")
    assert answer.values["bound"] == 0
    assert f"⁻{str(6021).translate(str.maketrans('0126', '⁰¹²⁶'))}" in first_sentence(answer)


def test_the_remedy_is_measured() -> None:
    """A GRU with every gate at 0.001 keeps about (1 − 0.001)^100, within the paths beside the carry."""
    assert explainer.explain(SLUG).values["gru"] == pytest.approx(0.999**100, rel=0.2)


def test_every_measured_curve_lies_below_its_dashed_bound() -> None:
    (plot,) = [block for block in explainer.explain(SLUG).blocks if isinstance(block, Plot)]
    lines = [mark for mark in plot.marks if isinstance(mark, Line)]
    for measured, bound in zip(lines[::2], lines[1::2], strict=True):
        pairs = [(y, top) for y, top in zip(measured.y, bound.y, strict=True) if y is not None and top is not None]
        assert len(pairs) > 30
        assert all(y <= top * (1 + 1e-12) for y, top in pairs)


def test_the_mean_factor_of_a_step_is_the_root_of_the_whole() -> None:
    answer = explainer.explain(SLUG)
    row = next(row for row in tables(answer)[1].rows if row[1] == pytest.approx(answer.values["rate"]))
    assert answer.values["rate"] ** 100 == pytest.approx(answer.values["tanh"], rel=1e-9)
    assert math.isclose(float(str(row[1])), answer.values["rate"])


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"sigma": 0}, "σ₁ must be above 0"),
        ({"sigma": 101}, "σ₁"),
        ({"steps": 0}, "T must be from 1"),
        ({"gamma": 0.1}, "does not use"),
    ],
)
def test_bad_numbers_are_refused(numbers: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        explainer.explain(SLUG, **numbers)
