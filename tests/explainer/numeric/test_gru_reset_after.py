"""PyTorch's and Keras's GRU: the layouts, the second bias, and where it meets the course's cell."""

import math

import numpy as np
import pytest

from explainer.numeric import GRU, GRUResetAfter, gradient_check, gradients, one_step, unroll
from explainer.numeric.networks import fresh, random_inputs, random_start


def plainly(W_ih, W_hh, b_ih, b_hh, inputs, h):
    """PyTorch's documented equations on single numbers."""
    n, m = len(h), inputs.shape[1]

    def row(i, x, h):
        return (
            sum(W_ih[i, j] * x[j] for j in range(m)) + b_ih[i],
            sum(W_hh[i, j] * h[j] for j in range(n)) + b_hh[i],
        )

    for x in inputs:
        new = []
        for i in range(n):
            r = 1 / (1 + math.exp(-sum(row(i, x, h))))
            z = 1 / (1 + math.exp(-sum(row(n + i, x, h))))
            from_x, from_h = row(2 * n + i, x, h)
            new.append((1 - z) * math.tanh(from_x + r * from_h) + z * h[i])
        h = new
    return h


def weights(seed=0, n=3, m=2):
    random = np.random.default_rng(seed)
    return [random.normal(size=shape) for shape in ((3 * n, m), (3 * n, n), 3 * n, 3 * n)]


def test_against_the_documented_equations():
    made, inputs = weights(), random_inputs(20, 2)
    trace = unroll(GRUResetAfter(*made), inputs, random_start(3))
    assert np.allclose(trace.last, plainly(*made, inputs, random_start(3).tolist()), rtol=0, atol=1e-14)


def test_keras_layout_gives_the_same_numbers():
    """Keras keeps columns z, r, h and rows input first, state second; written out here a second time, by hand."""
    W_ih, W_hh, b_ih, b_hh = weights(3)
    r, z, n = slice(0, 3), slice(3, 6), slice(6, 9)
    kernel = np.hstack([W_ih[z].T, W_ih[r].T, W_ih[n].T])
    recurrent = np.hstack([W_hh[z].T, W_hh[r].T, W_hh[n].T])
    bias = np.vstack([np.r_[b_ih[z], b_ih[r], b_ih[n]], np.r_[b_hh[z], b_hh[r], b_hh[n]]])
    loaded = GRUResetAfter.from_keras(kernel, recurrent, bias)
    for name, expected in zip(("W_ih", "W_hh", "b_ih", "b_hh"), (W_ih, W_hh, b_ih, b_hh), strict=True):
        assert np.array_equal(getattr(loaded, name), expected)
    assert np.array_equal(GRUResetAfter.from_keras(kernel, recurrent).b_ih, np.zeros(9))


@pytest.mark.parametrize(
    ("kernel", "recurrent", "bias", "message"),
    [
        ((2, 9), (3, 8), (2, 9), "recurrent_kernel has the shape"),
        ((2, 8), (3, 9), (2, 9), "kernel has the shape"),
        ((2, 9), (3, 9), (9,), "Keras keeps two rows"),
    ],
)
def test_a_wrong_keras_layout_is_refused(kernel, recurrent, bias, message):
    with pytest.raises(ValueError, match=message):
        GRUResetAfter.from_keras(np.zeros(kernel), np.zeros(recurrent), np.zeros(bias))


def mapped(cell):
    """The course's weights in PyTorch's layout: z = 1 − Γu, so its row changes sign."""
    n = cell.units
    inner = np.vstack([cell.W_r[:, :n], -cell.W_u[:, :n], cell.W_c[:, :n]])
    outer = np.vstack([cell.W_r[:, n:], -cell.W_u[:, n:], cell.W_c[:, n:]])
    return GRUResetAfter(outer, inner, np.r_[cell.b_r, -cell.b_u, cell.b_c], np.zeros(3 * n))


def test_it_is_the_courses_cell_when_W_cc_is_diagonal_and_only_then():
    cell, inputs, start = fresh(units=3, inputs=2, bias=-1, scale=1.0), random_inputs(20, 2), random_start(3)
    differ = np.abs(unroll(cell, inputs, start).last - unroll(mapped(cell), inputs, start).last).max()
    assert differ > 1e-3
    W_c = np.array(cell.W_c)
    W_c[:, :3] = np.diag(np.diag(W_c[:, :3]))
    diagonal = GRU(cell.W_u, cell.W_r, W_c, cell.b_u, cell.b_r, cell.b_c)
    same, mirrored = unroll(diagonal, inputs, start), unroll(mapped(diagonal), inputs, start)
    assert np.allclose(same.states, mirrored.states, rtol=0, atol=1e-14)
    assert np.allclose(one_step.jacobians(same), one_step.jacobians(mirrored), rtol=0, atol=1e-14)


@pytest.mark.parametrize("place", range(4))
def test_each_path_alone(place):
    W_ih, W_hh, b_ih, b_hh = weights(1)
    cell = GRUResetAfter(W_ih, W_hh, b_ih, b_hh)
    trace = unroll(cell, random_inputs(4, 2), random_start(3))
    name = list(one_step.paths(trace))[place]
    assert name == ("carry", "update gate", "candidate", "candidate through reset gate")[place]

    def sigma(a):
        return 1 / (1 + np.exp(-a))

    for t in range(4):
        h, x = trace.states[t], trace.inputs[t]

        def only(v, h=h, x=x):
            places = [h, h, h, h]
            places[place] = v
            carry, update, inner, reset = places
            fed = W_ih @ x + b_ih
            r = sigma(fed[:3] + W_hh[:3] @ reset + b_hh[:3])
            z = sigma(fed[3:6] + W_hh[3:6] @ update + b_hh[3:6])
            n = np.tanh(fed[6:] + r * (W_hh[6:] @ inner + b_hh[6:]))
            return (1 - z) * n + z * carry

        expected = gradient_check.complex_step(only, h)
        assert np.allclose(one_step.paths(trace)[name][t], expected, rtol=0, atol=1e-15)


def test_a_very_closed_gate_keeps_its_gradient():
    """1 − z is computed as σ(−a): at b_z = +20 its gradient is 2e-9 of the open one, and not rounded away."""
    cell = GRUResetAfter(np.zeros((3, 1)), np.zeros((3, 1)), [0.0, 40.0, 1.0], np.zeros(3))
    trace = unroll(cell, np.zeros((1, 1)), [0.5])
    closed = math.exp(-40) / (1 + math.exp(-40))
    assert trace.gates["1-z"][0, 0] == pytest.approx(closed, rel=1e-14)
    slope = gradients(trace, {1: [1.0]}).weights["b_ih"][1]
    assert slope == pytest.approx((0.5 - math.tanh(1)) * closed * (1 - closed), rel=1e-12)
