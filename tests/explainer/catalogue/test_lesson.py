"""The shape of a lesson: what each depth shows, and key steps that stay true when others are left out."""

from __future__ import annotations

import explainer
from explainer.catalogue.lesson import _key_steps
from explainer.records import Check, Derivation, Heading, Step, Steps
from explainer.records.mathematics import Letter

CHECK = Check(True, 4, 0.0)


def step(left: str | None, relation: str, right: str, *, key: bool) -> Step:
    return Step("rule", relation, None if left is None else Letter(left), Letter(right), (), CHECK, key=key)


def shown(*steps: Step) -> list[tuple[str | None, str, str]]:
    found = _key_steps(Derivation((), "course", (), steps)).steps
    return [(getattr(each.left, "text", None), each.relation, each.right.text) for each in found]  # type: ignore[union-attr]


def test_a_kept_step_goes_on_from_the_kept_one_before_it() -> None:
    assert shown(step("a", "=", "b", key=True), step(None, "=", "c", key=False), step(None, "=", "d", key=True)) == [
        ("a", "=", "b"),
        (None, "=", "d"),
    ]


def test_a_step_whose_chain_was_left_out_gets_its_head() -> None:
    assert shown(step("a", "=", "b", key=False), step(None, "=", "c", key=True)) == [("a", "=", "c")]


def test_an_approximation_that_was_left_out_is_not_swallowed() -> None:
    assert shown(step("a", "≈", "b", key=False), step(None, "=", "c", key=True)) == [("b", "=", "c")]
    assert shown(step("x", "=", "y", key=True), step("a", "≤", "b", key=False), step(None, "=", "c", key=True)) == [
        ("x", "=", "y"),
        ("b", "=", "c"),
    ]


def test_short_fits_a_message_and_full_is_the_lesson() -> None:
    short, full = (explainer.explain("gru-gradient", depth=depth) for depth in ("short", "full"))
    parts = [block.part for block in full.blocks if isinstance(block, Heading)]
    assert parts == ["assumptions", "derivation", "demo", "beyond", "program"]
    assert len(str(explainer.render(short, "markdown"))) < len(str(explainer.render(full, "markdown"))) / 2
    (brief,) = [block.derivation for block in short.blocks if isinstance(block, Steps)]
    assert all(each.key for each in brief.steps)


def test_values_are_finite_numbers() -> None:
    values = explainer.explain("gru-gradient", gamma="0.5").values
    assert "upper" not in values, "the bound has left the range of a double"
    assert all(abs(value) < float("inf") for value in values.values())
