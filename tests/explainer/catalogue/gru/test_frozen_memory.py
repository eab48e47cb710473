"""frozen-memory: a held unit, predictions that change, and the change rebuilt unit by unit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Answer, Residual, Table

SLUG = "frozen-memory"


def tables(answer: Answer) -> list[Table]:
    return [block for block in answer.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_predictions_change_while_a_unit_is_held_and_hardly_when_all_are(notation: str) -> None:
    values = explainer.explain(SLUG, notation=notation).values
    assert values["moved"] <= values["bound"] < 1e-4
    assert values["changes"] >= 3
    assert values["one_shift"] > 0.05
    assert values["all_shift"] < 1e-4
    assert values["all_changes"] == 0


def test_the_predictions_by_a_plain_loop() -> None:
    """The same states stepped by hand, the softmax written out."""
    trace = numeric.gates_at(np.array([1e-6, 0.5, 0.5, 0.5]), steps=20, units=4)
    weights = 2 * np.random.default_rng([0, 4]).normal(size=(5, 4))
    state, chances = trace.start, []
    for t, x in enumerate(trace.inputs):
        state = trace.cell.step(state, x, t)
        raised = np.exp(weights @ state)
        chances.append(raised / raised.sum())
    best = [int(each.argmax()) for each in chances]
    shifts = [abs(b - a).sum() / 2 for a, b in pairwise(chances)]
    values = explainer.explain(SLUG).values
    assert values["changes"] == sum(a != b for a, b in pairwise(best))
    assert values["one_shift"] == pytest.approx(np.mean(shifts), rel=1e-10)
    assert values["top"] == pytest.approx(chances[-1].max(), rel=1e-10)
    assert [row[3] for row in tables(explainer.explain(SLUG))[1].rows] == [f"word {one + 1}" for one in best[:10]]


def test_the_change_of_the_logits_is_a_sum_over_units() -> None:
    row = tables(explainer.explain(SLUG, gamma="0.01"))[0].rows[-1]
    assert all(isinstance(cell, Residual) and cell.value < 1e-13 for cell in row[1:])


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="must be from 2 to 1000"):
        explainer.explain(SLUG, steps=1)
    with pytest.raises(ValueError, match="γ must be from 0 to 1"):
        explainer.explain(SLUG, gamma=2)
