"""The LSTM's equations against a step computed by hand, one unit, in every notation."""

import pytest
from mpmath import mp

from explainer.symbolic.cells import lstm
from explainer.symbolic.digits import Digits
from explainer.symbolic.vocabulary import t
from explainer.symbolic.world import World


@pytest.mark.parametrize("notation", ["course", "cho", "pytorch"])
def test_a_step_by_hand(notation: str) -> None:
    cell = lstm(notation, units=False)
    here = World(Digits("cell"), cell.equations, {}, {"t": 1})
    read = here.evaluate
    a, c, x = read(cell.a[0]), read(cell.c[0]), read(cell.x[1])

    def before(W: object, V: object, b: object) -> object:
        return read(W) * a + read(V) * x + read(b)  # type: ignore[arg-type]

    f, i, o = (
        1 / (1 + mp.exp(-before(W, V, b)))  # type: ignore[operator]
        for W, V, b in ((cell.W_f, cell.V_f, cell.b_f), (cell.W_i, cell.V_i, cell.b_i), (cell.W_o, cell.V_o, cell.b_o))
    )
    new = f * c + i * mp.tanh(before(cell.W_g, cell.V_g, cell.b_g))
    assert abs(new - read(cell.c[t])) < 1e-14
    assert abs(o * mp.tanh(new) - read(cell.a[t])) < 1e-14


def test_an_unknown_notation_is_named() -> None:
    with pytest.raises(LookupError, match="course, cho, pytorch"):
        lstm("keras")
