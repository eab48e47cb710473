"""gru-exploding: the threshold at the zero state against the literature's figures and a plain loop of matrices."""

from __future__ import annotations

import numpy as np
import pytest

import explainer

NOTATIONS = ("course", "cho", "pytorch")


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("scale", "after"), [("1.9", 0.282), ("2", 1.0), ("2.5", 361), ("3", 7.0e4)])
def test_fifty_steps_from_the_zero_state(scale: str, after: float, notation: str) -> None:
    values = explainer.explain("gru-exploding", scale=scale, steps=50, notation=notation).values
    assert values["measured"] == pytest.approx(after, rel=2e-3)
    assert values["measured"] == pytest.approx(values["predicted"], rel=1e-12)
    J = np.eye(3) / 2 + float(scale) * np.eye(3) / 4
    assert values["measured"] == pytest.approx(np.linalg.norm(np.linalg.matrix_power(J, 50), 2), rel=1e-10)


def test_the_value_stays_bounded_while_the_gradient_grows() -> None:
    text = str(explainer.render(explainer.explain("gru-exploding", scale=3), "text"))
    assert "No unit leaves" in text
    assert explainer.explain("gru-exploding", scale=3).values["measured"] > 1e4
