"""The bot itself: its intents, its life from start to SIGTERM, and what it does with each event."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

import discord
from discord import app_commands

import explainer
from bot import logs
from bot.cooldowns import Cooldowns
from bot.errors import Refusal, tell
from bot.sending import NOBODY
from bot.settings import Settings
from bot.store import Store
from bot.views.actions import LEAVING
from bot.views.dynamic import AnswerItem
from bot.worker import Workers
from explainer.records import Topic

_log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """Guilds, and messages in them and in DMs; none that Discord calls privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    return wanted


class Tree(app_commands.CommandTree["ExplainerBot"]):
    """The commands, with one answer to every failure."""

    async def on_error(
        self, interaction: discord.Interaction[ExplainerBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person. Autocomplete has no place for words, so its failures are logged only."""
        if interaction.type is discord.InteractionType.autocomplete:
            logs.event(_log, "autocomplete failed", logging.ERROR, error=error)
            return
        await tell(interaction, error)

    async def interaction_check(self, interaction: discord.Interaction[ExplainerBot], /) -> bool:
        """Nothing new is begun while the process is about to leave."""
        if interaction.client.leaving and interaction.type is not discord.InteractionType.autocomplete:
            await tell(interaction, Refusal(LEAVING))
        return not interaction.client.leaving


class ExplainerBot(discord.AutoShardedClient):
    """The explainer on Discord.

    topics: the catalogue, for autocomplete, menus and forms; None is the explainer's own. Computing happens in `workers` alone.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        workers: Workers,
        cooldowns: Cooldowns,
        *,
        shard_count: int | None = None,
        topics: Iterable[Topic] | None = None,
    ) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=NOBODY,
            shard_count=shard_count if shard_count is not None else settings.shard_count,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            **_shards(settings),
        )
        self.settings = settings
        self.store = store
        self.workers = workers
        self.cooldowns = cooldowns
        self.topics: Mapping[str, Topic] = {
            topic.slug: topic for topic in (explainer.topics() if topics is None else topics)
        }
        self.leaving = False
        self._hands = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.tree = Tree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def setup_hook(self) -> None:
        """Open the store, warm the workers, register commands and buttons; after login, before the first event."""
        from bot.commands import COMMANDS

        await self.store.open()
        await self.workers.start()
        for command in COMMANDS:
            self.tree.add_command(command, override=True)
        self.add_dynamic_items(AnswerItem)
        await self._publish_commands()

    async def on_ready(self) -> None:
        """Say so in the log."""
        logs.event(_log, "ready", servers=len(self.guilds), shards=self.shard_count)

    async def on_message(self, message: discord.Message) -> None:
        """A mention, a reply to an answer, or a direct message."""
        from bot.conversation import hear

        with logs.context(message=message.id, server=message.guild.id if message.guild else None):
            await hear(self, message)

    async def on_interaction(self, interaction: discord.Interaction[ExplainerBot]) -> None:
        """Forms, which are found by their id alone, and whatever discord.py would leave without an answer."""
        from bot.views.incoming import receive

        await receive(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that we were taken out of."""
        await self.store.forget_server(guild.id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what escaped an event; discord.py would print a traceback."""
        del args, kwargs
        logs.event(_log, "event failed", logging.ERROR, error=_current(), event=event_method)

    @contextlib.asynccontextmanager
    async def in_hand(self) -> AsyncIterator[None]:
        """Around everything that somebody waits for: it is finished before the process leaves."""
        self._hands += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._hands -= 1
            if self._hands == 0:
                self._idle.set()

    async def leave(self) -> None:
        """Finish the answers in hand, within the time that the settings give, then close."""
        if self.leaving:
            return
        self.leaving = True
        logs.event(_log, "leaving", in_hand=self._hands)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), self.settings.drain_seconds)
        await self.close()

    async def close(self) -> None:
        """Disconnect, then let go of workers and store."""
        await super().close()
        await self.workers.close()
        await self.store.close()

    async def _publish_commands(self) -> None:
        """Hand the commands to Discord, when their description is another one than last time."""
        if self.settings.shard_ids and 0 not in self.settings.shard_ids:
            return
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        assert self.application_id is not None
        if await self.store.commands_digest(self.application_id) == digest:
            return
        await self.tree.sync()
        await self.store.save_commands_digest(self.application_id, digest)
        logs.event(_log, "commands published", commands=len(payload))


def _shards(settings: Settings) -> dict[str, Any]:
    # discord.py knows "all of them" by the absence of the option.
    return {"shard_ids": list(settings.shard_ids)} if settings.shard_ids else {}


def _current() -> BaseException | None:
    import sys

    return sys.exc_info()[1]
