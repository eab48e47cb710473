"""Questions in plain messages: a mention, a reply to an answer as its follow-up, a direct message."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord

from bot import logs
from bot.answering import Asked, allowed_here, asked_by, present, remember
from bot.errors import Refusal, sentence
from bot.present.notes import note, trouble
from bot.present.numbers import query
from bot.present.pieces import Button, Message, Row
from bot.sending import reply
from bot.views.state import State, parse
from explainer.records import Answer, Query

if TYPE_CHECKING:
    from bot.client import ExplainerBot

_log = logging.getLogger(__name__)

HOW_TO_ASK = (
    "I only receive messages that ping me. Reply once more with the ping switched on (the @ beside the reply), "
    "mention me in your question, or use `/ask`."
)
WHAT = "What would you like to know? For example: *why doesn't the GRU gradient vanish when Γu is near 0?*"

# Direct messages go on where they left off, without a reply: the last state of each, for as long as the process lives.
_LAST_IN_DM: OrderedDict[int, State] = OrderedDict()
_MOST_DMS = 2000


async def hear(bot: ExplainerBot, message: discord.Message) -> None:
    """Answer a message that is meant for the bot; leave every other one alone."""
    if (
        message.author.bot
        or bot.user is None
        or message.type not in (discord.MessageType.default, discord.MessageType.reply)
    ):
        return
    answered = await _our_message(bot, message)
    direct = message.guild is None
    if not (direct or bot.user in message.mentions or answered is not None) or bot.leaving:
        return
    try:
        async with bot.in_hand():
            await _answer(bot, message, answered)
    except discord.Forbidden as error:
        await _by_direct_message(message, error)
    except Exception as error:
        await _apologise(bot, message, error)


def without_mention(text: str, bot: ExplainerBot) -> str:
    """The question in a message: the bot's own mention taken out, wherever it stands."""
    own = bot.user.id if bot.user is not None else 0
    return re.sub(rf"<@!?{own}>", " ", text).strip()


async def _answer(bot: ExplainerBot, message: discord.Message, answered: discord.Message | None) -> None:
    wait = bot.cooldowns.use(message.author.id, message.guild.id if message.guild else None)
    if wait is not None:
        raise Refusal(wait.sentence)
    text = without_mention(message.content, bot)
    if not text:
        await reply(bot, message, note(HOW_TO_ASK if answered is not None and not message.content else WHAT))
        return
    asked = await asked_by(bot, message.author.id, message.guild.id if message.guild else None)
    if (aside := _elsewhere(asked, message)) is not None:
        await reply(bot, message, aside)
        return
    previous = await _previous(bot, message, answered)
    job = asked.question(text, previous=previous)
    rendered = await bot.workers.run(job)
    shown = present(bot, asked, rendered)
    await reply(bot, message, shown)
    if message.guild is None and isinstance(rendered.answer, Answer):
        _LAST_IN_DM[message.channel.id] = shown.state
        while len(_LAST_IN_DM) > _MOST_DMS:
            _LAST_IN_DM.popitem(last=False)
    await remember(bot, asked, job, rendered)


def _elsewhere(asked: Asked, message: discord.Message) -> Message | None:
    """What to say instead of a public answer, where the staff wants none. A plain message can't be answered privately."""
    if message.guild is None:
        return None
    here = allowed_here(asked.server, message.channel)
    if here and not asked.server.private:
        return None
    place = " or ".join(f"<#{each}>" for each in asked.server.channels[:3])
    text = "In this course my answers are private." if here else f"In public I answer in {place} only."
    button = Row((Button("Show me the answer, only to me", "o", "primary"),))
    return note(text, button, state=State(asker=message.author.id))


async def _our_message(bot: ExplainerBot, message: discord.Message) -> discord.Message | None:
    """The message of ours that this one replies to, if it does."""
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    found = reference.resolved
    if found is None and bot.user in message.mentions:
        try:
            found = await message.channel.fetch_message(reference.message_id)
        except discord.HTTPException:
            return None
    if isinstance(found, discord.Message) and bot.user is not None and found.author.id == bot.user.id:
        return found
    return None


async def _previous(bot: ExplainerBot, message: discord.Message, answered: discord.Message | None) -> Query | None:
    """What the conversation was about: the answer replied to, or in direct messages the last one."""
    from bot.views.actions import stored

    state: State | None = None
    if answered is not None:
        for text in _ids(answered.components):
            found = parse(text)
            if found is not None:
                state = found[1] if isinstance(found[1], State) else await stored(bot, found[1])
                break
    elif message.guild is None:
        state = _LAST_IN_DM.get(message.channel.id)
    if state is None or state.topic not in bot.topics:
        return None
    return query(bot.topics[state.topic], state)


def _ids(components: Any) -> Iterator[str]:
    for component in components:
        if getattr(component, "custom_id", None):
            yield component.custom_id
        yield from _ids(getattr(component, "children", None) or getattr(component, "components", None) or ())


async def _by_direct_message(message: discord.Message, error: discord.Forbidden) -> None:
    """The bot may not write where it was asked: say so to the person, if they take direct messages."""
    logs.event(_log, "may not reply", logging.WARNING, error=error)
    place = f"<#{message.channel.id}>"
    text = f"You asked me in {place}, but I may not write there. A moderator can give me “Send Messages” and “Attach Files”."
    try:
        await message.author.send(f"{text} Or use `/ask`.", allowed_mentions=discord.AllowedMentions.none())
    except discord.HTTPException as second:
        logs.event(_log, "could not tell", logging.WARNING, error=second)


async def _apologise(bot: ExplainerBot, message: discord.Message, error: Exception) -> None:
    text = sentence(error)
    if text is None:
        logs.event(_log, "failed", logging.ERROR, error=error, message=message.id)
        text = f"Something broke on my side. If it happens again, tell the staff this reference: `{message.id}`."
    try:
        await reply(bot, message, trouble(text))
    except discord.Forbidden as refused:
        await _by_direct_message(message, refused)
    except discord.HTTPException as second:
        logs.event(_log, "could not answer", logging.WARNING, error=second)
