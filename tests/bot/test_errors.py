"""The error map: a sentence for each kind of failure, and never one that leaks what went wrong inside."""

import discord
import pytest
from discord import app_commands

from bot.errors import Refusal, sentence
from bot.limits import OverLimit
from bot.worker import TooLong


def from_discord(status, code=0):
    response = type("Response", (), {"status": status, "reason": "x"})()
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": "secret"})


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (Refusal("No."), "No."),
        (TooLong(), str(TooLong())),
        (OverLimit(["text"]), "larger than Discord allows"),
        (from_discord(404, 10062), "closed this request"),
        (from_discord(404, 10015), "closed this request"),
        (from_discord(404, 10008), "deleted"),
        (from_discord(403, 50013), "lack a permission"),
        (from_discord(403, 50001), "may not see that channel"),
        (from_discord(429), "slow down"),
        (from_discord(503), "Discord itself has trouble"),
        (app_commands.NoPrivateMessage(), "in a server only"),
        (app_commands.MissingPermissions(["manage_guild"]), "Only staff"),
        (app_commands.CommandNotFound("x", []), "Restart Discord"),
        (app_commands.CheckFailure(), "may not use this"),
    ],
)
def test_each_kind_has_its_sentence(error, word):
    assert word in sentence(error)
    assert "secret" not in sentence(error)


def test_a_wrapped_error_is_unwrapped():
    command = app_commands.Command(name="x", description="x", callback=_callback)
    assert sentence(app_commands.CommandInvokeError(command, Refusal("No."))) == "No."


async def _callback(interaction: discord.Interaction) -> None: ...


@pytest.mark.parametrize("error", [ZeroDivisionError(), from_discord(400, 50035), app_commands.AppCommandError()])
def test_what_is_our_fault_has_no_sentence_but_a_reference(error):
    assert sentence(error) is None


async def test_a_command_removed_since_discord_loaded_it_ends_in_a_word(world, read):
    world.bot.tree.remove_command("about")
    assert "has changed" in read.said(await world.alice.slash(world.channel, "about"))


async def test_when_even_the_apology_fails_nothing_is_raised(world):
    world.workers.failure = ZeroDivisionError()
    world.env.inject_error("PATCH", "/webhooks/*", status=500, times=None)
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=403, code=50013, times=None)
    await world.ask()
    fatal = [error for error in world.env.errors if not isinstance(error, app_commands.CommandInvokeError)]
    assert not fatal
