"""What is left out of a derivation is bridged truthfully: relations compose, or the step shows its own left side."""

from __future__ import annotations

import pytest

from explainer.records import Check, Derivation, Step
from explainer.records.mathematics import Letter
from explainer.rendering.typeset.excerpt import composed, excerpt


def _step(relation: str, left: str, right: str, key: bool) -> Step:
    return Step("rule", relation, Letter(left) if left else None, Letter(right), (), Check(True, 1, 0.0), (), key)


@pytest.mark.parametrize(
    ("relations", "whole"),
    [("=", "="), ("==", "="), ("=≈=", "≈"), ("≤=≤", "≤"), ("≤≈", None), ("≤≥", None), ("→=", "→"), ("→→", None)],
)
def test_relations_compose_only_where_the_whole_is_true(relations: str, whole: str | None) -> None:
    assert composed(list(relations)) == whole


def test_a_step_after_skipped_ones_goes_on_with_the_relation_of_them_all() -> None:
    steps = (_step("=", "a", "b", True), _step("≈", "", "c", False), _step("=", "", "d", True))
    first, second = excerpt(steps, key_only=True)
    assert (first.left, first.relation, first.number) == (Letter("a"), "=", 1)
    assert (second.left, second.relation, second.number, second.anchor) == (None, "≈", 3, Letter("a"))


def test_a_chain_whose_beginning_is_left_out_starts_with_its_own_left_side() -> None:
    steps = (_step("=", "a", "b", True), _step("=", "x", "y", False), _step("≤", "", "z", True))
    assert [(s.left, s.relation) for s in excerpt(steps, key_only=True)] == [(Letter("a"), "="), (Letter("x"), "≤")]


def test_relations_that_do_not_compose_show_the_side_before() -> None:
    steps = (_step("≤", "a", "b", True), _step("≈", "", "c", False), _step("≤", "", "d", True))
    last = excerpt(steps, key_only=True)[-1]
    assert (last.left, last.relation) == (Letter("c"), "≤")


def test_all_steps_are_shown_when_none_is_marked_or_all_are_asked_for(derivation: Derivation) -> None:
    unmarked = (_step("=", "a", "b", False), _step("=", "", "c", False))
    assert len(excerpt(unmarked, key_only=True)) == 2
    assert len(excerpt(derivation.steps, key_only=False)) == len(derivation.steps)
    assert len(excerpt(derivation.steps, key_only=True)) == sum(step.key for step in derivation.steps)
    assert excerpt((), key_only=True) == ()
