"""Every failure → one clear sentence for the person who met it, and a log line where it is our fault.

`sentence` is the map; `tell` says it, by whatever road is still open: the interaction, else the channel.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

import discord
from discord import app_commands

from bot import logs
from bot.limits import OverLimit
from bot.present.notes import trouble
from bot.sending import NOBODY, show, whisper
from bot.worker import WorkerError

_log = logging.getLogger(__name__)

# Discord's error codes that have a meaning of their own here.
UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10008, 10015, 10062
MISSING_ACCESS, MISSING_PERMISSIONS, CANNOT_DM = 50001, 50013, 50007
ALREADY_ANSWERED = 40060
GONE = (UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK)

_BY_CODE = {
    UNKNOWN_MESSAGE: "The message was deleted in the meantime. Ask again with `/ask`.",
    UNKNOWN_INTERACTION: "Discord closed this request before I could answer. Please try once more.",
    UNKNOWN_WEBHOOK: "Discord closed this request before I could answer. Please try once more.",
    MISSING_ACCESS: "I may not see that channel. A moderator can give me “View Channel” there.",
    MISSING_PERMISSIONS: "I lack a permission for that here. A moderator can give me “Send Messages” and “Attach Files”.",
    CANNOT_DM: "I can't write you a direct message: your privacy settings don't allow it.",
}


class Refusal(Exception):
    """Something that can't be done, in the sentence to show. Expected, so it is never logged as a fault."""


def sentence(error: BaseException) -> str | None:
    """What to tell the person; None when the failure is ours and needs a reference to the log."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if isinstance(error, (Refusal, WorkerError)):
        return str(error)
    if isinstance(error, OverLimit):
        return "This is larger than Discord allows in one message. With the short depth in `/me` it may fit."
    if isinstance(error, discord.HTTPException):
        return _of_discord(error)
    return _of_command(error)


def _of_discord(error: discord.HTTPException) -> str | None:
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    if error.status == 429:
        return "Discord asks me to slow down. Please try again in a minute."
    if error.status >= 500:
        return "Discord itself has trouble right now. Please try again in a minute."
    return None


def _of_command(error: BaseException) -> str | None:
    if isinstance(error, app_commands.NoPrivateMessage):
        return "This works in a server only, not in direct messages."
    if isinstance(error, app_commands.MissingPermissions):
        return "Only staff who may manage the server can do this."
    if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        return "This command has changed since your Discord loaded it. Restart Discord (Ctrl+R) and try again."
    if isinstance(error, app_commands.TransformerError):
        return "I can't read that value. Use the suggestions that Discord shows while you type."
    if isinstance(error, app_commands.CheckFailure):
        return "You may not use this here."
    return None


async def tell(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Answer a failure. Never raises: there is nobody left to catch it."""
    text = sentence(error)
    if isinstance(error, OverLimit):
        logs.event(_log, "over a limit", logging.ERROR, error=error)
    if text is None:
        reference = secrets.token_hex(3)
        logs.event(_log, "failed", logging.ERROR, error=error, reference=reference)
        text = f"Something broke on my side. If it happens again, tell the staff this reference: `{reference}`."
    try:
        if _code(error) not in GONE:
            await _say(interaction, text)
            return
    except discord.HTTPException as second:
        logs.event(_log, "could not answer", logging.WARNING, error=second)
    await _say_in_channel(interaction, text)


async def _say(interaction: discord.Interaction[Any], text: str) -> None:
    kind = interaction.response.type
    if kind is discord.InteractionResponseType.deferred_channel_message:
        # The "thinking…" line is still there and has to go: the sentence takes its place.
        await show(interaction, trouble(text), private=True)
    else:
        await whisper(interaction, trouble(text))


async def _say_in_channel(interaction: discord.Interaction[Any], text: str) -> None:
    """The last road, when the interaction's token is gone: a line in the channel, where the bot may write."""
    channel: Any = interaction.channel
    if channel is None or not hasattr(channel, "send") or (interaction.is_user_integration() and not interaction.guild):
        return
    try:
        # The one place where somebody is named: it is the person who waits, and nobody is pinged.
        await channel.send(f"{interaction.user.mention} {text}", allowed_mentions=NOBODY, delete_after=60)
    except discord.HTTPException as error:
        logs.event(_log, "could not answer in the channel", logging.WARNING, error=error)


def _code(error: BaseException) -> int:
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    return error.code if isinstance(error, discord.HTTPException) else 0
