"""truncated-bptt: what the page says of the two networks, by other roads, and its edges."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.records import Answer, Residual, Table

SLUG = "truncated-bptt"


def table(answer: Answer, title: str) -> Table:
    (found,) = (block for block in answer.blocks if isinstance(block, Table) and title in "".join(map(str, block.title)))
    return found


def text(answer: Answer) -> str:
    return " ".join(str(explainer.render(answer, "text")).split())


def test_the_rnn_forgets_and_the_gru_does_not() -> None:
    values = explainer.explain(SLUG).values
    assert values["rnn_cosine"] > 0.9999
    assert values["rnn_dropped"] < 1e-3
    assert values["gru_cosine"] < 0.7
    assert values["gru_dropped"] > 0.8
    assert values["rnn_needed"] < 10 < 80 < values["gru_needed"]


@pytest.mark.parametrize("seed", range(5))
def test_the_contrast_is_no_accident_of_the_seed(seed: int) -> None:
    values = explainer.explain(SLUG, seed=seed, depth="short").values
    assert values["rnn_dropped"] < 0.05 < 0.5 < values["gru_dropped"]


def test_the_cosine_by_differences_of_losses() -> None:
    """Full and truncated gradient of the GRU by nudging weights: everywhere, or in the last k steps only."""
    T, k, units = 12, 4, 2
    answer = explainer.explain(SLUG, steps=T, window=k, units=units, gamma=Decimal("0.1"))
    trace = numeric.gates_at(0.1, steps=T, units=units)
    cell = trace.cell

    def nudged(first: int) -> np.ndarray:
        """dL/dW when the weights of step `first` on are nudged."""
        from dataclasses import replace

        entries = []
        for name in ("W_u", "W_r", "W_c"):
            for index in np.ndindex(getattr(cell, name).shape):
                losses = []
                for sign in (1, -1):
                    changed = getattr(cell, name).copy()
                    changed[index] += sign * 1e-5
                    other, state = replace(cell, **{name: changed}), trace.start
                    for t in range(T):
                        state = (other if t >= first else cell).step(state, trace.inputs[t], t)
                    losses.append(state.sum())
                entries.append((losses[0] - losses[1]) / 2e-5)
        return np.array(entries)

    full, truncated = nudged(0), nudged(T - k)
    cosine = full @ truncated / np.linalg.norm(full) / np.linalg.norm(truncated)
    assert answer.values["gru_cosine"] == pytest.approx(cosine, rel=1e-6)
    assert answer.values["gru_norm"] == pytest.approx(np.linalg.norm(truncated) / np.linalg.norm(full), rel=1e-6)


def test_the_bound_holds_in_every_row() -> None:
    for row in table(explainer.explain(SLUG, seed=3), "Prediction").rows:
        assert isinstance(row[1], Residual)
        assert isinstance(row[2], Residual)
        assert row[1].value <= row[2].value


def test_the_share_of_the_newest_steps_follows_the_carry() -> None:
    for gamma in ("0.01", "0.001"):
        values = explainer.explain(SLUG, gamma=Decimal(gamma), steps=400, window=100).values
        assert values["share_measured"] == pytest.approx(values["share_predicted"], abs=0.1)


def test_a_window_beyond_the_sequence_is_the_full_gradient() -> None:
    values = explainer.explain(SLUG, window=500, steps=50).values
    assert values["gru_norm"] == pytest.approx(1)
    assert values["gru_dropped"] == 0


@pytest.mark.parametrize("gamma", ["1", "1e-8", "0.5"])
@pytest.mark.parametrize("steps", [1, 2, 300])
def test_the_edges_have_numbers(gamma: str, steps: int) -> None:
    answer = explainer.explain(SLUG, gamma=Decimal(gamma), steps=steps)
    assert all(np.isfinite(value) for value in answer.values.values())
    assert "nan" not in text(answer)


@pytest.mark.parametrize(("name", "value"), [("window", 0), ("gamma", Decimal(0)), ("steps", 5000), ("units", 20)])
def test_bad_input_is_refused_with_a_sentence(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"must be .*Try"):
        explainer.explain(SLUG, **{name: value})  # type: ignore[arg-type]
