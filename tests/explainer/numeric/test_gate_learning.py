"""The gate-learning paradox in numbers."""

import pytest

from explainer.numeric import gate_learning


def test_plain_descent_needs_a_million_steps_and_adam_91():
    """I03: from Γ = 1e-6 with rate 1, and Adam with rate 0.1."""
    assert gate_learning.steps_to_open(1e-6) == 1_000_033
    assert gate_learning.steps_to_open(1e-6, rate=0.1, adam=True) == 91


@pytest.mark.parametrize(("gamma", "steps"), [(1e-3, 1016), (1e-4, 10_022), (1e-5, 100_028)])
def test_the_time_is_about_one_over_gamma(gamma, steps):
    assert gate_learning.steps_to_open(gamma) == steps


def test_the_gradient_is_largest_at_one_over_T_plus_1():
    at = {gamma: gate_learning.bias_gradient(gamma, 100)[0] for gamma in (1e-4, 0.5 / 101, 1 / 101, 2 / 101, 0.1)}
    assert max(at, key=at.__getitem__) == 1 / 101
    assert at[1 / 101] == pytest.approx(0.36605, abs=5e-6)


def test_the_far_part_of_the_gradient_is_what_vanishes():
    assert gate_learning.share_of_first_half(0.0, 20) < 0.01
    assert gate_learning.share_of_first_half(0.0, 200) < 1e-20
    assert gate_learning.share_of_first_half(-10.0, 1000) > 0.4


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: gate_learning.steps_to_open(0.0), "strictly between"),
        (lambda: gate_learning.steps_to_open(1e-9, rate=1e-3), "more than 20,000,000"),
        (lambda: gate_learning.bias_gradient(0.1, 5, candidate=2.0), "tanh"),
    ],
)
def test_refusals(call, sentence, monkeypatch):
    monkeypatch.setattr(gate_learning, "MOST", 20_000 if "more" not in sentence else gate_learning.MOST // 1000)
    with pytest.raises(ValueError, match=sentence.replace("20,000,000", "20,000")):
        call()
