"""Which steps of a derivation a picture shows, and how what was left out is bridged without saying anything false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from explainer.records.derivation import Step
from explainer.records.mathematics import Mathematics
from explainer.records.record import record


@record
class Shown:
    """A step as it is shown: `step` is the one whose words stand beside it, `number` its place in the whole derivation.

    left: None when it goes on from the shown step before. anchor: the left side that its chain hangs from.
    """

    step: Step
    number: int
    relation: str
    left: Mathematics | None
    anchor: Mathematics | None


def excerpt(steps: Sequence[Step], *, key_only: bool) -> tuple[Shown, ...]:
    """All steps, or only the key ones (all when none is marked), each with the side and the relation that make it true alone.

    Over steps left out relations compose: = with anything is that thing, ≤ with ≤ is ≤. Where they don't (≤ with ≈), the
    step is shown with its own left side.
    """
    chosen = {number for number, step in enumerate(steps, 1) if step.key} if key_only else set()
    return tuple(_walk(steps, chosen or set(range(1, len(steps) + 1))))


def _walk(steps: Sequence[Step], chosen: Set[int]) -> Iterator[Shown]:
    start: Mathematics | None = None  # the left side of the running chain
    anchor: Mathematics | None = None  # the left side last shown
    shown_in_chain = False
    relations: list[str] = []  # since the last side that was shown
    before: Mathematics | None = None
    for number, step in enumerate(steps, 1):
        if step.left is not None:
            start, shown_in_chain, relations = step.left, False, []
        relations.append(step.relation)
        if number in chosen:
            relation, left = composed(relations), None if shown_in_chain else start
            if relation is None:
                relation, left = step.relation, before
            anchor = left if left is not None else anchor
            yield Shown(step, number, relation, left, anchor)
            shown_in_chain, relations = True, []
        before = step.right


def composed(relations: Sequence[str]) -> str | None:
    """The one relation that a chain of relations adds up to; None when there is none (≤ with ≈, a limit of a limit)."""
    others = [relation for relation in relations if relation != "="]
    if not others:
        return "="
    if len(set(others)) > 1 or others.count("→") > 1:
        return None
    return others[0]
