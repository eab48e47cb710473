"""The rows under an answer: a button that could only disappoint is not there."""

from dataclasses import replace

from bot.present.answer import state_of
from bot.present.buttons import rows
from bot.present.pieces import Select
from explainer.records import Code, Plot, Steps


def labels(found):
    return [button.label for row in found if isinstance(row.items, tuple) for button in row.items]


def test_all_of_them_where_the_answer_has_everything(pretend):
    answer = pretend.answer()
    found = labels(rows(answer, pretend.TOPICS[0], state_of(answer, 7, "short")))
    assert found == ["Full derivation", "Plot", "Program", "Page", "In Cho's letters",
                     "γ ÷ 10", "γ × 10", "T × 10", "Change…", "Helpful", "Not helpful", "Delete"]  # fmt: skip


def test_none_that_would_come_back_empty(pretend):
    answer = pretend.answer()
    bare = replace(
        answer, blocks=tuple(b for b in answer.blocks if not isinstance(b, Steps | Plot | Code)), followups=()
    )
    found = labels(rows(bare, pretend.TOPICS[1], state_of(bare, 7, "short")))
    assert found == ["Page", "In Cho's letters", "Helpful", "Not helpful", "Delete"]


def test_a_step_out_of_the_range_is_disabled(pretend):
    answer = pretend.answer(pretend.Job(topic="gru-gradient", parameters=(("gamma", "0.5"), ("steps", "100000"))))
    found = rows(answer, pretend.TOPICS[0], state_of(answer, 7, "short"))
    dead = [b.label for row in found if isinstance(row.items, tuple) for b in row.items if b.disabled]
    assert dead == ["γ × 10", "T × 10"]


def test_related_questions_are_offered_once_each(pretend):
    answer = pretend.answer()
    twice = replace(answer, followups=answer.followups * 3)
    menus = [
        row.items
        for row in rows(twice, pretend.TOPICS[0], state_of(twice, 7, "short"))
        if isinstance(row.items, Select)
    ]
    assert [option.value for option in menus[0].options] == ["value-vs-gradient"]
