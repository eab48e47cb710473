"""Where a long formula may be broken: at relations, then before + and −, then between factors or inside fences.

Nothing is measured here: the pieces are nested, and the typesetter breaks into the finer ones only what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from explainer.records.mathematics import Group, Mathematics, Operator, Row
from explainer.records.record import record
from explainer.rendering.mathematics.shape import ADDITIVE, MULTIPLICATIVE, RELATIONS, is_function_name, is_infix
from explainer.rendering.mathematics.typst import to_typst
from explainer.rendering.typeset.source import array


@record
class Piece:
    """Parts of a formula that stay together while there is room.

    depth: 0 when it opens a side, 1 for a term of a sum, 2 for a part of a term. finer: what it may be broken into.
    """

    items: tuple[Mathematics, ...]
    depth: int
    finer: tuple[Piece, ...] = ()

    @property
    def led(self) -> bool:
        """Whether the piece begins with a relation or a sign."""
        first = self.items[0]
        return isinstance(first, Operator) and first.text in RELATIONS | ADDITIVE | MULTIPLICATIVE


def pieces(relation: str, right: Mathematics) -> tuple[Piece, ...]:
    """The pieces of "relation right": one for each relation, the first with the relation in front ("" for none)."""
    items = (*((Operator(relation),) if relation else ()), *_flat(right))
    return _cut(items, RELATIONS, 0)


def source(found: Sequence[Piece]) -> str:
    """The pieces as an array for the prelude's `step-lines`."""
    return array(
        f"(body:${to_typst(Row(piece.items))}$.body,led:{'true' if piece.led else 'false'},"
        f"depth:{piece.depth},parts:{source(piece.finer)})"
        for piece in found
    )


def _flat(tree: Mathematics) -> tuple[Mathematics, ...]:
    """The items of a formula; rows within rows are one row."""
    if not isinstance(tree, Row):
        return (tree,)
    return tuple(item for part in tree.items for item in _flat(part))


def _cut(items: tuple[Mathematics, ...], signs: frozenset[str], depth: int) -> tuple[Piece, ...]:
    """Cut before each of the signs that stands between operands, and each cut piece by the finer rule."""
    runs = _runs(items, [k for k in range(1, len(items)) if _is(items, k, signs)])
    return tuple(Piece(run, depth, _finer(run, signs)) for run in runs)


def _finer(run: tuple[Mathematics, ...], signs: frozenset[str]) -> tuple[Piece, ...]:
    if signs is RELATIONS:
        found = _cut(run, ADDITIVE, 1)
        return found if len(found) > 1 else _factors(run)
    return _factors(run)


def _factors(run: tuple[Mathematics, ...]) -> tuple[Piece, ...]:
    """A product in its factors, a long group in what its fences hold; () when it can't be broken."""
    if sum(1 for item in run if not isinstance(item, Operator)) <= 1:
        return _opened(run)
    cuts = [k for k in range(1, len(run)) if not _sticks(run, k)]
    return tuple(Piece(part, 2, _opened(part)) for part in _runs(run, cuts)) if cuts else _opened(run)


def _sticks(run: tuple[Mathematics, ...], position: int) -> bool:
    """Whether the item belongs to the one before it: behind a sign, an argument behind its function, a comma."""
    item, before = run[position], run[position - 1]
    if isinstance(item, Operator):
        return not (item.text in MULTIPLICATIVE and is_infix(run, position))
    if isinstance(before, Operator) or is_function_name(before):
        return True
    return isinstance(item, Group) or not isinstance(before, Group)


def _opened(run: tuple[Mathematics, ...]) -> tuple[Piece, ...]:
    """The one group of a run opened at the sums inside; the fences stay with the first and the last piece."""
    places = [k for k, item in enumerate(run) if isinstance(item, Group)]
    if len(places) != 1:
        return ()
    (place,) = places
    group = run[place]
    if not isinstance(group, Group):
        return ()
    inner = _cut(_flat(group.body), ADDITIVE, 2)
    if len(inner) < 2:
        return ()
    first = Piece((*run[:place], Operator(group.opening), *inner[0].items), 2)
    last = Piece((*inner[-1].items, Operator(group.closing), *run[place + 1 :]), 2)
    return (first, *inner[1:-1], last)


def _is(items: tuple[Mathematics, ...], position: int, signs: frozenset[str]) -> bool:
    item = items[position]
    return isinstance(item, Operator) and item.text in signs and is_infix(items, position)


def _runs(items: tuple[Mathematics, ...], cuts: Sequence[int]) -> list[tuple[Mathematics, ...]]:
    edges = [0, *cuts, len(items)]
    return [items[a:b] for a, b in pairwise(edges)]
