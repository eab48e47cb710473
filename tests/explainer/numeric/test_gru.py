"""The course's GRU: against plain Python, against 50 digits, path by path, and with its gates swapped."""

import math

import mpmath
import numpy as np
import pytest

from explainer.numeric import GRU, gates_at, gradient_check, one_step, product, running, unroll
from explainer.numeric.networks import fresh, random_inputs, random_start


def plainly(cell, inputs, start, number=float, tanh=math.tanh, exp=math.exp):
    """The four equations with loops over single numbers: no array, no code shared with the cell."""
    n, m = cell.units, cell.inputs
    W_u, W_r, W_c = ([[number(w) for w in row] for row in W.tolist()] for W in (cell.W_u, cell.W_r, cell.W_c))
    b_u, b_r, b_c = ([number(b) for b in bias.tolist()] for bias in (cell.b_u, cell.b_r, cell.b_c))
    c = [number(v) for v in start.tolist()]
    for row in inputs.tolist():
        x = [number(v) for v in row]

        def gate(W, b, c=c, x=x):
            seen = c + x
            return [1 / (1 + exp(-sum((W[i][j] * seen[j] for j in range(n + m)), b[i]))) for i in range(n)]

        update, reset = gate(W_u, b_u), gate(W_r, b_r)
        seen = [reset[i] * c[i] for i in range(n)] + x
        new = [tanh(sum((W_c[i][j] * seen[j] for j in range(n + m)), b_c[i])) for i in range(n)]
        c = [update[i] * new[i] + (1 - update[i]) * c[i] for i in range(n)]
    return c


def test_against_plain_python_loops():
    cell, inputs, start = fresh(units=4, inputs=3, bias=-2), random_inputs(50, 3), random_start(4)
    assert np.allclose(unroll(cell, inputs, start).last, plainly(cell, inputs, start), rtol=0, atol=1e-14)


def test_against_fifty_digits():
    cell, inputs, start = fresh(units=3, inputs=2, bias=-4), random_inputs(20, 2), random_start(3)
    with mpmath.workdps(50):
        exact = plainly(cell, inputs, start, mpmath.mpf, mpmath.tanh, mpmath.exp)
        nudge = mpmath.mpf(10) ** -20
        columns = []
        for i in range(3):
            sides = []
            for sign in (1, -1):
                moved = np.array([mpmath.mpf(v) for v in start.tolist()], dtype=object)
                moved[i] += sign * nudge
                sides.append(plainly(cell, inputs, moved, mpmath.mpf, mpmath.tanh, mpmath.exp))
            columns.append([float((a - b) / (2 * nudge)) for a, b in zip(*sides, strict=True)])
    trace = unroll(cell, inputs, start)
    assert np.allclose(trace.last, [float(v) for v in exact], rtol=1e-14, atol=0)
    assert np.allclose(product(trace).dense(), np.array(columns).T, rtol=1e-12, atol=1e-15)


def in_places(cell, x, carry, update, inner, reset):
    """One step with c' split into the four places where it stands, so that each path can be differentiated alone."""

    def sigma(a):
        return 1 / (1 + np.exp(-a))

    n = cell.units
    gate = sigma(cell.W_u[:, :n] @ update + cell.W_u[:, n:] @ x + cell.b_u)
    relevance = sigma(cell.W_r[:, :n] @ reset + cell.W_r[:, n:] @ x + cell.b_r)
    new = np.tanh(cell.W_c[:, :n] @ (relevance * inner) + cell.W_c[:, n:] @ x + cell.b_c)
    return gate * new + (1 - gate) * carry


@pytest.mark.parametrize(
    ("place", "name"),
    [(0, "carry"), (1, "update gate"), (2, "candidate"), (3, "candidate through reset gate")],
)
def test_each_path_alone(place, name):
    trace = unroll(fresh(units=4, inputs=3, bias=-1), random_inputs(6, 3), random_start(4))
    parts = one_step.paths(trace)
    assert list(parts) == ["carry", "update gate", "candidate", "candidate through reset gate"]
    for t in range(6):
        c, x = trace.states[t], trace.inputs[t]

        def only(v, c=c, x=x):
            places = [c, c, c, c]
            places[place] = v
            return in_places(trace.cell, x, *places)

        expected = gradient_check.complex_step(only, c)
        assert np.allclose(parts[name][t], expected, rtol=0, atol=1e-15)


def test_the_zero_state_has_half_the_identity_and_a_quarter_of_the_candidate():
    cell = fresh(units=5, inputs=2)
    trace = unroll(cell, np.zeros((1, 2)))
    assert np.allclose(one_step.jacobians(trace)[0], np.eye(5) / 2 + cell.W_c[:, :5] / 4, rtol=0, atol=1e-16)


