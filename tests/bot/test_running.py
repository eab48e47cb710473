"""Building and running the process: a refused token is one line, SIGTERM ends it cleanly."""

import asyncio
import os
import signal

import discord

from bot import running
from bot.settings import REFUSED_TOKEN, load


def settings(tmp_path):
    token = "x" * 24 + "." + "y" * 6 + "." + "z" * 30
    plain = load(token_needed=False, env_file=None)
    path = tmp_path / "bot.sqlite3"
    return plain.model_copy(update={"database_url": f"sqlite+aiosqlite:///{path}", "discord_token": _secret(token)})


def _secret(text):
    from pydantic import SecretStr

    return SecretStr(text)


async def test_a_refused_token_is_one_line_and_status_2(tmp_path, monkeypatch, capsys):
    async def refused(self, token, *, reconnect=True):
        raise discord.LoginFailure("Improper token has been passed.")

    monkeypatch.setattr(discord.AutoShardedClient, "start", refused)
    assert await running.run(settings(tmp_path)) == 2
    assert capsys.readouterr().err.strip() == REFUSED_TOKEN


async def test_sigterm_ends_it_cleanly(tmp_path, monkeypatch):
    closed = asyncio.Event()
    usual = discord.AutoShardedClient.close

    async def connected(self, token, *, reconnect=True):
        await closed.wait()

    async def close(self):
        await usual(self)
        closed.set()

    monkeypatch.setattr(discord.AutoShardedClient, "close", close)
    monkeypatch.setattr(discord.AutoShardedClient, "start", connected)
    asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(running.run(settings(tmp_path)), 20) == 0
