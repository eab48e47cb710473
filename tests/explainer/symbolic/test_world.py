"""Worlds: definitions over time, letters set by hand, what is held and what moves."""

import pytest

from explainer.symbolic.digits import Digits, context
from explainer.symbolic.expression import Number, scalar, vector
from explainer.symbolic.vocabulary import T, define, held, prod_over, s, sum_over, t
from explainer.symbolic.world import World

c, x, γ = scalar("c"), scalar("x"), scalar("γ", 0, 1)


def world(*definitions: object, **whole: int) -> World:
    return World(Digits("seed"), definitions, {"n": 3, "m": 2}, {"T": 4, "t": 2, "s": 1, **whole})  # type: ignore[arg-type]


def test_a_recursion_runs_from_its_start() -> None:
    here = world(define(c[t], 2 * c[t - 1]), define(c[0], 3))
    assert here.evaluate(c[T]) == 48
    assert here.evaluate(c[0]) == 3


def test_a_later_definition_of_one_time_wins() -> None:
    here = world(define(c[t], 2 * c[t - 1]), define(c[0], 1), define(c[3], 10))
    assert here.evaluate(c[T]) == 20


def test_moving_a_letter_moves_what_depends_on_it() -> None:
    here = world(define(c[t], 2 * c[t - 1] + x), define(c[0], 1))
    before = here.evaluate(c[2])
    moved = here.moved({("c", 1): context.mpf(7)})
    assert moved.evaluate(c[2]) - 14 == here.evaluate(x)
    assert here.evaluate(c[2]) == before


def test_what_is_held_stays() -> None:
    here = world(define(c[1], held(x) + x))
    moved = here.moved({("x", None): context.mpf(100)})
    assert abs(moved.evaluate(c[1]) - 100 - here.evaluate(x)) < 1e-40


def test_free_letters_do_not_depend_on_the_order_of_asking() -> None:
    one, other = world(), world()
    first = one.evaluate(x), one.evaluate(γ)
    second = other.evaluate(γ), other.evaluate(x)
    assert first == second[::-1]
    assert 0 < first[1] < 1


def test_sums_and_products_over_time() -> None:
    here = world(define(c[t], 2))
    assert here.evaluate(sum_over(s, 1, T, c[s])) == 8
    assert here.evaluate(prod_over(s, 1, T, c[s])) == 16
    assert here.evaluate(sum_over(s, 3, 2, c[s])) == 0
    assert here.evaluate(prod_over(s, 3, 2, c[s])) == 1
    assert here.whole["s"] == 1


def test_a_circle_of_definitions_is_named() -> None:
    with pytest.raises(ValueError, match="c is defined by itself"):
        world(define(c, c + 1)).evaluate(c)


def test_a_number_beside_a_vector() -> None:
    v = vector("v")
    assert list(world(define(v, Number("1") + 0 * vector("w"))).evaluate(v)) == [1, 1, 1]


def test_a_definition_that_does_not_look_back_holds_at_the_start() -> None:
    y = scalar("y")
    here = world(define(c[t], 2 * c[t - 1]), define(c[0], 3), define(y[t], 5 * c[t]), define(x[t], x[t - 1] + 1))
    assert here.evaluate(y[0]) == 15
    assert here.evaluate(x[0]) == Digits("seed").free(x, ("x", 0), None)
