"""The plain RNN and the minimal gated unit against steps computed by hand, one unit."""

import pytest
from mpmath import mp

from explainer.symbolic.cells import mgu, rnn
from explainer.symbolic.digits import Digits
from explainer.symbolic.expression import scalar
from explainer.symbolic.vocabulary import t
from explainer.symbolic.world import World


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_the_plain_network(notation: str) -> None:
    cell = rnn(notation, units=False)
    here = World(Digits("cell"), cell.equations, {}, {"t": 1})
    read = here.evaluate
    inner = read(cell.W) * read(cell.a[0]) + read(cell.V) * read(cell.x[1]) + read(cell.b)
    assert abs(mp.tanh(inner) - read(cell.a[t])) < 1e-14


def test_the_minimal_gated_unit() -> None:
    cell = mgu("course", units=False)
    here = World(Digits("cell"), cell.equations, {}, {"t": 1})
    read = here.evaluate
    h, x = read(cell.h[0]), read(scalar("x")[1])
    f = 1 / (1 + mp.exp(-(read(scalar("W_f")) * x + read(cell.U_f) * h + read(scalar("b_f")))))
    new = mp.tanh(read(scalar("W_h")) * x + read(cell.U_h) * f * h + read(scalar("b_h")))
    assert abs((1 - f) * h + f * new - read(cell.h[t])) < 1e-14
