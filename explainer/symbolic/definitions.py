"""Which definitions hold from the start: c[0] of a recursion is free, v[0] of v[t] = W c[t] is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any

from explainer.symbolic.expression import Equation, Expression, Negative, Sum, Symbol


@lru_cache(maxsize=1024)
def defined_at_start(definitions: tuple[Equation, ...]) -> frozenset[str]:
    """The letters whose definition holds at time 0 as well: those that don't look back, neither directly nor by others.

    c[t] = … c[t-1] … says nothing about c[0], which is then free; v[t] = W c[t] holds at every time.
    """
    back: set[str] = set()
    uses: dict[str, set[str]] = {}
    for equation in definitions:
        left = equation.left
        if isinstance(left, Symbol) and isinstance(left.time, Symbol):
            letters = list(letters_in(equation.right))
            uses.setdefault(left.name, set()).update(letter.name for letter in letters)
            if any(_before(letter.time, left.time) for letter in letters):
                back.add(left.name)

    def reaches_itself(name: str) -> bool:
        seen: set[str] = set()
        todo = set(uses[name])
        while todo:
            one = todo.pop()
            seen.add(one)
            todo |= uses.get(one, set()) - seen
        return name in seen

    return frozenset(name for name in uses if name not in back and not reaches_itself(name))


def letters_in(value: Any) -> Iterator[Symbol]:
    """All letters of an expression."""
    if isinstance(value, Symbol):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from letters_in(part)
    elif isinstance(value, Expression):
        for slot in fields(value):  # type: ignore[arg-type]
            yield from letters_in(getattr(value, slot.name))


def _before(time: Expression | None, index: Symbol) -> bool:
    return isinstance(time, Sum) and time.terms[0] == index and isinstance(time.terms[1], Negative)
