"""The bot's life: intents, commands published only when they changed, servers forgotten, answers finished on leaving."""

import asyncio

import discord
import pytest

from bot import limits
from bot.client import intents
from bot.commands import COMMANDS
from bot.store import Server


def test_no_privileged_intent_is_asked_for():
    wanted = intents()
    assert wanted.guilds
    assert wanted.guild_messages
    assert wanted.dm_messages
    assert not any((wanted.message_content, wanted.members, wanted.presences))


async def test_the_commands_are_within_discords_limits(world):
    payload = [command.to_dict(world.bot.tree) for command in world.bot.tree.get_commands()]
    assert limits.command_faults(payload) == ()
    assert len(payload) == len(COMMANDS) == 14


async def test_commands_work_on_servers_in_direct_messages_and_for_user_installs(world):
    for command in world.bot.tree.get_commands():
        payload = command.to_dict(world.bot.tree)
        if command.name == "course":
            assert (payload["integration_types"], payload["contexts"]) == ([0], [0])
            assert payload["default_member_permissions"] == discord.Permissions(manage_guild=True).value
        else:
            assert (payload["integration_types"], payload["contexts"]) == ([0, 1], [0, 1, 2])


def published(world):
    return [each for each in world.env.http_requests if each.method == "PUT" and each.path.endswith("/commands")]


async def test_commands_are_published_once_for_the_same_description(open_world, make_bot):
    async with open_world() as world:
        assert len(published(world)) == 1
        await world.env.restart_bot(make_bot(store=world.store))
        assert len(published(world)) == 1
        changed = make_bot(store=world.store)
        changed.tree.add_command(discord.app_commands.Command(name="new", description="new", callback=_callback))
        await world.env.restart_bot(changed)
        assert len(published(world)) == 2


async def _callback(interaction: discord.Interaction) -> None: ...


async def test_a_server_that_removes_the_bot_is_forgotten(world):
    await world.store.save_server(world.server.id, Server(private=True))
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.server.id)})
    await world.env.settle()
    assert await world.store.server(world.server.id) == Server()


async def test_leaving_finishes_the_answer_in_hand(make_bot):
    finished = asyncio.Event()
    async with make_bot(drain_seconds=5.0) as bot:

        async def in_hand():
            async with bot.in_hand():
                await asyncio.sleep(0.05)
                finished.set()

        task = asyncio.create_task(in_hand())
        await asyncio.sleep(0)
        await bot.leave()
        assert finished.is_set()
        assert bot.is_closed()
        await bot.leave()
        await task


async def test_leaving_does_not_wait_for_ever(make_bot):
    async with make_bot(drain_seconds=0.05) as bot:

        async def stuck():
            async with bot.in_hand():
                await asyncio.sleep(60)

        task = asyncio.create_task(stuck())
        await asyncio.sleep(0)
        await asyncio.wait_for(bot.leave(), 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_several_processes_share_one_bot(make_bot):
    async with make_bot(shard_ids=(0,)) as second:
        assert second.shard_ids == [0]


async def test_an_escaped_error_is_logged_not_printed(world, caplog, capsys):
    async def broken(*arguments):
        raise ZeroDivisionError

    world.store.forget_server = broken
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.server.id)})
    await world.env.settle()
    assert any("event failed" in record.getMessage() for record in caplog.records)
    assert "Traceback" not in capsys.readouterr().err
