"""The numbers that buttons change, and a state read back as a question's numbers."""

from decimal import Decimal

import pytest

from bot.present.numbers import query, scaled, values, written
from bot.views.state import State


@pytest.mark.parametrize(
    ("given", "name", "power", "expected"),
    [
        ((), "gamma", -1, "1e-7"),
        ((), "gamma", 1, "1e-5"),
        ((("gamma", "0.5"),), "gamma", -1, "0.05"),
        ((("gamma", "0.5"),), "gamma", 1, None),
        ((), "steps", 1, "10000"),
        ((("steps", "99999"),), "steps", 1, None),
        ((("steps", "5"),), "steps", -1, None),
        ((), "lag", 1, None),
        ((("gamma", "0"),), "gamma", -1, None),
    ],
)
def test_a_number_is_scaled_within_its_range(pretend, given, name, power, expected):
    state = scaled(pretend.TOPICS[0], State("gru-gradient", given=given), name, power)
    assert (state and state.value(name)) == expected


def test_the_value_that_was_computed_with_counts_where_none_was_given(pretend):
    state = scaled(pretend.TOPICS[0], State("gru-gradient"), "gamma", 1, Decimal("0.001"))
    assert state is not None
    assert state.value("gamma") == "0.01"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.000001", "1e-6"),
        ("1E+3", "1000"),
        ("0.05", "0.05"),
        ("123456789", "123456789"),
        ("1E+15", "1e15"),
        ("0", "0"),
    ],
)
def test_the_shorter_spelling(number, text):
    assert written(Decimal(number)) == text


def test_lists_are_numbers_and_everything_else_stays_text():
    state = State("diagnose", given=(("norms", "1.0,0.5"), ("gamma", "1e-6")))
    assert dict(values(state)) == {"norms": (1.0, 0.5), "gamma": "1e-6"}


def test_a_follow_up_knows_what_the_answer_was_about(pretend):
    state = State(
        "gru-gradient", 7, "product", (("gamma", "1e-3"), ("old", "1"), ("steps", "50")), "cho", "short", "simple"
    )
    asked = query(pretend.TOPICS[0], state)
    assert asked.parameters == {"gamma": Decimal("1e-3"), "steps": 50}
    assert type(asked.parameters["steps"]) is int
    assert (asked.topic, asked.facet, asked.notation, asked.level) == ("gru-gradient", "product", "cho", "simple")
    assert query(pretend.TOPICS[7], State("diagnose", given=(("norms", "1,2"),))).parameters == {"norms": (1.0, 2.0)}
