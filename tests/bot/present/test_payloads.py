"""Every message that is not an answer, against the limits and, where it lies beside, Discord's own description."""

import json
import re
from pathlib import Path

import pytest

from bot import limits
from bot.present import extras, listing, notes, panels, reports, unclear
from bot.sending import payload
from bot.store import Feedback, FeedbackComment, FeedbackCount, Person, Server, StoredAbout, Unanswered
from bot.views import layout
from bot.views.state import State

DESCRIPTION = Path(__file__).parents[4] / "shared" / "discord-openapi.json"


@pytest.fixture(scope="session")
def validator():
    """Discord's description of a message to create; None where the file isn't there."""
    if not DESCRIPTION.is_file():
        return None
    jsonschema = pytest.importorskip("jsonschema")
    description = json.loads(DESCRIPTION.read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/MessageCreateRequest", "components": description["components"]}
    return jsonschema.Draft202012Validator(schema)


def messages(pretend):
    answer = pretend.answer()
    state = State("gru-gradient", 2**63 - 1)
    rows = [Unanswered(f"question {n} " + "x*_" * 400, 900 - n, 0, 0) for n in range(900)]
    feedback = Feedback(
        tuple(FeedbackCount(f"topic-{n}", n, n) for n in range(200)),
        tuple(FeedbackComment("a", False, "bad *thing* " * 60, 0) for _ in range(100)),
    )
    pages = [pretend.Picture(f"page-{n}.png", b"x", "alt " * 600, 1, 1) for n in range(30)]
    plots = [pretend.Picture(f"plot-{n}.png", b"x", "alt " * 600, 1, 1) for n in range(30)]
    several = pretend.Unclear(
        "", "choose", "which? " * 20, tuple(pretend.Suggestion("why " * 60, f"t-{n}") for n in range(9))
    )
    long = pretend.replace(answer, blocks=(*answer.blocks, pretend.Code("python", "x = 1\n" * 2000, "long.py")))
    return {
        "note": notes.note("hello"),
        "trouble": notes.trouble("no"),
        "unclear": unclear.unclear_message(several, asker=1, notation="course", depth="short", quote="> why?"),
        "derivation": extras.derivation(answer, pages, state, 3),
        "first page": extras.derivation(answer, pages, state, 0),
        "one page": extras.derivation(answer, pages[:1], state, 9),
        "no page": extras.derivation(answer, (), state, 0),
        "plots": extras.plots(answer, plots, state),
        "programs": extras.programs(long, state),
        "page": extras.page(answer, b"<html>", "a.html", state),
        "topics": listing.topics(
            tuple(pretend.replace(pretend.TOPICS[0], slug=f"a-long-slug-{n}") for n in range(43)), 1
        ),
        "handbook": listing.handbook(b"%PDF", "handbook.pdf", 1),
        "notations": listing.notations({"cho": (("z = " * 200,),) * 4}, "cho", 1, kept=False),
        "about": listing.about("1.0", 43, "x" * 300, 1),
        "privacy": listing.privacy(("sentence " * 30,) * 6, StoredAbout(None, 3, 4), "x" * 300, 1),
        "me": panels.me(Person(), 1, "said"),
        "course": panels.course(Server(channels=tuple(range(1, 26)), course="a\nb"), 1, "said"),
        "unanswered": reports.unanswered(rows, b"csv", True, 1),
        "none unanswered": reports.unanswered((), b"", False, 1),
        "feedback": reports.feedback(feedback, 1),
        "no feedback": reports.feedback(Feedback((), ()), 1),
    }


def as_sent(made):
    """discord.py writes the ids of chosen channels as numbers, which Discord takes as well."""
    return json.loads(re.sub(r'"id": (\d+), "type"', r'"id": "\1", "type"', json.dumps(made)))


async def test_every_message_is_within_the_limits_and_as_discord_describes_it(pretend, validator):
    for name, message in messages(pretend).items():
        made = payload(message, layout.build(message))
        sizes = [len(each.data) for each in message.attachments]
        assert limits.message_faults(made, sizes) == (), name
        if validator is not None:
            assert [error.message[:200] for error in validator.iter_errors(as_sent(made))] == [], name


async def test_the_answer_is_as_discord_describes_it(pretend, validator):
    from bot.present.answer import answer_message

    if validator is None:
        pytest.skip("Discord's description does not lie beside this checkout")
    message = answer_message(pretend.answer(), pretend.pictures(), pretend.TOPICS[0], asker=2**63 - 1)
    assert list(validator.iter_errors(payload(message, layout.build(message)))) == []


async def test_the_check_can_fail(pretend, validator):
    message = notes.note("x" * 4001)
    made = payload(message, layout.build(message))
    assert limits.message_faults(made)
    if validator is not None:
        assert list(validator.iter_errors(made))
