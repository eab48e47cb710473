"""parameter-gradient: every term by nudging one step's weights alone, the bound, and the shares over bias and length."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue.rnn import parameter_gradient
from explainer.records import Plot, Table

SLUG = "parameter-gradient"


def test_a_term_is_the_gradient_of_one_steps_own_weights() -> None:
    """Untie the weights: a complex step through a run in which the weights differ at one step only."""
    steps, n = 6, 2
    trace = parameter_gradient.run("rnn", 0.0, steps, n, 0)
    W = parameter_gradient.weights_of(trace)
    found = parameter_gradient.terms("", trace)
    whole = np.zeros_like(W)
    for s in range(steps):

        def last(mine: Any, s: int = s) -> Any:
            a = trace.start
            for t, x in enumerate(trace.inputs):
                a = np.tanh((mine.reshape(W.shape) if t == s else W) @ np.r_[a, x])
            return np.array([a.sum()])

        term = numeric.complex_step(last, W).reshape(W.shape)
        assert found.sizes[s] == pytest.approx(np.linalg.norm(term), rel=1e-12)
        whole += term
    assert found.whole == pytest.approx(np.linalg.norm(whole), rel=1e-12)


@pytest.mark.parametrize("kind", ["gru", "reset_after"])
def test_the_terms_of_a_gru_add_up(kind: str) -> None:
    """The size of the sum is at most the sum of the sizes, and with one step they are the same."""
    found = parameter_gradient.terms("", parameter_gradient.run(kind, -4.0, 30, 3, 0))
    assert found.whole <= found.sizes.sum()
    one = parameter_gradient.terms("", parameter_gradient.run(kind, -4.0, 1, 3, 0))
    assert one.whole == pytest.approx(one.sizes[0], rel=1e-13)


def test_the_bias_has_the_courses_sign_in_every_cell() -> None:
    for kind, gate in (("gru", "Γu"), ("reset_after", "1-z")):
        trace = parameter_gradient.run(kind, -6.0, 20, 8, 0)
        assert np.median(trace.gates[gate]) == pytest.approx(1 / (1 + np.exp(6)), rel=0.5)


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_the_far_share_grows_as_the_gate_shuts(notation: str) -> None:
    """THEORY: b_u = 0, T = 200: 1.8e-27; b_u = -4, T = 20: 0.454; b_u = -10, T = 1000: 0.493 (another network's numbers)."""
    shares = [explainer.explain(SLUG, notation=notation, bias=bias, steps=200).values["share_gru"] for bias in (0, -4, -10)]
    assert shares[0] < 1e-10
    assert shares == sorted(shares)
    assert shares[2] == pytest.approx(0.5, abs=0.05)
    assert explainer.explain(SLUG, notation=notation, bias=-4, steps=20).values["share_gru"] == pytest.approx(0.454, abs=0.08)


def test_the_sum_does_not_go_to_zero_and_the_far_terms_do() -> None:
    values = [explainer.explain(SLUG, steps=steps).values for steps in (20, 200, 1000)]
    wholes = [each["whole_rnn"] for each in values]
    assert max(wholes) < 3 * min(wholes)
    assert values[1]["share_rnn"] < 1e-10
    assert values[1]["near_rnn"] > 0.99


def test_every_measured_term_is_under_its_bound() -> None:
    import mpmath

    for seed in range(5):
        trace = parameter_gradient.run("rnn", 0.0, 40, 4, seed)
        sizes = parameter_gradient.terms("", trace).sizes
        for s in range(1, 41):
            seen = np.linalg.norm(np.r_[trace.states[s - 1], trace.inputs[s - 1]])
            bound = mpmath.mpf("0.9") ** (40 - s) * 2 * seen  # the loss's gradient has norm sqrt(4)
            assert sizes[s - 1] <= bound * (1 + 1e-12)


def test_the_tables_and_the_picture() -> None:
    answer = explainer.explain(SLUG, bias=-3)
    main = next(block for block in answer.blocks if isinstance(block, Table))
    assert len(main.rows) == 6
    picture = next(block for block in answer.blocks if isinstance(block, Plot))
    assert len(picture.marks) == 3
    default = next(block for block in explainer.explain(SLUG, bias=0).blocks if isinstance(block, Plot))
    assert len(default.marks) == 2, "one line for one network"


@pytest.mark.parametrize("wrong", [{"bias": 31}, {"steps": 3}, {"steps": 2001}, {"bias": "warm"}])
def test_bad_input_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|is a number"):
        explainer.explain(SLUG, **wrong)
