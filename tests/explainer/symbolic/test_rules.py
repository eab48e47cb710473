"""The textbook table: every rule is judged, and a false one is refused."""

import dataclasses

import pytest

from explainer.symbolic import Proof, Unproved
from explainer.symbolic.rules import RULES, table


def test_every_rule_passes_its_judge() -> None:
    proof = table("course")
    assert [step.rule for step in proof.steps] == [rule.name for rule in RULES]
    assert all(step.check.points > 0 for step in proof.steps)


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def _judge(name: str, **changes: object) -> None:
    rule = dataclasses.replace(next(rule for rule in RULES if rule.name == name), **changes)
    Proof("", "course", rule.given).step(rule.name, rule.left, rule.relation, rule.right, "", claim=rule.claim)


def test_a_chain_rule_without_the_inner_slope_is_refused() -> None:
    rule = next(rule for rule in RULES if rule.name == "chain rule")
    with pytest.raises(Unproved, match="differ"):
        _judge("chain rule", right=rule.right.factors[0] @ rule.right.factors[1])  # type: ignore[attr-defined]


def test_a_product_in_the_wrong_order_is_refused() -> None:
    rule = next(rule for rule in RULES if rule.name == "chain rule over time")
    J = rule.given[1].left
    backwards = J[1] @ J[2] @ J[3]  # type: ignore[index]
    proof = Proof("", "course", rule.given, whole={"T": (3, 3)})
    with pytest.raises(Unproved):
        proof.step(rule.name, rule.left, "=", backwards, "")


def test_a_missing_transpose_is_refused() -> None:
    rule = next(rule for rule in RULES if rule.name == "gradient of a product with a vector")
    A, v = rule.right.factors[0].body, rule.right.factors[1]  # type: ignore[attr-defined]
    with pytest.raises(Unproved):
        _judge(rule.name, right=A @ v)


