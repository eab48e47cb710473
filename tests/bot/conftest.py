"""A pretended Discord around the real bot: its commands, buttons, store and limits, with workers that answer at once."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import discord
import pytest
import simcord

from bot.client import ExplainerBot
from bot.cooldowns import Cooldowns
from bot.settings import load
from bot.store import Store


def _pretend() -> ModuleType:
    """The stand-ins beside this file, under one name for all tests: they have no package to be imported from."""
    name = "bot_tests_pretend"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("pretend.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def pretend() -> ModuleType:
    """The module of stand-ins: answer(), pictures(), PretendWorkers, TOPICS."""
    return _pretend()


@dataclass
class World:
    """A server with a channel, two students and a staff member, and the bot in it."""

    env: Any
    bot: ExplainerBot
    workers: Any
    store: Store
    server: Any
    channel: Any
    alice: Any
    bob: Any
    staff: Any

    async def ask(self, question: str = "why does it not vanish?", **options: Any) -> Any:
        """Alice asks."""
        return await self.alice.slash(self.channel, "ask", question=question, **options)


def text_of(message: Any) -> str:
    """All text that a message shows, labels of its buttons included."""
    return "\n".join(_texts(message.components))


def _texts(components: Any) -> list[str]:
    found: list[str] = []
    for each in components:
        found += [str(each[field]) for field in ("content", "label", "placeholder") if each.get(field)]
        found += [str(option["label"]) for option in each.get("options", ())]
        found += _texts(each.get("components", ()))
    return found


def buttons_of(message: Any) -> dict[str, dict[str, Any]]:
    """The buttons of a message by their labels."""

    def walk(components: Any) -> list[dict[str, Any]]:
        return [each for one in components for each in (one, *walk(one.get("components", ())))]

    return {each["label"]: each for each in walk(message.components) if each.get("type") == 2}


def said(result: Any) -> str:
    """What an interaction was answered with: its followups if there are any, else its response."""
    messages = result.followups or ([result.response] if result.response is not None else [])
    return "\n".join(text_of(each) for each in messages)


@pytest.fixture
def make_bot(pretend: ModuleType) -> Callable[..., ExplainerBot]:
    """Builds a bot with pretended workers; a store or workers may be handed in, to survive a restart."""

    def make(*, store: Any = None, workers: Any = None, uses: int = 1000, **settings: Any) -> ExplainerBot:
        chosen = load(token_needed=False, env_file=None).model_copy(update=settings)
        return ExplainerBot(
            chosen,
            store if store is not None else Store("sqlite+aiosqlite://"),
            workers if workers is not None else pretend.PretendWorkers(),
            Cooldowns(person_uses=uses, person_seconds=60, server_uses=10_000, server_seconds=60),
            shard_count=1,
            topics=pretend.TOPICS,
        )

    return make


@pytest.fixture
def open_world(make_bot: Callable[..., ExplainerBot]) -> Callable[..., Any]:
    """A world to enter with `async with`; errors that the bot answered are not errors of the test."""

    @asynccontextmanager
    async def opening(bot: ExplainerBot | None = None, **options: Any) -> AsyncIterator[World]:
        bot = bot if bot is not None else make_bot(**options)
        # Not `simcord.run`: a fixture is left in another context than it was entered in, which its clock forbids.
        env = simcord.Env(bot, check_errors=False)
        await env.start()
        try:
            server = env.create_guild("Sequence Models")
            channel = server.create_text_channel("week-1")
            alice, bob = (server.add_member(env.create_user(name)) for name in ("alice", "bob"))
            rights = discord.Permissions(manage_guild=True, manage_messages=True)
            staff = server.add_member(env.create_user("staff"), roles=[server.create_role("Staff", permissions=rights)])
            yield World(env, bot, bot.workers, bot.store, server, channel, alice, bob, staff)
        finally:
            await env.shutdown()
            await bot.store.close()

    return opening


@pytest.fixture
async def world(open_world: Callable[..., Any]) -> AsyncIterator[World]:
    """The usual world."""
    async with open_world() as opened:
        yield opened


@pytest.fixture(scope="session")
def read() -> Any:
    """Ways to look at messages: `read.text`, `read.buttons`, `read.said`."""

    class Read:
        text = staticmethod(text_of)
        buttons = staticmethod(buttons_of)
        said = staticmethod(said)

    return Read
