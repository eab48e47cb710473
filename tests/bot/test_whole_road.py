"""Nothing pretended but Discord: the real engine in real worker processes, and every topic against every limit."""

import json
from pathlib import Path

import pytest
import simcord

from bot import limits
from bot.client import ExplainerBot
from bot.cooldowns import Cooldowns
from bot.present.answer import answer_message
from bot.sending import payload
from bot.settings import load
from bot.store import Store
from bot.views import layout
from bot.worker import Job, Rendered, Workers
from bot.worker.perform import perform
from explainer import catalogue
from explainer.records import Answer

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord-openapi.json"
FORUM = (
    "Concretely, why is it that – because Gamma_u stays close to 0 over most time-steps – taking the gradient backward "
    "over many layers of time will not produce a vanishing quantity?"
)
THEN = (
    "why does the fact that you just pointed out imply that the gradient (taken over many previous time-step layers) "
    "will no longer vanish?"
)


@pytest.fixture
async def real():
    """The bot as it is started, in a pretended Discord."""
    settings = load(token_needed=False, env_file=None)
    workers = Workers(count=1, deadline=60, long_deadline=120)
    plenty = Cooldowns(person_uses=1000, person_seconds=60, server_uses=1000, server_seconds=60)
    bot = ExplainerBot(settings, Store("sqlite+aiosqlite://"), workers, plenty, shard_count=1)
    env = simcord.Env(bot, check_errors=False, settle_timeout=120)
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
        await workers.close()
        await bot.store.close()


async def test_the_forums_question_and_its_follow_up(real, read):
    server = real.create_guild()
    channel = server.create_text_channel("week-1")
    alice = server.add_member(real.create_user("alice"))
    result = await alice.slash(channel, "ask", question=FORUM)
    said = read.said(result)
    assert "0.9990005" in said
    assert [each.filename for each in result.response.attachments] == ["steps-1.png", "plot-1.png"]
    assert all(each.description for each in result.response.attachments)
    await alice.send(channel, f"<@{real.bot.user.id}> {THEN}", reply_to=result.response)
    follow_up = channel.last_message
    assert "value-vs-gradient" in str([item.custom_id for item in _items(follow_up)])
    changed = await alice.click(result.response, label="γ × 10")
    assert "0.9900" in read.text(changed.response)
    for label in ("Full derivation", "Plot", "Program", "Page", "In Cho's letters"):
        clicked = await alice.click(result.response, label=label)
        assert clicked.acknowledged
        assert clicked.response.attachments, label


def _items(message):
    found = list(message.components)
    for each in found:
        found += getattr(each, "children", ())
    return [each for each in found if getattr(each, "custom_id", None)]


@pytest.mark.parametrize(
    ("command", "options", "word"),
    [
        ("gamma", {"value": "5%", "steps": "1/0"}, "1/0"),
        ("gamma", {"value": "1/1000", "steps": "1,000"}, "0.36769"),
        ("solve", {"steps": "50", "keep": "90%"}, "0.0021"),
        ("solve", {"gamma": "0.01", "keep": "half"}, "68.9"),
    ],
)
async def test_values_are_read_like_everywhere(real, read, command, options, word):
    server = real.create_guild()
    channel = server.create_text_channel("week-1")
    alice = server.add_member(real.create_user("alice"))
    assert word in read.said(await alice.slash(channel, command, **options))


@pytest.fixture(scope="session")
def validator():
    """Discord's description of a message to create; None where the file isn't there."""
    if not DESCRIPTION.is_file():
        return None
    jsonschema = pytest.importorskip("jsonschema")
    description = json.loads(DESCRIPTION.read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/MessageCreateRequest", "components": description["components"]}
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("slug", catalogue.SLUGS)
async def test_every_topic_fits_into_a_message(slug, theme, validator):
    rendered = perform(Job(topic=slug, theme=theme, depth="full"), lambda sentence: None)
    assert isinstance(rendered, Rendered)
    assert isinstance(rendered.answer, Answer)
    for picture in rendered.pictures:
        assert picture.width <= 1000, picture.name
        assert picture.alt, picture.name
    for depth in ("short", "full"):
        message = answer_message(
            rendered.answer,
            rendered.pictures,
            catalogue.topic(slug),
            asker=2**63 - 1,
            depth=depth,
            quote="> " + "q" * 310,
        )
        made = payload(message, layout.build(message))
        assert limits.message_faults(made, [len(each.data) for each in message.attachments]) == ()
        if validator is not None:
            assert [error.message[:300] for error in validator.iter_errors(made)] == []
