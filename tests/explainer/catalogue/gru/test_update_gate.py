"""update-gate: logits, gates and half-lives by other roads, and a bias in place of a gate."""

from __future__ import annotations

import math

import mpmath
import pytest

import explainer
from explainer.records import Answer, Table

SLUG = "update-gate"


def tables(answer: Answer) -> list[Table]:
    return [block for block in answer.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("gamma", ["1e-6", "0.01", "0.5", "0.999"])
def test_the_logit_against_fifty_digits_and_a_real_gate(notation: str, gamma: str) -> None:
    values = explainer.explain(SLUG, gamma=gamma, notation=notation).values
    with mpmath.workdps(50):
        exact = mpmath.mpf(gamma)
        logit = mpmath.log(exact / (1 - exact))
        half = mpmath.log(2) / -mpmath.log1p(-exact)
    assert values["logit"] == pytest.approx(float(logit), rel=1e-14, abs=1e-14)
    assert values["unrolled"] == pytest.approx(float(gamma), rel=1e-9)
    assert values["half_life"] == pytest.approx(float(half), rel=1e-12)
    assert values["measured"] == pytest.approx(values["kept"], rel=1e-9, abs=1e-300)


def test_the_lectures_gate_needs_the_logit_of_the_theory() -> None:
    assert explainer.explain(SLUG, gamma="0.000001").values["logit"] == pytest.approx(-13.8155, abs=5e-5)


def test_a_bias_stands_for_its_gate_in_the_notations_own_sign() -> None:
    course = explainer.explain(SLUG, bias=-4)
    cho = explainer.explain(SLUG, bias=4, notation="cho")
    assert course.values["gamma"] == cho.values["gamma"] == pytest.approx(1 / (1 + math.exp(4)))
    assert float(str(course.parameters["gamma"])) == pytest.approx(course.values["gamma"], rel=1e-8)


def test_a_bias_and_another_gate_are_refused() -> None:
    with pytest.raises(ValueError, match="give --gamma or --bias, not both"):
        explainer.explain(SLUG, bias=3, gamma="0.5")
    assert explainer.explain(SLUG, bias=0, gamma="0.5").values["logit"] == 0


def test_the_unit_that_opens_at_one_word_in_a_plain_loop() -> None:
    rows = tables(explainer.explain(SLUG))[1].rows
    c = 0.0
    for row, word in zip(rows, (0, 0, 1, 0, 0, 0, 0, 0), strict=True):
        gate = 1 / (1 + math.exp(10 - 20 * word))
        c = gate * math.tanh(word) + (1 - gate) * c
        assert row[3] == pytest.approx(gate, rel=1e-12)
        assert row[4] == pytest.approx(c, rel=1e-12)
    assert c == pytest.approx(math.tanh(1), rel=1e-3)


def test_every_2_3_makes_a_shut_gate_ten_times_smaller() -> None:
    gates = [explainer.explain(SLUG, bias=bias).values["gamma"] for bias in ("-6.9", "-9.2")]
    assert gates[0] / gates[1] == pytest.approx(10, rel=0.01)


@pytest.mark.parametrize("gamma", ["0", "1", "-1"])
def test_a_gate_of_exactly_0_or_1_is_refused_with_the_reason(gamma: str) -> None:
    with pytest.raises(ValueError, match="never exactly 0 or 1"):
        explainer.explain(SLUG, gamma=gamma)