@pytest.mark.parametrize(("s", "growth"), [(1.9, 0.282), (2.0, 1.0), (2.5, 361), (3.0, 7.0e4)])
def test_it_explodes_where_an_eigenvalue_of_W_cc_passes_2(s, growth):
    n = 4
    blank = np.zeros((n, n + 1))
    candidate = np.hstack([s * np.eye(n), np.zeros((n, 1))])
    trace = unroll(GRU(blank, blank, candidate, *np.zeros((3, n))), np.zeros((50, 1)))
    norm = float(product(trace).norm())
    assert norm == pytest.approx((0.5 + s / 4) ** 50, rel=1e-12)
    assert norm == pytest.approx(growth, rel=0.02)


def test_it_stays_in_the_cube():
    for seed in range(20):
        trace = unroll(fresh(seed=seed, scale=3.0), 5 * random_inputs(100, seed=seed), random_start(8, seed))
        assert np.abs(trace.states).max() <= 1.0


@pytest.mark.parametrize(("gamma", "carry", "share"), [(0.5, 0.5, None), (1e-2, 1e-2, None), (1e-6, 1e-6, None)])
def test_every_path_but_the_carry_has_a_factor_of_the_gate(gamma, carry, share):
    one = gates_at(1e-6, steps=1, units=3)
    here = gates_at(gamma, steps=1, units=3)
    for name, part in one_step.paths(here).items():
        base = one_step.paths(one)[name]
        if name == "carry":
            assert np.allclose(np.eye(3) - part[0], carry * np.eye(3), rtol=1e-9, atol=0)
        elif name == "update gate":
            assert np.allclose(part / (gamma * (1 - gamma)), base / 1e-6 / (1 - 1e-6), rtol=1e-8)
        else:
            assert np.allclose(part / gamma, base / 1e-6, rtol=1e-8)


def test_swapped_gates_are_caught():
    """A cell that mistakes Γu for 1 − Γu, or Γr for Γu, must not pass as the GRU."""
    cell, inputs, start = fresh(units=3, inputs=2, bias=-2), random_inputs(5, 2), random_start(3)
    right = plainly(cell, inputs, start)
    complement = GRU(-cell.W_u, cell.W_r, cell.W_c, -cell.b_u, cell.b_r, cell.b_c)
    exchanged = GRU(cell.W_r, cell.W_u, cell.W_c, cell.b_r, cell.b_u, cell.b_c)
    for wrong in (complement, exchanged):
        assert np.abs(unroll(wrong, inputs, start).last - right).max() > 1e-2

    class Swapped(GRU):
        __slots__ = ()

        def step(self, state, x, t=0):
            n = self.units
            gate = 1 / (1 + np.exp(-(self.W_u[:, :n] @ state + self.W_u[:, n:] @ x + self.b_u)))
            reset = 1 / (1 + np.exp(-(self.W_r[:, :n] @ state + self.W_r[:, n:] @ x + self.b_r)))
            new = np.tanh(self.W_c[:, :n] @ (reset * state) + self.W_c[:, n:] @ x + self.b_c)
            return (1 - gate) * new + gate * state

    swapped = Swapped(cell.W_u, cell.W_r, cell.W_c, cell.b_u, cell.b_r, cell.b_c)
    trace = unroll(swapped, inputs, start)
    assert np.abs(running.textbook(swapped, inputs, start) - trace.states).max() > 1e-2
    assert not gradient_check.check_jacobians(trace).within(1e-2)


def test_write_once_keeps_its_gradient():
    """W_u = [0, 20], b_u = −10, W_c = [0, 1], x_1 = 1 then 0: dL/dW_cx = Γu_1 (1 − tanh² 1) (1 − σ(−10))^{T−1}."""
    from explainer.numeric import gradients

    cell = GRU([[0, 20]], [[0, 0]], [[0, 1]], [-10], [0], [0])
    for steps, known in ((100, 0.4180720), (1000, 0.4013343), (10000, 0.2667214)):
        x = np.zeros((steps, 1))
        x[0] = 1
        trace = unroll(cell, x)
        found = gradients(trace, {steps: [1.0]}).weights["W_c"][0, 1]
        kept = math.exp((steps - 1) * math.log1p(-1 / (1 + math.exp(10))))
        closed = 1 / (1 + math.exp(-10)) * (1 - math.tanh(1) ** 2) * kept
        assert found == pytest.approx(closed, rel=1e-12)
        assert found == pytest.approx(known, abs=5.1e-8)
