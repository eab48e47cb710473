"""What an id does: the explicit table from codes to actions, and the one road on which a click is answered."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord

from bot import logs
from bot.errors import Refusal, tell
from bot.views.state import State, load, parse

if TYPE_CHECKING:
    from bot.client import ExplainerBot

_log = logging.getLogger(__name__)
_CODE = re.compile(r"(?P<name>[a-z]+)(?P<argument>[-+]?\d*)")
LEAVING = "I am being restarted. Please ask again in half a minute."
OUTDATED = "This button is from an earlier version of me. Ask again with `/ask`, and you get fresh ones."


@dataclass(frozen=True, slots=True)
class Click:
    """A button pressed, a menu used or a form sent.

    argument: what follows the code's letters, such as a page or a sign. values: what was chosen in a menu.
    fields: what was typed into a form. files: what was uploaded with it.
    """

    interaction: discord.Interaction[ExplainerBot]
    state: State
    argument: str = ""
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[discord.Attachment, ...] = ()

    @property
    def bot(self) -> ExplainerBot:
        """The bot that was clicked."""
        return self.interaction.client


Action = Callable[[Click], Awaitable[None]]


def _actions() -> dict[str, Action]:
    # Imported when the first click comes: the views know the table, and the table knows the views.
    from bot.views import course, lesson, numbers, personal, related, verdict, writing

    return {
        "d": lesson.derivation,
        "p": lesson.plots,
        "c": lesson.program,
        "h": lesson.page,
        "g": numbers.gamma,
        "t": numbers.steps,
        "m": numbers.change,
        "ms": numbers.changed,
        "n": writing.notation,
        "r": related.chosen,
        "q": related.suggested,
        "o": related.opened,
        "y": verdict.helpful,
        "x": verdict.not_helpful,
        "xs": verdict.commented,
        "z": verdict.delete,
        "un": personal.notation,
        "ut": personal.theme,
        "ud": personal.depth,
        "uf": personal.forget,
        "cc": course.channels,
        "cp": course.private,
        "cn": course.notation,
        "cd": course.depth,
        "cl": course.log_unanswered,
        "cq": course.log_questions,
        "cf": course.phrasings,
        "cfs": course.phrasings_sent,
        "cx": course.phrasings_removed,
        "cu": course.clear_unanswered,
    }


async def act(
    interaction: discord.Interaction[ExplainerBot],
    text: str,
    values: tuple[str, ...] = (),
    fields: Mapping[str, str] | None = None,
    files: tuple[discord.Attachment, ...] = (),
) -> None:
    """Do what an id says. Whatever fails is answered here: discord.py would only log it."""
    try:
        with logs.context(interaction=interaction.id, server=interaction.guild_id):
            async with interaction.client.in_hand():
                if interaction.client.leaving:
                    raise Refusal(LEAVING)
                click, action = await _understood(interaction, text, values, fields or {}, files)
                await action(click)
    except Exception as error:
        await tell(interaction, error)


async def _understood(
    interaction: discord.Interaction[ExplainerBot],
    text: str,
    values: tuple[str, ...],
    fields: Mapping[str, str],
    files: tuple[discord.Attachment, ...],
) -> tuple[Click, Action]:
    found = parse(text)
    code = _CODE.fullmatch(found[0]) if found else None
    action = _actions().get(code["name"]) if code else None
    if found is None or code is None or action is None:
        raise Refusal(OUTDATED)
    state = found[1] if isinstance(found[1], State) else await stored(interaction.client, found[1])
    return Click(interaction, state, code["argument"], values, fields, files), action


async def stored(bot: ExplainerBot, key: str) -> State:
    """The state of a stored row. Raises Refusal when it is gone or out of reach."""
    row = await bot.store.state(key)
    if row is None:
        away = "My notes are out of reach right now. Please try again in a few minutes."
        raise Refusal(OUTDATED if bot.store.available else away)
    try:
        return load(row)
    except ValueError as error:
        raise Refusal(OUTDATED) from error
