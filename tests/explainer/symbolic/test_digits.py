"""50 digits: derivatives by differences against closed forms, norms against singular values, and the ways of drawing."""

import pytest
from mpmath import mp

from explainer.symbolic.array import Array
from explainer.symbolic.digits import STYLES, Digits, context, logistic, spectral_norm
from explainer.symbolic.expression import matrix, scalar, vector
from explainer.symbolic.vocabulary import T, d, define, t, tanh, transpose, σ
from explainer.symbolic.world import World

x, c, W = scalar("x"), vector("c"), matrix("W")


def world(*definitions: object) -> World:
    return World(Digits("seed"), definitions, {"n": 3, "m": 2}, {"T": 4, "t": 2})  # type: ignore[arg-type]


def test_a_slope_to_60_digits() -> None:
    here = world()
    value = here.evaluate(x)
    assert abs(here.evaluate(d(tanh(x), x)) - (1 - context.tanh(value) ** 2)) < context.mpf(10) ** -60


def test_a_second_derivative() -> None:
    here = world()
    value = logistic(here.evaluate(x))
    exact = value * (1 - value) * (1 - 2 * value)
    assert abs(here.evaluate(d(d(σ(x), x), x)) - exact) < context.mpf(10) ** -45


def test_a_jacobian_has_a_column_for_each_entry_of_the_bottom() -> None:
    here = world(define(c[t], W @ c[t - 1]))
    assert spectral_norm(_minus(here.evaluate(d(c[2], c[1])), here.evaluate(W))) < 1e-60


def test_a_gradient_has_the_shape_of_what_it_belongs_to() -> None:
    v = vector("v")
    here = world()
    slope = here.evaluate(d(transpose(v) @ W @ c[T], W))
    assert slope.size == (3, 3)
    assert abs(slope.rows[0][1] - here.evaluate(v).rows[0][0] * here.evaluate(c[T]).rows[1][0]) < 1e-60


def _minus(a: Array, b: Array) -> Array:
    return Array([[p - q for p, q in zip(u, v, strict=True)] for u, v in zip(a.rows, b.rows, strict=True)])


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (2, 3), (3, 2), (3, 3)])
def test_the_spectral_norm_is_the_largest_singular_value(size: tuple[int, int]) -> None:
    A = Digits("norm").free(matrix("A"), ("A", size[0]), size)
    by_decomposition = max(mp.svd_r(mp.matrix([[mp.mpf(e) for e in row] for row in A.rows]), compute_uv=False))
    assert abs(spectral_norm(A) - by_decomposition) < 1e-12


@pytest.mark.parametrize("style", STYLES)
def test_domains_are_kept_in_every_style(style: str) -> None:
    γ = scalar("γ", 0, 1)
    drawn = [Digits(str(seed), style).free(γ, ("γ", None), None) for seed in range(50)]
    assert all(0 < value < 1 for value in drawn)
    if style == "edge":
        assert min(drawn) < 1e-6
        assert max(drawn) > 1 - 1e-6


def test_the_logistic_function_keeps_its_digits_on_both_sides() -> None:
    assert abs(logistic(context.mpf(-1000)) * context.exp(1000) - 1) < 1e-100
    assert logistic(context.mpf(10) ** 12) == 1
