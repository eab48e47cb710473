"""learn-demo: the three are really trained, the bias decides, and a refusal says the limit."""

from __future__ import annotations

import numpy as np
import pytest

import explainer
from explainer.catalogue.numbers.learn_demo import expected
from explainer.records import progress


def test_the_bias_decides_at_lag_thirty() -> None:
    heard: list[str] = []
    with progress.listening(lambda done, total, what: heard.append(what)):
        answer = explainer.explain("learn-demo", lag=30, seeds=3)
    assert answer.values["chrono_successes"] == 3
    assert answer.values["gru_successes"] <= 1
    assert answer.values["rnn_successes"] <= 1
    assert answer.values["chrono_ratio_log10"] > -2 > -4 > answer.values["gru_ratio_log10"]
    assert any("chrono" in what for what in heard)


def test_what_the_carry_alone_leaves() -> None:
    u = np.random.default_rng(2).uniform(1, 59, 300_000)
    assert expected("gru-chrono", 60) == pytest.approx(float(((1 - 1 / (1 + u)) ** 60).mean()), rel=0.01)
    assert expected("gru", 60) == 0.5**60


def test_a_lag_in_the_question_is_used() -> None:
    result = explainer.ask("does it ACTUALLY learn though? show a gru learning to remember the first bit over 10 steps", seeds=1)
    assert isinstance(result, explainer.Answer)
    assert result.topic == "learn-demo"
    assert result.parameters["lag"] == 10


def test_a_lag_beyond_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="takes minutes"):
        explainer.explain("learn-demo", lag=5000)
