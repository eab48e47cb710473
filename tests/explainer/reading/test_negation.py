"""Negation: a statement in the negative gets no bare yes or no that was written for the positive."""

from __future__ import annotations

import pytest

import explainer
from explainer.reading.negation import denies
from explainer.reading.normalise import normalise


@pytest.mark.parametrize(
    "text",
    [
        "an LSTM can't explode, right?",
        "so LSTMs don’t explode?",
        "a GRU never vanishes",
        "the memory isn't an average, is it?",
    ],
)
def test_statements_in_the_negative(text: str) -> None:
    assert denies(normalise(text))


@pytest.mark.parametrize(
    "text",
    [
        "can an LSTM explode?",
        "doesn't it vanish, only slower?",
        "so isn't it the product?",
        "it vanishes, doesn't it?",
        "why is it not zero",
        "vanish or not??",
    ],
)
def test_questions_that_deny_nothing(text: str) -> None:
    assert not denies(normalise(text))


@pytest.mark.parametrize(
    "text",
    ["an lstm can never explode, right?", "is it true that an lstm can't vanish?", "a gru never vanishes, right?"],
)
def test_a_false_denial_is_never_affirmed(text: str) -> None:
    found = explainer.ask(text, depth="short")
    assert isinstance(found, explainer.Answer)
    first = [str(words[0]) for words in (*found.remarks, found.headline)]
    assert not any(sentence.startswith(("Yes", "No")) for sentence in first)


def test_the_same_question_put_positively_is_affirmed() -> None:
    found = explainer.ask("can an lstm explode?", depth="short")
    assert isinstance(found, explainer.Answer)
    assert str(found.headline[0]).startswith("Yes")
