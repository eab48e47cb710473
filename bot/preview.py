"""`explainer-bot --preview`: the real bot in a local browser, without a token and without a network.

SimCord stands in for Discord; the bot, its workers and its store are the real ones. Staff can try every command and
button before they create an application. Settings are kept in memory and gone when it ends.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.running import build

if TYPE_CHECKING:
    from bot.settings import Settings

MISSING = (
    "The preview needs SimCord, which isn't installed: `pip install 'gru-explainer[preview]'` "
    "(from a checkout: `pip install -e '.[preview]'`)."
)
# SimCord waits for the bot after every click; training and the handbook may take their whole deadline.
_GRACE_SECONDS = 30.0


async def preview(settings: Settings, *, port: int = 0, browser: bool = True) -> int:
    """Serve a channel with a composer until Ctrl-C or “End preview session”. Returns the exit status."""
    try:
        import simcord
        from simcord import SetupError
    except ImportError:
        print(MISSING, file=sys.stderr)
        return 2
    bot = build(settings.model_copy(update={"database_url": "sqlite+aiosqlite://"}), shard_count=1)
    patience = settings.long_deadline_seconds + _GRACE_SECONDS
    async with simcord.run(bot, settle_timeout=patience, check_errors=False) as env:
        server = env.create_guild("Sequence Models")
        channel = server.create_text_channel("week-1-grus")
        people = [server.add_member(env.create_user(name)) for name in ("student", "another-student")]
        people.append(server.add_member(env.create_user("staff"), roles=[_staff(server)]))
        try:
            async with env.preview(channel, viewers=people, layout="channel", port=port or None) as session:
                await _serve(session, browser)
        except SetupError as error:
            print(f"The preview could not start: {error}", file=sys.stderr)
            return 2
    return 0


def _staff(server: object) -> object:
    import discord

    permissions = discord.Permissions(manage_guild=True, manage_messages=True)
    return server.create_role("Staff", permissions=permissions)  # type: ignore[attr-defined]


async def _serve(session: object, browser: bool) -> None:
    url: str = session.url  # type: ignore[attr-defined]
    print(f"The bot waits for you at {url}\nType /ask or mention it. Press Ctrl-C to end.", flush=True)
    if browser:
        await asyncio.to_thread(webbrowser.open, url)
    ended = asyncio.create_task(session.wait_closed())  # type: ignore[attr-defined]
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(each, ended.cancel)
    with suppress(asyncio.CancelledError):
        await ended
