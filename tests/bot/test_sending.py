"""The one place that sends: within the limits, mentioning nobody, everything attached that is shown."""

import pytest

from bot.limits import OverLimit
from bot.present.notes import note
from bot.sending import NOBODY, show


async def test_nobody_is_ever_mentioned(world):
    assert world.bot.allowed_mentions is not None
    assert NOBODY.to_dict() == {"parse": []}
    await world.ask("@everyone <@1>")
    bodies = [each.json for each in world.env.http_requests if each.method in ("POST", "PATCH") and each.json]
    said = [body.get("data", body) for body in bodies]
    shown = [body for body in said if body.get("components")]
    assert shown
    assert all(body["allowed_mentions"]["parse"] == [] for body in shown)


async def test_what_discord_would_refuse_is_never_sent():
    class Interaction:
        client = None
        filesize_limit = 1

    with pytest.raises(OverLimit):
        await show(Interaction(), note("x" * 4001), private=True)


async def test_a_file_over_the_servers_limit_ends_in_a_word(world, read, pretend):
    world.workers.rendered = pretend.Rendered(pretend.answer(), file=b"x" * (26 << 20), file_name="a.html")
    result = await world.ask()
    assert "larger than Discord allows" in read.said(await world.alice.click(result.response, label="Page"))
