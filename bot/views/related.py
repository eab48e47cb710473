"""The ways on from an answer: a related question, a suggestion of "did you mean", an answer kept private."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot.answering import respond
from bot.errors import Refusal
from bot.present.buttons import WORDS
from bot.present.words import quoted
from bot.views.actions import Click
from bot.views.state import State


async def chosen(click: Click) -> None:
    """A related question from the menu, answered as a message of its own."""
    value = click.values[0] if click.values else ""
    private = _private(click)
    if value.startswith(WORDS):
        words = value.removeprefix(WORDS)
        await respond(click.interaction, lambda asked: asked.question(words), private=private, quote=quoted(words))
        return
    await _answer_topic(click, value, private)


async def suggested(click: Click) -> None:
    """One of the questions that were offered when the asked one was unclear."""
    await _answer_topic(click, click.state.topic, _private(click))


async def opened(click: Click) -> None:
    """The private answer to a mention: the question is read again from the message that mentioned us."""
    if click.interaction.user.id != click.state.asker:
        raise Refusal("This answer is for the person who asked. Ask your own with `/ask`.")
    text = await _asked_text(click)
    await respond(click.interaction, lambda asked: asked.question(text), private=True, quote=quoted(text))


async def _answer_topic(click: Click, slug: str, private: bool | None) -> None:
    if slug not in click.bot.topics:
        raise Refusal("That topic has been renamed. Ask again with `/ask`.")
    state = State(slug, click.interaction.user.id, notation=click.state.notation, depth=click.state.depth)
    await respond(click.interaction, lambda asked: asked.job(replace(state)), private=private)


async def _asked_text(click: Click) -> str:
    from bot.conversation import without_mention

    message = click.interaction.message
    reference = message.reference if message is not None else None
    channel: Any = click.interaction.channel
    if reference is None or reference.message_id is None or channel is None:
        raise Refusal("I can't find your question any more. Ask it with `/ask`.")
    try:
        source: discord.Message = await channel.fetch_message(reference.message_id)
    except discord.HTTPException as error:
        raise Refusal("I can't find your question any more. Ask it with `/ask`.") from error
    text = without_mention(source.content, click.bot)
    if not text:
        raise Refusal("I can't read your question any more. Ask it with `/ask`.")
    return text


def _private(click: Click) -> bool | None:
    """Beside somebody else's answer, or a private one, the next one is private; else it is as the server likes it."""
    message = click.interaction.message
    hidden = message is not None and message.flags.ephemeral
    return True if hidden or click.interaction.user.id != click.state.asker else None
