"""The GRU's equations in three notations against a step computed by hand, and the bias that holds every gate at γ."""

import pytest
from mpmath import mp, mpf

from explainer.symbolic.array import Array
from explainer.symbolic.cells import gru, simplified_gru
from explainer.symbolic.digits import Digits
from explainer.symbolic.expression import scalar
from explainer.symbolic.vocabulary import d, t
from explainer.symbolic.world import World


def world(cell: object, equations: object = None) -> World:
    return World(Digits("cell"), equations or cell.equations, {"n": 3, "m": 2}, {"T": 4, "t": 1})  # type: ignore[attr-defined]


def matrix(value: Array) -> mp.matrix:
    return mp.matrix([[mpf(entry) for entry in row] for row in value.rows])


def sigmoid(v: mp.matrix) -> mp.matrix:
    return v.apply(lambda entry: 1 / (1 + mp.exp(-entry)))


def times(a: mp.matrix, b: mp.matrix) -> mp.matrix:
    return mp.matrix([p * q for p, q in zip(a, b, strict=True)])


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_a_step_by_hand(notation: str) -> None:
    cell = gru(notation)
    here = world(cell)
    assert cell.W_r is not None
    assert cell.V_r is not None
    assert cell.b_r is not None

    def read(symbol: object) -> mp.matrix:
        return matrix(here.evaluate(symbol))  # type: ignore[arg-type]

    def bias(name: str, otherwise: object) -> mp.matrix:
        return read(type(cell.b_u)(name, cell.b_u.size)) if notation == "pytorch" else read(otherwise)

    c, x = read(cell.c[0]), read(cell.x[1])
    pytorch = notation == "pytorch"
    extra_u = bias("b_iz", cell.b_u) if pytorch else mp.zeros(3, 1)
    extra_r = bias("b_ir", cell.b_r) if pytorch else mp.zeros(3, 1)
    gate = sigmoid(read(cell.W_u) * c + read(cell.V_u) * x + read(cell.b_u) + extra_u)
    reset = sigmoid(read(cell.W_r) * c + read(cell.V_r) * x + read(cell.b_r) + extra_r)
    if pytorch:
        inner = times(reset, read(cell.W_c) * c + bias("b_hn", None)) + read(cell.V_c) * x + read(cell.b_c)
    else:
        inner = read(cell.W_c) * times(reset, c) + read(cell.V_c) * x + read(cell.b_c)
    new = inner.apply(mp.tanh)
    write = gate if notation == "course" else gate.apply(lambda entry: 1 - entry)
    expected = times(write, new) + times(write.apply(lambda entry: 1 - entry), c)
    assert mp.norm(expected - read(cell.c[1]), mp.inf) < 1e-12


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
@pytest.mark.parametrize("units", [True, False])
def test_every_gate_is_exactly_γ_and_the_gate_path_is_still_there(notation: str, units: bool) -> None:
    cell, γ = gru(notation, units=units), scalar("γ", 0, 1)
    here = world(cell, cell.with_gates_at(γ))
    share = here.evaluate(γ)
    for time in (1, 2, 4):
        with here.bound("t", time):
            written = here.evaluate(cell.write())
            entries = list(written) if isinstance(written, Array) else [written]
            assert all(abs(entry - share) < 1e-100 for entry in entries)
    slope = here.evaluate(d(cell.gate[t], cell.c[t - 1]))
    assert max(map(abs, slope if isinstance(slope, Array) else [slope])) > 1e-6


def test_the_simplified_cell_has_no_reset() -> None:
    cell = simplified_gru("course")
    assert cell.reset is None
    assert len(cell.equations) == 3
    assert cell.name == "simplified-gru"
