"""Answer → message: what is shown in which order, within the limits whatever the answer holds."""

from dataclasses import replace

import pytest

from bot import limits
from bot.present.answer import answer_message, state_of
from bot.present.pieces import Pictures, Row, Text
from bot.sending import payload
from bot.views import layout
from bot.worker import Picture


@pytest.fixture
def show(pretend):
    def shown(answer=None, pictures=None, **options):
        answer = answer if answer is not None else pretend.answer()
        pictures = pictures if pictures is not None else pretend.pictures()
        return answer_message(answer, pictures, pretend.TOPICS[0], asker=7, **options)

    return shown


def words(message):
    return "\n".join(piece.text for piece in message.pieces if isinstance(piece, Text))


def test_the_parts_come_in_their_order(show):
    kinds = [type(piece).__name__ for piece in show(quote="> why?").pieces]
    assert kinds == ["Text", "Pictures", "Text", "Pictures", "Text", "Text", "Row", "Row", "Row", "Row"]
    text = words(show(quote="> why?"))
    order = [
        "> why?",
        "### Why the GRU",
        "multiplied by (1\u00a0−\u00a0γ)^T",
        "Prediction",
        "A common mistake",
        "verified",
        "Cho",
    ]
    assert sorted(order, key=text.index) == order


def test_the_footer_says_what_it_was_computed_with(show, pretend):
    text = words(show())
    assert "2 of 2 steps verified · γ = 1e-6 · T = 1000 · course notation" in text
    assert "Sources: Cho et al. 2014" in text
    assert "PyTorch notation" in words(show(replace(pretend.answer(), notation="pytorch")))


def test_depth_full_adds_what_is_assumed_and_what_is_not_said(show):
    assert "Nothing about exploding gradients." not in words(show())
    full = words(show(depth="full"))
    assert "Nothing about exploding gradients." in full
    assert "Every gate has the value γ at every step." in full


def test_remarks_on_the_question_come_before_the_answer(show, pretend):
    remarked = replace(pretend.answer(), remarks=(("Yes, that is right.",),))
    text = words(show(remarked))
    assert text.index("Yes, that is right.") < text.index("multiplied by")


async def test_whatever_is_long_stays_within_the_limits(show, pretend):
    base = pretend.answer()
    long = ("word *and* more_words " * 400,)
    many = tuple(replace(base.followups[0], question="Why? " * 60, topic=f"topic-{n}") for n in range(60))
    monster = replace(base, title=long, headline=long, remarks=(long, long), followups=many)
    pictures = tuple(Picture(f"{kind}-1.png", b"x", "alt " * 900, 1, 1) for kind in ("steps", "plot"))
    for depth in ("short", "full"):
        message = show(monster, pictures, depth=depth, quote="> " + "q" * 300, note="note " * 30)
        view = layout.build(message)
        assert limits.message_faults(payload(message, view), [1, 1]) == ()


def test_without_pictures_there_is_no_gallery(show):
    message = show(pictures=())
    assert not any(isinstance(piece, Pictures) for piece in message.pieces)
    assert message.attachments == ()


def test_the_state_holds_only_what_was_given(pretend):
    state = state_of(pretend.answer(), 7, "short")
    assert state.given == ()
    job = pretend.Job(topic="gru-gradient", parameters=(("gamma", "0.5"),), notation="cho")
    state = state_of(pretend.answer(job), 7, "full")
    assert (state.given, state.notation, state.depth, state.asker) == ((("gamma", "0.5"),), "cho", "full", 7)


def test_every_answer_ends_in_the_verdict_row(show):
    last = show().pieces[-1]
    assert isinstance(last, Row)
    assert [button.label for button in last.items] == ["Helpful", "Not helpful", "Delete"]
