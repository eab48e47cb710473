"""What is said first: each claim belongs to a topic and facets that exist, and says yes, no or something plain."""

from __future__ import annotations

import pytest

from explainer.notation import Writer
from explainer.reading import read
from explainer.reading.claims import CLAIMS, first_sentence


def test_claims_name_topics_and_facets_that_exist(entries):
    facets = {entry.slug: set(entry.phrasings) for entry in entries}
    for claim in CLAIMS:
        assert facets[claim.topic].issuperset(claim.facets), claim


def test_claims_are_sentences_in_linear_notation():
    for claim in CLAIMS:
        assert claim.sentence.endswith((".", "too"))
        for notation in ("course", "cho", "pytorch"):
            assert Writer(notation).words(claim.sentence)


def test_a_yes_or_no_is_only_given_when_asked():
    assert first_sentence("gru-exploding", "", {"yes-no"}).startswith("Yes")
    assert first_sentence("gru-exploding", "", {"yes-no", "why"}) == ""
    assert first_sentence("gru-exploding", "", set()) == ""


def test_a_false_premise_is_named_in_a_why_too():
    assert first_sentence("gru-gradient", "product", {"why"}).startswith("No")


@pytest.mark.parametrize(
    ("text", "topic", "verdict"),
    [
        ("so Γu=0 means it can never learn right?", "gate-learning", "No"),
        ("so if gamma_u is 0 the network can never learn anything?", "gate-learning", "No"),
        ("so the gate can never be exactly 0 or 1?", "update-gate", "Yes"),
        ("Γu is never exactly 0, right?", "update-gate", "Yes"),
    ],
)
def test_never_learning_and_never_zero_are_two_claims(lexicon, text, topic, verdict):
    found = read(text, lexicon)
    assert found.topic == topic
    assert found.remarks[0].startswith(verdict)


def test_one_word_leaves_the_choice_to_the_reader(lexicon):
    assert read("gradient?", lexicon).kind == "choose"
    assert read("bptt", lexicon).topic == "bptt"
