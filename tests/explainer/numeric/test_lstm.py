"""The LSTM: against plain Python in PyTorch's row order, block by block, and with its carousel alone."""

import math

import numpy as np
import pytest

from explainer.numeric import LSTM, attention, gates_at, gradient_check, one_step, product, unroll
from explainer.numeric.networks import fresh, random_inputs, random_start


def plainly(cell, inputs, c, a):
    """The six equations on single numbers."""
    n = cell.units
    for x in inputs.tolist():
        seen = a + x

        def fed(W, b, seen=seen):
            return [sum(w * v for w, v in zip(W[i], seen, strict=True)) + b[i] for i in range(n)]

        def sigma(values):
            return [1 / (1 + math.exp(-v)) for v in values]

        forget, write = sigma(fed(cell.W_f, cell.b_f)), sigma(fed(cell.W_i, cell.b_i))
        output, new = sigma(fed(cell.W_o, cell.b_o)), [math.tanh(v) for v in fed(cell.W_c, cell.b_c)]
        c = [forget[i] * c[i] + write[i] * new[i] for i in range(n)]
        a = [output[i] * math.tanh(c[i]) for i in range(n)]
    return c + a


def test_against_plain_python_loops():
    cell, inputs, start = fresh("lstm", units=3, inputs=2, bias=1), random_inputs(40, 2), random_start(6)
    expected = plainly(cell, inputs, start[:3].tolist(), start[3:].tolist())
    assert np.allclose(unroll(cell, inputs, start).last, expected, rtol=0, atol=1e-14)


def test_the_blocks_are_those_of_the_theory():
    cell = fresh("lstm", units=3, inputs=2, bias=1)
    trace = unroll(cell, random_inputs(5, 2), random_start(6))
    J = one_step.jacobians(trace)
    for t in range(5):
        f, i, o = (trace.gates[name][t] for name in ("Γf", "Γi", "Γo"))
        c, new, after = trace.states[t, :3], trace.candidates[t], trace.states[t + 1, :3]
        to_c = (
            np.diag(c * f * (1 - f)) @ cell.W_f[:, :3]
            + np.diag(new * i * (1 - i)) @ cell.W_i[:, :3]
            + np.diag(i * (1 - new**2)) @ cell.W_c[:, :3]
        )
        S = np.diag(o * (1 - np.tanh(after) ** 2))
        assert np.allclose(J[t, :3, :3], np.diag(f), rtol=0, atol=1e-16)
        assert np.allclose(J[t, :3, 3:], to_c, rtol=0, atol=1e-15)
        assert np.allclose(J[t, 3:, :3], S @ np.diag(f), rtol=0, atol=1e-16)
        own = S @ to_c + np.diag(np.tanh(after) * o * (1 - o)) @ cell.W_o[:, :3]
        assert np.allclose(J[t, 3:, 3:], own, rtol=0, atol=1e-15)


PATHS = ("carry", "forget gate", "update gate", "candidate", "output gate")


@pytest.mark.parametrize(("place", "name"), list(enumerate(PATHS)))
def test_each_path_alone(place, name):
    cell = fresh("lstm", units=2, inputs=2, scale=1.0)
    trace = unroll(cell, random_inputs(3, 2), random_start(4))
    assert list(one_step.paths(trace))[place] == name

    def sigma(a):
        return 1 / (1 + np.exp(-a))

    for t in range(3):
        state, x = trace.states[t], trace.inputs[t]

        def only(v, state=state, x=x):
            places = [state] * 5
            places[place] = v
            seen = [np.concatenate([part[2:], x]) for part in places]
            f, i = sigma(cell.W_f @ seen[1] + cell.b_f), sigma(cell.W_i @ seen[2] + cell.b_i)
            c = f * places[0][:2] + i * np.tanh(cell.W_c @ seen[3] + cell.b_c)
            return np.concatenate([c, sigma(cell.W_o @ seen[4] + cell.b_o) * np.tanh(c)])

        expected = gradient_check.complex_step(only, state)
        assert np.allclose(one_step.paths(trace)[name][t], expected, rtol=0, atol=1e-15)


def test_with_the_paths_through_a_cut_the_carousel_is_the_product_of_forget_gates():
    n = 3
    blind = np.zeros((n, n + 1))
    cell = LSTM(blind, blind, blind, blind, *(np.full(n, b) for b in (2.0, 0.0, 0.0, 0.0)))
    trace = unroll(cell, np.zeros((50, 1)), np.full(2 * n, 0.3))
    kept = product(trace).dense()[:n, :n]
    assert np.allclose(kept, np.eye(n) / (1 + math.exp(-2)) ** 50, rtol=1e-12, atol=1e-300)
    assert np.allclose(np.diag(kept), attention(trace).carry, rtol=1e-12)


def test_with_the_paths_in_place_it_is_not_and_may_grow():
    trace = gates_at(1e-3, kind="lstm", steps=20, units=3, cell=fresh("lstm", units=3, scale=2.5, seed=4))
    assert float(product(trace).norm()) > 1.5
    assert np.allclose(attention(trace).carry, (1 - 1e-3) ** 20, rtol=1e-10)


def test_its_cell_is_no_average_and_can_leave_the_cube():
    cell = LSTM(*np.zeros((4, 1, 2)), [30.0], [30.0], [0.0], [30.0])
    trace = unroll(cell, np.zeros((50, 1)))
    assert trace.last[0] == pytest.approx(50, rel=1e-9)
