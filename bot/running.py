"""The bot's process on Discord: built from its settings, stopped by SIGTERM or Ctrl-C once its answers are out."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress

import discord

from bot.client import ExplainerBot
from bot.cooldowns import Cooldowns
from bot.settings import REFUSED_TOKEN, Settings
from bot.store import Store
from bot.worker import Workers


def build(settings: Settings, *, shard_count: int | None = None) -> ExplainerBot:
    """The bot with its store, workers and cooldowns, not started yet. Needs a running event loop."""
    return ExplainerBot(
        settings,
        Store(settings.database_url),
        Workers.from_settings(settings),
        Cooldowns.from_settings(settings),
        shard_count=shard_count,
    )


async def run(settings: Settings) -> int:
    """Run until told to stop. Returns the exit status."""
    bot = build(settings)
    leaving: list[asyncio.Task[None]] = []

    def leave() -> None:
        if not leaving:
            leaving.append(asyncio.create_task(bot.leave()))

    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        # Windows has no handlers on the loop; there Ctrl-C ends the process at once.
        with suppress(NotImplementedError):
            loop.add_signal_handler(each, leave)
    try:
        async with bot:
            await bot.start(settings.discord_token.get_secret_value())
    except discord.LoginFailure:
        print(REFUSED_TOKEN, file=sys.stderr)
        return 2
    finally:
        for task in leaving:
            await task
    return 0
