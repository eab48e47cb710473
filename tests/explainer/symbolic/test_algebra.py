"""Algebra: it shows true identities, never a false one, and gives up where multiplying out is too long."""

import pytest
import sympy

from explainer.symbolic.algebra import Algebra, HyperbolicTangent, Logistic, NoAlgebra, vanishes
from explainer.symbolic.cells import gru
from explainer.symbolic.expression import scalar
from explainer.symbolic.vocabulary import T, d, norm, t, tanh, σ
from explainer.symbolic.world import World

x = scalar("x")


def world(*definitions: object, **whole: int) -> World:
    return World(Algebra(), definitions, {"n": 2, "m": 1}, whole)  # type: ignore[arg-type]


def test_the_two_rules() -> None:
    letter = sympy.Symbol("x")
    assert sympy.diff(Logistic(letter), letter) == Logistic(letter) * (1 - Logistic(letter))
    assert sympy.expand(sympy.diff(HyperbolicTangent(letter), letter) - 1 + HyperbolicTangent(letter) ** 2) == 0


def test_a_true_identity_vanishes_and_a_false_one_does_not() -> None:
    here = world()
    slope = here.evaluate(d(σ(x), x))
    value = here.evaluate(σ(x))
    assert vanishes(slope - value * (1 - value))
    assert not vanishes(slope - value * (1 + value))


def test_fractions_are_brought_together() -> None:
    here = world()
    value = here.evaluate(x)
    assert vanishes(1 / value + 1 / (1 + value) - (1 + 2 * value) / (value * (1 + value)))


def test_the_whole_one_step_jacobian_of_two_units() -> None:
    cell = gru("course")
    here = World(Algebra(), cell.equations, {"n": 2, "m": 1}, {"t": 1})
    left, right = here.evaluate(d(cell.c[t], cell.c[t - 1])), here.evaluate(cell.jacobian)
    assert all(vanishes(a - b) for a, b in zip(left, right, strict=True))


def test_it_gives_up_with_a_word() -> None:
    cell = gru("course")
    with pytest.raises(NoAlgebra):
        world().evaluate(norm(cell.W_c))
    with pytest.raises(NoAlgebra):
        World(Algebra(), cell.equations, {"n": 2, "m": 1}, {"T": 3}).evaluate(d(cell.c[T], cell.c[0]))
    with pytest.raises(NoAlgebra):
        world().evaluate(tanh(tanh(tanh(x))))
