"""What the writers ask about a formula's shape."""

from __future__ import annotations

from explainer.notation import Writer
from explainer.records.mathematics import Row
from explainer.rendering.mathematics.shape import is_infix, is_loose, is_prefix_sign, is_product, is_tall

W = Writer("course")


def test_a_sign_is_between_operands_or_before_one() -> None:
    row = W.formula("-a = -b - c")
    assert isinstance(row, Row)
    assert [is_prefix_sign(row.items, place) for place in range(len(row.items))] == [True, False, False, True, False, False, False]
    assert [is_infix(row.items, place) for place in range(len(row.items))] == [False, False, True, False, False, True, False]


def test_tall_loose_and_products() -> None:
    assert is_tall(W.formula("(1 + a/b)"))
    assert not is_tall(W.formula("(1 + a)"))
    assert is_loose(W.formula("a + b"))
    assert not is_loose(W.formula("a b"))
    assert is_product(W.formula("a b"))
    assert not is_product(W.formula("dc"))
    assert not is_product(W.formula("ln(x)"))
