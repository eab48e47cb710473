"""The whole road: the forum's questions, options over numbers in the question, follow-ups, refusals as values."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

import explainer
from explainer import catalogue
from explainer.records import Answer, Unclear

FORUM = (
    "Concretely, why is it that – because Gamma_u stays close to 0 over most time-steps – taking the gradient backward "
    "over many layers of time will not produce a vanishing quantity?"
)
FOLLOW_UP = (
    "why does the fact that you just pointed out imply that the gradient (taken over many previous time-step layers) "
    "will no longer vanish?"
)


def answered(result: Answer | Unclear) -> Answer:
    assert isinstance(result, Answer), result
    return result


def test_the_forums_question_and_its_follow_up() -> None:
    first = answered(explainer.ask(FORUM))
    assert first.topic == "gru-gradient"
    assert first.parameters == {"gamma": Decimal("1e-6"), "steps": 1000, "units": 8}
    assert first.values["predicted"] == pytest.approx((1 - 1e-6) ** 1000, rel=1e-12)
    assert first.checks.steps == first.checks.verified >= 8
    second = answered(explainer.ask(FOLLOW_UP, first))
    assert second.topic == "value-vs-gradient"
    assert second.parameters["gamma"] == Decimal("1e-6")


def test_a_follow_up_changes_one_number() -> None:
    first = answered(explainer.ask("how much is left with gamma 0.01 after 50 steps"))
    second = answered(explainer.ask("and with gamma 0.5?", first))
    assert second.topic == "compute-retention"
    assert second.values["fraction"] == pytest.approx(0.5**50, rel=1e-12)


def test_an_argument_wins_over_the_question() -> None:
    result = answered(explainer.ask("how much is left with gamma 0.01 after 50 steps", gamma="1/2"))
    assert result.values["fraction"] == pytest.approx(0.5**50, rel=1e-12)
    assert result.given == {"gamma", "steps"}


def test_whoever_names_gamma_and_steps_gets_the_fraction() -> None:
    result = answered(explainer.ask("why doesn't the GRU gradient vanish with gamma = 0.001 over 500 steps"))
    assert result.values["fraction"] == pytest.approx(0.999**500, rel=1e-12)


@pytest.mark.parametrize("value", [0.5, "0.5", Decimal("0.5"), np.float64(0.5), np.float32(0.5), "1/2", "50%", "half"])
def test_a_number_may_come_in_any_shape(value: object) -> None:
    assert explainer.explain("compute-retention", gamma=value, steps=10).values["fraction"] == 0.5**10


def test_a_float_is_read_as_it_was_typed() -> None:
    # 1e-6 as a double is not 10⁻⁶; over 10¹⁴ steps the difference would show in the tenth digit.
    exact = math.exp(-1e8 * (1 + 5e-7 + 1e-12 / 3))
    result = explainer.explain("compute-retention", gamma=1e-6, steps=1000)
    assert result.parameters["gamma"] == Decimal("0.000001")
    assert exact == 0.0


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"gamma": 1.5}, "from 0 to 1"),
        ({"gamma": float("nan")}, "finite"),
        ({"gamma": float("inf")}, "finite"),
        ({"gamma": "a lot"}, "is a number"),
        ({"gamma": True}, "is a number"),
        ({"gamma": None, "steps": -1}, "from 0 to"),
        ({"steps": 0.5}, "whole number"),
        ({"steps": 10**16}, "10"),
        ({"colour": "red"}, "does not use 'colour'"),
        ({"notation": "greek"}, "notation is one of"),
        ({"depth": "deep"}, "depth is one of"),
        ({"seed": -1}, "seed"),
    ],
)
def test_bad_parameters_are_one_sentence(parameters: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        explainer.explain("compute-retention", **parameters)  # type: ignore[arg-type]
    refused = explainer.ask("how much is left?", **parameters)  # type: ignore[arg-type]
    assert isinstance(refused, Unclear)


def test_an_unknown_slug_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="Did you mean gru-gradient"):
        explainer.explain("gru-gradiant")


def test_unknown_is_a_value_and_never_an_exception() -> None:
    for text in ("", "   ", "what is the weather", "gamma=__import__('os').getcwd() steps=100", "x" * 10_000, "\0\ud800"):
        result = explainer.ask(text)
        assert isinstance(result, Unclear), text
        assert result.topic is None
        assert result.sentence
        assert result.kind in ("choose", "other-subject", "conversation", "invalid")


def test_the_front_door_lists_its_topics() -> None:
    assert [topic.slug for topic in explainer.topics()] == list(catalogue.SLUGS)


def test_in_a_notebook_an_answer_shows_itself() -> None:
    bundle = explainer.explain("solve-steps")._repr_mimebundle_()  # type: ignore[attr-defined]
    assert "<iframe srcdoc=" in bundle["text/html"]
    assert "68.9676" in bundle["text/plain"]


def test_the_same_question_gives_the_same_answer_twice() -> None:
    assert explainer.render(explainer.ask(FORUM), "json") == explainer.render(explainer.ask(FORUM), "json")


def test_the_forums_question_is_answered_as_it_was_asked() -> None:
    first = answered(explainer.ask(FORUM))
    assert first.facet in ("", "reasoning")
    assert not first.remarks
