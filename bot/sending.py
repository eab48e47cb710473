"""The one place that sends: pieces become a layout, are held against every limit, and go out mentioning nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord

from bot import limits
from bot.present.pieces import Message, Row, Text
from bot.views import layout
from bot.views.state import dump, fits

if TYPE_CHECKING:
    from discord import ui

    from bot.client import ExplainerBot

NOBODY = discord.AllowedMentions.none()
_FORGETFUL = Text("-# My notes are out of reach right now, so this answer comes without its buttons.")


async def show(interaction: discord.Interaction[Any], message: Message, *, private: bool) -> None:
    """Answer an interaction: as its first response, or in place of "thinking…" or of the message that was clicked."""
    view, files = await _prepared(interaction.client, message, interaction.filesize_limit)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=private, allowed_mentions=NOBODY)


async def whisper(interaction: discord.Interaction[Any], message: Message) -> None:
    """Say something that only the person sees, beside whatever has been answered already."""
    view, files = await _prepared(interaction.client, message, interaction.filesize_limit)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=True, allowed_mentions=NOBODY)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=True, allowed_mentions=NOBODY)


async def reply(bot: ExplainerBot, to: discord.Message, message: Message) -> discord.Message:
    """Reply to a message in its channel or thread; when it was deleted, write there all the same."""
    limit = to.guild.filesize_limit if to.guild is not None else limits.FILE_BYTES
    view, files = await _prepared(bot, message, limit)
    reference = to.to_reference(fail_if_not_exists=False)
    return await to.channel.send(
        view=view, files=files, reference=reference, mention_author=False, allowed_mentions=NOBODY
    )


async def _prepared(
    bot: ExplainerBot, message: Message, filesize_limit: int
) -> tuple[ui.LayoutView, list[discord.File]]:
    key = None
    if not fits(message.state):
        key = await bot.store.keep_state(message.state.asker, dump(message.state))
        if key is None:
            kept = (each for each in message.pieces if not isinstance(each, Row))
            message = replace(message, pieces=(*kept, _FORGETFUL))
    view = layout.build(message, key)
    files = layout.files(message)
    sizes = [len(each.data) for each in message.attachments]
    limits.require(limits.message_faults(payload(message, view), sizes, filesize_limit))
    return view, files


def payload(message: Message, view: ui.LayoutView) -> dict[str, object]:
    """The message as the JSON that Discord gets."""
    components: list[dict[str, object]] = view.to_components()  # type: ignore[no-untyped-call]
    named = [
        {"id": str(index), "filename": each.name, "description": each.alt}
        for index, each in enumerate(message.attachments)
    ]
    return {"components": components, "flags": limits.LAYOUT_FLAG, "attachments": named}
