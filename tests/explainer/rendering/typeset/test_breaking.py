"""Pieces of a formula are the whole formula, in order, and are cut where a mathematician would break a line."""

from __future__ import annotations

import pytest

from explainer.notation import Writer
from explainer.records.mathematics import Group, Mathematics, Operator, Row
from explainer.rendering.mathematics.unicode import to_unicode
from explainer.rendering.typeset.breaking import Piece, pieces

_W = Writer("course")
_FORMULAS = [
    "(1-γ)^T = exp(T ln(1-γ)) ≈ exp(-γ T)",
    "D(1-Γu) + D((c~-c') * Γu * (1-Γu)) W_uc + D(Γu * (1-c~^2)) W_cc D(Γr)",
    "-x + (a + b + c) y - z",
    "x",
    "sum(s=1, T) w_s * c~[s]",
    "tanh(W_c [Γr * c', x] + b_c)",
]


def _flat(items: tuple[Mathematics, ...]) -> str:
    """The formula as text; the fences of an opened group are signs there."""
    parts: list[str] = []
    for item in items:
        if isinstance(item, Group):
            body = item.body.items if isinstance(item.body, Row) else (item.body,)
            parts += [item.opening, _flat(body), item.closing]
        elif isinstance(item, Row):
            parts.append(_flat(item.items))
        else:
            parts.append(to_unicode(item))
    return "".join("".join(parts).split())


def _walk(found: tuple[Piece, ...], whole: str) -> None:
    assert "".join(_flat(piece.items) for piece in found) == whole
    for piece in found:
        if piece.finer:
            assert len(piece.finer) > 1 or piece.finer[0].finer
            _walk(piece.finer, _flat(piece.items))


@pytest.mark.parametrize("formula", _FORMULAS)
def test_pieces_at_every_depth_put_together_are_the_formula(formula: str) -> None:
    body = _W.formula(formula)
    _walk(pieces("=", body), "=" + _flat((body,)))


def test_sides_are_cut_before_their_relations_and_terms_before_their_signs() -> None:
    found = pieces("≈", _W.formula("a + b = c - d"))
    assert [_flat(piece.items) for piece in found] == ["≈a+b", "=c−d"]
    assert [_flat(piece.items) for piece in found[0].finer] == ["≈a", "+b"]
    assert all(piece.led and piece.depth == 0 for piece in found)
    assert [piece.depth for piece in found[1].finer] == [1, 1]


def test_a_minus_that_belongs_to_its_number_is_no_place_to_break() -> None:
    (only,) = pieces("", _W.formula("-x"))
    assert only.items[0] == Operator("−")
    assert not only.finer


def test_fences_open_only_for_the_sum_inside_them() -> None:
    (whole,) = pieces("", _W.formula("2 (a + b + c)"))
    deepest = whole
    while deepest.finer and not isinstance(deepest.finer[-1].items[-1], Operator):
        deepest = deepest.finer[-1]
    assert _flat(deepest.finer[-1].items) == "+c)"
    (tight,) = pieces("", _W.formula("sqrt(x)"))
    assert not tight.finer
