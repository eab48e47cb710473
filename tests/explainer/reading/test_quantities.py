"""Which number is γ, which the steps, which the share; what contradicts itself or cannot be is refused with the reason."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.reading.normalise import normalise
from explainer.reading.quantities import gate_of_bias, quantities


def read(text: str) -> dict:
    found = quantities(normalise(text))
    assert not found.problem, found.problem
    return {name: value for name, value in found.values.items() if name != "retain"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("what gamma keeps 90% of the gradient over 50 steps", {"target": "0.9", "steps": 50}),
        ("one in a million gate, ten thousand steps, whats left", {"gamma": "0.000001", "steps": 10000}),
        ("after how many steps is 99 % gone with gamma = 1/1000", {"gamma": "0.001", "target": "0.01"}),
        ("f=0.99 T=100", {"gamma": "0.01", "steps": 100}),
        ("z=0.9 for 50 steps", {"gamma": "0.1", "steps": 50}),
        ("gate loses 2% per step, 100 steps", {"gamma": "0.02", "steps": 100}),
        ("each step multiplies the gradient by 0.98, after 60 steps?", {"gamma": "0.02", "steps": 60}),
        ("retention .99/step, 400 steps", {"gamma": "0.01", "steps": 400}),
        ("retention 0.8 over 45 steps -> gamma", {"target": "0.8", "steps": 45}),
        ("(1-0.01)^50", {"gamma": "0.01", "steps": 50}),
        ("0.9^100", {"gamma": "0.1", "steps": 100}),
        ("find gamma: 0.8 = (1-gamma)^100", {"target": "0.8", "steps": 100}),
        ("for which T does (1-0.02)^T drop below 0.05", {"gamma": "0.02", "target": "0.05"}),
        ("gamma=0.01: when is 1/e left", {"gamma": "0.01", "target": "0.367879441171442321595523770161460867"}),
        ("gamma=1/T with T=100", {"gamma": "0.01", "steps": 100}),
        ("steps for 10x reduction with gamma=0.01", {"gamma": "0.01", "target": "0.1"}),
        ("half life for gamma 0.01", {"gamma": "0.01", "target": "0.5"}),
        ("lose at most 5% over 300 steps, gamma?", {"target": "0.95", "steps": 300}),
        ("number of steps to decay to 5 % if the forget gate is 0.9", {"gamma": "0.1", "target": "0.05"}),
        ("how long does it take to fall to 37% with gamma 0.02", {"gamma": "0.02", "target": "0.37"}),
        ("b_u=-6, T=200: what is left", {"bias": "-6", "steps": 200}),
        ("in pytorch b_z = 4", {"bias": "-4"}),
        ("σ(−5) for T=100", {"bias": "-5", "steps": 100}),
        ("GRU with 128 units and 50 inputs", {"n_a": 128, "n_x": 50}),
        ("n_a=64, n_x=100", {"n_a": 64, "n_x": 100}),
        ("gamma .3 / 5 steps", {"gamma": "0.3", "steps": 5}),
        ("5 steps gamma .3", {"gamma": "0.3", "steps": 5}),
        ("at 11:04 in the week 1 video, what does gamma do", {}),
        ("why does Γu ≈ 0 keep the gradient", {}),
        ("h_t = (1 - z_t) * h_{t-1} + z_t * h~_t", {}),
    ],
)
def test_a_question(text, values):
    assert read(text) == {name: Decimal(value) if isinstance(value, str) else value for name, value in values.items()}


def test_a_forget_gate_and_a_loss_say_the_same():
    assert quantities("forget gate 0.95").values == {"gamma": Decimal("0.05"), "retain": Decimal("0.95")}
    assert quantities("gamma .05").values == {"gamma": Decimal("0.05"), "retain": Decimal("0.95")}


def test_tiny_gates_keep_all_their_digits():
    values = quantities("gamma = 1e-40, t = 10").values
    assert values["retain"] + values["gamma"] == 1 or values["retain"] == Decimal("0." + "9" * 40)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("gamma = 2, T = 10", "between 0 and 1"),
        ("gamma=-0.1 T=10", "between 0 and 1"),
        ("gamma 0.1, T=-5", "whole number"),
        ("gamma 0.1 T=2.5", "whole number"),
        ("T=0.5, gamma=.1", "whole number"),
        ("gamma = NaN, T = 5", "finite"),
        ("T = inf", "finite"),
        ("gamma = .1 and forget gate .8, T = 10", "contradicts"),
        ("keep 120% over 10 steps gamma?", "share"),
        ("9" * 900, "digits"),
        ("0 units and 5 inputs", "whole number above 0"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(text, reason):
    assert reason in quantities(normalise(text)).problem


def test_pasted_norms_are_a_series():
    assert quantities("my norms: 1e-2, 1e-4, 1e-6, 1e-8").series == (1e-2, 1e-4, 1e-6, 1e-8)


@given(st.floats(-600, 600))
def test_the_gate_of_a_bias(bias):
    gamma, retain = gate_of_bias(Decimal(repr(bias)))
    assert float(gamma) == pytest.approx(1 / (1 + math.exp(-bias)), rel=1e-12)
    assert float(gamma + retain) == pytest.approx(1)


@given(st.text(max_size=300) | st.text(alphabet="gamtu=.%-^ 0123456789/stepslef", max_size=120))
def test_nothing_raises(text):
    quantities(normalise(text))


@pytest.mark.parametrize(
    "piece",
    [
        "gamma=0.1 ",
        "1 ",
        "9",
        "half ",
        "1-",
        "one hundred ",
        "0.1 per step ",
        "1,000,",
        "(1-0.1)^",
        "of of is at ",
        "1e-6, ",
    ],
)
def test_no_text_hangs(piece):
    line = normalise((piece * 4000)[:4000])
    # How long it takes is the benchmark's to say; a pattern that backtracks would not come back at all.
    assert quantities(line) == quantities(line)
