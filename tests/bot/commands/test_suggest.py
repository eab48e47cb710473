"""What is offered while somebody types stays within Discord's limits and finds what was meant."""

from dataclasses import replace

from bot import limits
from bot.commands.suggest import known_questions, known_topics, values


def raw(choices):
    return [choice.to_dict() for choice in choices]


def test_long_questions_are_offered_within_the_limits(pretend):
    long = replace(pretend.TOPICS[0], question="Why " + "very " * 40 + "long?")
    topics = {f"{long.slug}-{number}": replace(long, question=f"{number} {long.question}") for number in range(60)}
    for typed in ("", "very long", "x" * 5000, "🤔" * 200):
        assert limits.autocomplete_faults(raw(known_questions(topics, typed))) == ()
        assert limits.autocomplete_faults(raw(known_topics(topics, typed))) == ()


def test_a_sentence_of_the_readers_own_comes_first(pretend):
    topics = {topic.slug: topic for topic in pretend.TOPICS}
    offered = [each.value for each in known_questions(topics, "why does the  gradient vanish")]
    assert offered[0] == "why does the gradient vanish"
    assert "Why doesn't the GRU gradient vanish when Γu is near 0?" in offered
    whole = "Why doesn't the GRU gradient vanish when Γu is near 0?"
    assert [each.value for each in known_questions(topics, whole)].count(whole) == 1


def test_what_is_too_long_for_a_choice_is_left_as_it_is(pretend):
    assert known_questions({topic.slug: topic for topic in pretend.TOPICS}, "why " * 40) == []


def test_facets_are_known_questions(pretend):
    topics = {topic.slug: topic for topic in pretend.TOPICS}
    assert known_questions(topics, "gates product")[0].value == "Isn't the gradient a product of the gates Γu?"


def test_what_was_typed_comes_first_and_once():
    offered = values("1", (("1", "one"), ("10", "ten"), ("2", "two")))
    assert [each.value for each in offered] == ["1", "10"]
    assert values("  ", (("1", "one"),))[0].value == "1"
