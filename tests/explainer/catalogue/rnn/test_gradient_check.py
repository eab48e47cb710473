"""gradient-check: the valley, the verdicts, and that each planted bug is a bug and is caught."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue.rnn import gradient_check as topic
from explainer.records import Answer, Residual, Table

SLUG = "gradient-check"


def tables(answer: Answer) -> dict[str, Table]:
    return {"".join(map(str, block.title)): block for block in answer.blocks if isinstance(block, Table)}


def test_the_key_numbers_by_an_ordinary_loop() -> None:
    def loss(w: float) -> float:
        a, total = 0.5, 0.0
        for x in (0.3, -0.2, 0.5, 0.1, -0.4):
            a = float(np.tanh(w * a + x))
            total += a * a / 2
        return total

    answer = explainer.explain(SLUG, epsilon=Decimal("1e-3"))
    assert answer.values["centred"] == pytest.approx((loss(0.901) - loss(0.899)) / 0.002, rel=1e-11)
    assert answer.values["centred"] - answer.values["analytic"] == pytest.approx(-answer.values["truncation"], rel=1e-3)
    assert 1e-6 < answer.values["best_epsilon"] < 1e-5


@pytest.mark.parametrize(("epsilon", "said"), [("1e-5", "it passes"), ("0.01", "look closer"), ("1e-15", "far too large")])
def test_the_verdict_follows_the_readers_step(epsilon: str, said: str) -> None:
    text = str(explainer.render(explainer.explain(SLUG, epsilon=Decimal(epsilon), depth="short"), "text"))
    assert said in " ".join(text.split())


@pytest.mark.parametrize("seed", range(4))
def test_every_planted_bug_is_caught_and_the_right_gradient_passes(seed: int) -> None:
    right, *bugs = topic.planted(seed)
    assert right.failing == ()
    assert right.worst < 1e-12
    assert right.ratio == pytest.approx(1)
    assert len(bugs) == 5
    swapped, dropped, doubled, last, cut = bugs
    assert swapped.failing == ("W_f", "W_i")
    assert dropped.failing == ("W_c",)
    assert doubled.ratio == pytest.approx(2)
    assert all(len(bug.failing) == 8 for bug in (doubled, last, cut))
    assert all(bug.worst > 1e-3 for bug in bugs), "well above the threshold that the text names"


def test_centred_differences_catch_the_same_bugs() -> None:
    """The lies against a reference of another kind, through the checker's own door."""
    trace, weights = topic.network(0)
    for name, claimed in topic.wrong(trace, weights, numeric.gradients(trace, weights)):
        found = numeric.check_gradients(trace, weights, method="centred", epsilon=1e-5, claimed=claimed)
        assert (max(each.relative for each in found) < 1e-7) == (name == topic.RIGHT), name


def test_a_tenth_of_the_step_is_a_hundredth_of_the_error() -> None:
    table = tables(explainer.explain(SLUG))["The right gradient by the shipped checker, relative differences"]
    for _, exact, coarse, fine in table.rows:
        assert isinstance(exact, Residual)
        assert isinstance(coarse, Residual)
        assert isinstance(fine, Residual)
        assert exact.value < 1e-12
        assert coarse.value / fine.value == pytest.approx(100, rel=0.1)


def test_bad_steps_are_refused_with_a_sentence() -> None:
    for epsilon in ("0", "-1e-5", "0.5", "NaN"):
        with pytest.raises(ValueError, match="ε"):
            explainer.explain(SLUG, epsilon=Decimal(epsilon))
