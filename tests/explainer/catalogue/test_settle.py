"""Parameters: what the reader gave wins, defaults fill the rest, and every refusal says how to mend it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from explainer.catalogue.parameters import GAMMA, LAG, RETAIN, STEPS, TARGET
from explainer.catalogue.settle import check, settle
from explainer.records import Parameter, Topic


def topic(*parameters: Parameter) -> Topic:
    return Topic("a-topic", "A topic", "What?", parameters, (), (), lambda query: None)  # type: ignore[arg-type, return-value]


def test_defaults_fill_what_was_not_said() -> None:
    settled, given = settle(topic(GAMMA, STEPS), {"gamma": Decimal("0.01")}, {})
    assert settled == {"gamma": Decimal("0.01"), "steps": 1000}
    assert given == {"gamma"}


def test_an_option_wins_over_the_question() -> None:
    settled, _ = settle(topic(GAMMA, STEPS), {"gamma": Decimal("0.01")}, {"gamma": Decimal("0.5")})
    assert settled["gamma"] == Decimal("0.5")


def test_a_number_that_the_question_mentions_but_the_topic_does_not_use_is_left_aside() -> None:
    settled, given = settle(topic(GAMMA), {"target": Decimal("0.5")}, {})
    assert settled == {"gamma": Decimal("1e-6")}
    assert not given


def test_an_option_that_the_topic_does_not_use_is_refused_with_those_it_takes() -> None:
    with pytest.raises(ValueError, match=r"does not use 'target': it takes --gamma, --steps"):
        settle(topic(GAMMA, STEPS), {}, {"target": Decimal("0.5")})


def test_a_retention_factor_and_gamma_are_two_names_of_one_fact() -> None:
    settled, _ = settle(topic(GAMMA, RETAIN), {"retain": Decimal("0.95"), "gamma": Decimal("0.05")}, {})
    assert settled == {"gamma": Decimal("0.05"), "retain": Decimal("0.95")}
    settled, _ = settle(topic(GAMMA, RETAIN), {"retain": Decimal("0.95")}, {"gamma": Decimal("0.5")})
    assert settled == {"gamma": Decimal("0.5"), "retain": Decimal("0.5")}


def test_a_lag_is_a_number_of_steps() -> None:
    settled, _ = settle(topic(LAG), {"steps": 100}, {})
    assert settled == {"lag": 100}


def test_a_parameter_without_default_must_be_told() -> None:
    with pytest.raises(ValueError, match="needs γ"):
        settle(topic(replace(GAMMA, default=None)), {}, {})


@pytest.mark.parametrize(
    ("parameter", "value", "sentence"),
    [
        (GAMMA, Decimal("1.5"), r"γ must be from 0 to 1 \(a gate is the value of a sigmoid\): 1.5 is not. Try --gamma"),
        (GAMMA, Decimal("-1e-9"), "must be from 0 to 1"),
        (GAMMA, Decimal("NaN"), "finite"),
        (GAMMA, Decimal("Infinity"), "finite"),
        (GAMMA, "many", "is a number"),
        (STEPS, Decimal("2.5"), "T is a whole number"),
        (STEPS, -3, "must be from 1 to 100000"),
        (STEPS, 10**6, "every step is really run"),
        (TARGET, Decimal(0), "above 0 and at most 1"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_how_to_mend_it(parameter: Parameter, value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refusal:
        check(parameter, value)  # type: ignore[arg-type]
    assert "\n" not in str(refusal.value)


def test_a_huge_number_is_not_printed_digit_by_digit() -> None:
    with pytest.raises(ValueError, match="1e900") as refusal:
        check(STEPS, 10**900)
    assert len(str(refusal.value)) < 300
