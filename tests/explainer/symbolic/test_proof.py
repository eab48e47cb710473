"""Proofs: what a step must say, going on from the step before, given equations, plain data."""

import json

import pytest

from explainer.symbolic import Proof, Unproved, define, scalar
from explainer.symbolic.vocabulary import T, exp, ln, t

γ, c, x = scalar("γ", 0, 1), scalar("c"), scalar("x")


def test_a_step_gives_its_right_side_to_build_on_and_the_next_goes_on_from_it() -> None:
    proof = Proof("Title", "course", [define(c[t], (1 - γ) * c[t - 1])])
    end = proof.step("unroll", c[T], "=", (1 - γ) ** T * c[0], "why", key=True)
    proof.step("logarithm", None, "=", exp(T * ln(1 - γ)) * c[0], "why")
    assert end == (1 - γ) ** T * c[0]
    assert [step.left for step in proof.steps] == ["c[T]", ""]
    assert proof.steps[0].key
    assert proof.given == ["c[t] = (1 - γ) c[t-1]"]


def test_a_false_step_leaves_nothing_behind() -> None:
    proof = Proof("Title", "course")
    with pytest.raises(Unproved) as caught:
        proof.step("wrong", x + x, "=", 3 * x, "")
    assert caught.value.step == "x + x = 3 x"
    assert not proof.steps
    with pytest.raises(ValueError, match="needs a left side"):
        proof.step("goes on", None, "=", x, "")


@pytest.mark.parametrize(
    ("relation", "more", "message"),
    [
        ("~", {}, "is no relation"),
        ("≤", {}, "must say in `claim`"),
        ("≈", {"claim": "c"}, "goes with `order`"),
        ("→", {"claim": "c"}, "with `limit`"),
        ("=", {"order": (γ, 1)}, "goes with `order`"),
    ],
)
def test_a_step_must_say_what_the_judge_needs(relation: str, more: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Proof("", "course").step("rule", x, relation, x, "", **more)


def test_a_letter_gets_a_new_meaning_from_there_on() -> None:
    proof = Proof("", "course", [define(c, x)])
    proof.step("", c, "=", x, "")
    proof.let(define(c, 2 * x, shown=False))
    proof.step("", c, "=", x + x, "")
    assert proof.given == ["c = x"]


def test_chaining_adds_steps_and_new_letters_only() -> None:
    first = Proof("", "course", [define(c, x)])
    first.step("", c, "=", x, "")
    second = Proof("", "course", [define(c, x), define(scalar("y"), x)])
    second.step("", scalar("y"), "=", x, "")
    assert [len(first.steps), first.chain(second).given] == [1, ["c = x", "y = x"]]
    assert len(first.steps) == 2


def test_the_record_is_plain_data() -> None:
    proof = Proof("Title", "cho", [define(c, x)], cell="rnn", brief=True)
    proof.step("rule", c, "=", x, "why", claim="where")
    data = json.loads(json.dumps(proof.record()))
    assert data == {
        "title": "Title",
        "cell": "rnn",
        "given": ["c = x"],
        "steps": [
            {
                "rule": "rule",
                "relation": "=",
                "left": "c",
                "right": "x",
                "why": "why",
                "claim": "where",
                "key": False,
                "check": {"symbolic": True, "points": 4, "max_error": 0.0},
            }
        ],
    }


def test_whole_numbers_are_drawn_where_the_proof_says() -> None:
    with pytest.raises(Unproved):
        Proof("", "course", whole={"T": (3, 3)}).step("", T, "=", 4, "")
    Proof("", "course", whole={"T": (4, 4)}).step("", T, "=", 4, "")
    Proof("", "course").step("", T, "=", 5, "", whole={"T": (5, 5)})
