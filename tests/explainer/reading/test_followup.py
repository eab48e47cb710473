"""A short message goes on from the last answer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from explainer.reading import read
from explainer.records import Query


@pytest.fixture(scope="module")
def retention(lexicon) -> Query:
    return read("gamma=0.01, T=50: how much is left", lexicon)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("and with gamma 0.5?", {"gamma": Decimal("0.5"), "steps": 50}),
        ("what about T=1000", {"gamma": Decimal("0.01"), "steps": 1000}),
        ("for 10x more steps", {"steps": 500}),
        ("twice as many steps", {"steps": 100}),
        ("half the steps", {"steps": 25}),
        ("10 times smaller gate", {"gamma": Decimal("0.001")}),
        ("and 200 steps?", {"steps": 200}),
        ("again with γ = 1e-6", {"gamma": Decimal("0.000001"), "steps": 50}),
    ],
)
def test_other_numbers(lexicon, retention, text, changed):
    query = read(text, lexicon, retention)
    assert query.topic == "compute-retention"
    assert {name: query.parameters[name] for name in changed} == changed
    assert query.parameters["retain"] == 1 - query.parameters["gamma"]


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("simpler", "level", "simple"),
        ("simpler please", "level", "simple"),
        ("eli5", "level", "simple"),
        ("i don't get it", "level", "simple"),
        ("proof", "level", "proof"),
        ("prove it", "level", "proof"),
        ("in pytorch notation", "notation", "pytorch"),
        ("can you show it in Cho's notation?", "notation", "cho"),
        ("shorter", "depth", "short"),
        ("show me the full derivation", "depth", "full"),
        ("show the code", "depth", "full"),
        ("more details please", "depth", "full"),
    ],
)
def test_other_ways_to_show_it(lexicon, text, attribute, value):
    previous = read("why does the GRU gradient not vanish", lexicon)
    query = read(text, lexicon, previous)
    assert query.topic == "gru-gradient"
    assert getattr(query, attribute) == value


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("why does the GRU gradient not vanish", "what about lstm", "lstm-gradient"),
        ("why does the GRU gradient not vanish", "and for a plain rnn?", "rnn-vanishing"),
        ("why does the GRU gradient not vanish", "why?", "value-vs-gradient"),
        ("gamma=0.01 T=50", "why?", "gru-gradient"),
        ("jacobian of an lstm step", "same for a gru?", "gru-jacobian"),
        ("which gamma keeps 90% over 50 steps", "and with gamma 0.5?", "compute-retention"),
        ("how many steps until half is left with gamma 0.01", "and 10 %?", "solve-steps"),
        ("gamma=0.01 T=50", "how many parameters does a GRU have?", "gru-parameters"),
        ("gamma=0.01 T=50", "why do gradients explode in a plain rnn?", "rnn-exploding"),
    ],
)
def test_other_topics(lexicon, first, then, topic):
    assert read(then, lexicon, read(first, lexicon)).topic == topic


def test_without_a_question_before_it_a_follow_up_is_unclear(lexicon):
    assert read("simpler", lexicon).topic is None
    assert read("so is that a yes or no?", lexicon).topic is None
