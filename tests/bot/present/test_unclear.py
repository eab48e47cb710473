"""A question without an answer: its sentence, and at most three buttons in the order of likeness."""

from bot.present.unclear import unclear_message


def test_kinds_have_their_tones(pretend):
    tones = {}
    for kind in ("choose", "other-subject", "conversation", "invalid"):
        message = unclear_message(pretend.Unclear("x", kind, "No *idea*."), asker=1, notation="course", depth="short")
        tones[kind] = message.tone
        assert message.pieces[0].text == r"No \*idea\*."
    assert tones == {"choose": "choose", "other-subject": "plain", "conversation": "plain", "invalid": "trouble"}


def test_suggestions_of_one_topic_have_ids_of_their_own(pretend):
    same = tuple(pretend.Suggestion(f"Question {n}?", "gru-gradient") for n in range(5))
    message = unclear_message(pretend.Unclear("x", "choose", "Which?", same), asker=1, notation="cho", depth="full")
    buttons = [row.items[0] for row in message.pieces[1:]]
    assert [button.action for button in buttons] == ["q0", "q1", "q2"]
    assert buttons[0].state.notation == "cho"
