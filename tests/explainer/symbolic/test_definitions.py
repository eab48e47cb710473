"""Which letters are free at the start: the states of a recursion and all that hangs on them in a circle."""

from explainer.symbolic.cells import gru, lstm
from explainer.symbolic.definitions import defined_at_start, letters_in
from explainer.symbolic.expression import scalar, vector
from explainer.symbolic.vocabulary import T, d, define, t

y, c, λ, L = vector("y"), vector("c"), vector("λ"), scalar("L")


def test_the_cells_start_free() -> None:
    assert defined_at_start(gru("course").equations) == frozenset()
    assert defined_at_start(lstm("course").equations) == frozenset()


def test_what_only_reads_the_state_holds_at_once() -> None:
    recursion = define(c[t], 2 * c[t - 1])
    assert defined_at_start((recursion, define(y[t], 3 * c[t]), define(λ[t], d(L, c[t])))) == {"y", "λ"}


def test_letters_are_found_at_every_depth() -> None:
    assert {letter.name for letter in letters_in(d(c[T] * (1 - y), c[t - 1]))} == {"c", "y"}
