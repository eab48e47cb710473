"""write-and-hold: THEORY's write-once example, the weights by plain products, the best constant gate by search."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest

import explainer
from explainer import numeric
from explainer.catalogue.gru import write_and_hold
from explainer.records import Bars, Plot, Table

SLUG = "write-and-hold"
NOTATIONS = ("course", "cho", "pytorch")


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("steps", "reference"), [(100, 0.4180720), (1000, 0.4013343), (10_000, 0.2667214)])
def test_the_write_once_example_of_the_theory(notation: str, steps: int, reference: float) -> None:
    """THEORY section 5: W_u = [0, 20], b_u = -10, W_c = [0, 1], a 1 and then nothing."""
    gamma = 1 / (1 + math.exp(10))
    cell = write_and_hold.one_unit(notation, gamma, opened=True)
    assert write_and_hold.into_weights(cell, steps) == pytest.approx(reference, abs=6e-8)


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize(("gamma", "steps"), [("1e-4", 100), ("0.1", 30), ("1e-6", 2)])
def test_the_numbers_against_fifty_digits(notation: str, gamma: str, steps: int) -> None:
    values = explainer.explain(SLUG, notation=notation, gamma=gamma, steps=steps, units=2).values
    with mpmath.workdps(50):
        g = mpmath.mpf(gamma)
        slope = 1 - mpmath.tanh(1) ** 2
        best = (1 - mpmath.mpf(1) / steps) ** (steps - 1) / steps
        expected = {
            "write": (1 - g) ** steps,
            "carry": g * (1 - g) ** (steps - 1),
            "best": best,
            "into_weights": slope * (1 - g) ** steps,
            "into_weights_best_constant": slope * best,
        }
    for name, value in expected.items():
        assert values[name] == pytest.approx(float(value), rel=1e-11), name


def test_no_constant_gate_does_better() -> None:
    """S53 of the theory: 3.70e-3 for T = 100; and every other constant gate, run, gives less."""
    best = explainer.explain(SLUG, steps=100).values["best"]
    assert best == pytest.approx(3.70e-3, rel=1e-3)
    assert best > 1 / (math.e * 100), "it tends to 1/(eT) from above"
    for gate in (0.001, 0.005, 0.009, 0.011, 0.02, 0.1):
        trace = numeric.gates_at(gate, steps=100, units=1)
        assert float(numeric.attention(trace).weights[0, 0]) < best


def test_the_full_sensitivity_against_the_complex_step() -> None:
    """dc_T/dc~_1: nudge what step 1 writes and run on by the textbook loop."""
    trace = write_and_hold.three_gates("gru", 1e-3, 20, 3, 0)[0]
    write = trace.gates["Γu"][0]

    def last(candidate: np.ndarray) -> np.ndarray:
        c = write * candidate + (1 - write) * trace.start
        for t in range(1, 20):
            c = trace.cell.step(c, trace.inputs[t], t)
        return np.asarray(c)

    by_nudge = numeric.complex_step(last, trace.candidates[0])
    assert numeric.candidate_sensitivity(trace, 1).dense() == pytest.approx(by_nudge, abs=1e-13)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_each_steps_part_adds_up_to_the_gradient(notation: str) -> None:
    kind = "reset_after" if notation == "pytorch" else "gru"
    trace = write_and_hold.three_gates(kind, 1e-3, 15, 2, 1)[0]
    parts = write_and_hold.added(trace)
    gradients = numeric.gradients(trace, {15: np.ones(2)})
    name = "W_ih" if kind == "reset_after" else "W_c"
    rows = slice(4, 6) if kind == "reset_after" else slice(0, 2)
    whole = np.linalg.norm(gradients.weights[name][rows, -4:])
    assert whole <= parts.sum() * (1 + 1e-12)
    assert parts[0] > 50 * parts[1:].max(), "the step that wrote has the gradient"


def test_the_shares_of_the_picture_add_up() -> None:
    answer = explainer.explain(SLUG, steps=40)
    shares = next(block for block in answer.blocks if isinstance(block, Plot) and block.categories)
    heights = np.array([mark.heights for mark in shares.marks if isinstance(mark, Bars)], dtype=float)
    assert heights.sum(axis=0) == pytest.approx([1, 1, 1], abs=1e-12)
    main, weights = [block for block in answer.blocks if isinstance(block, Table)]
    assert len(main.rows) == 5
    assert [row[5] for row in weights.rows] == pytest.approx([1, 1, 1], abs=1e-12)


def test_the_word_itself_opens_the_gate() -> None:
    """The gate of the one-unit network depends on the input, not on the clock."""
    cell = write_and_hold.one_unit("course", 1e-3, opened=True)
    trace = numeric.unroll(cell, [[0.0], [1.0], [0.0]])
    assert trace.gates["Γu"][:, 0] == pytest.approx([1e-3, 1 - 1e-3, 1e-3], rel=1e-12)


@pytest.mark.parametrize("wrong", [{"gamma": "0.6"}, {"gamma": 0}, {"steps": 1}, {"steps": 20_000}])
def test_bad_input_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        explainer.explain(SLUG, **wrong)
