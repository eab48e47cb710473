"""lstm-jacobian: every block against the complex step, and the detours that begin with the second step."""

from __future__ import annotations

import pytest

import explainer
from explainer.records import Residual, Table


@pytest.mark.parametrize("retain", ["0.5", "0.9", "1"])
def test_every_block_is_that_of_the_complex_step(retain: str) -> None:
    answer = explainer.explain("lstm-jacobian", retain=retain)
    blocks = next(b for b in answer.blocks if isinstance(b, Table))
    for row in blocks.rows:
        assert isinstance(row[2], Residual)
        assert row[2].value < 1e-12
        assert isinstance(row[3], Residual)
        assert row[3].value < 1e-5
    assert answer.values["cell_to_cell"] == pytest.approx(float(retain), rel=1e-12)


def test_detours_begin_with_the_second_step() -> None:
    one = explainer.explain("lstm-jacobian", steps=1).values
    two = explainer.explain("lstm-jacobian", steps=2).values
    assert one["all_paths"] == pytest.approx(one["along_the_cell"], rel=1e-12)
    assert abs(two["all_paths"] / two["along_the_cell"] - 1) > 0.01
