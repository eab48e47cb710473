"""The last row of an answer: helpful, not helpful (with a word on why), delete."""

from __future__ import annotations

import discord
from discord import ui

from bot import limits
from bot.errors import Refusal
from bot.present.notes import note
from bot.sending import whisper
from bot.store import AWAY
from bot.views.actions import Click
from bot.views.state import custom_id, fits

_COMMENT = 500


async def helpful(click: Click) -> None:
    """Count a thumb up; a second one by the same person changes nothing."""
    await _count(click, True, "")


async def not_helpful(click: Click) -> None:
    """Ask in a form what was missing."""
    state = click.state if fits(click.state) else None
    if state is None:
        await _count(click, False, "")
        return
    form = ui.Modal(title="What was missing or wrong?", custom_id=custom_id("xs", state))
    line: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="comment", required=False, style=discord.TextStyle.long, max_length=_COMMENT
    )
    hint = "The course staff can read it. You may leave it empty."
    form.add_item(ui.Label(text="In a sentence or two", description=hint, component=line))
    form.stop()
    limits.require(limits.modal_faults(form.to_dict()))
    await click.interaction.response.send_modal(form)


async def commented(click: Click) -> None:
    """Count the thumb down, with the comment."""
    await _count(click, False, click.fields.get("comment", "").strip()[:_COMMENT])


async def delete(click: Click) -> None:
    """Take the answer away: for the person who asked and for moderators."""
    interaction = click.interaction
    moderator = interaction.guild_id is not None and interaction.permissions.manage_messages
    if interaction.user.id != click.state.asker and not moderator:
        raise Refusal("Only the person who asked, or a moderator, can delete this answer.")
    await interaction.response.defer()
    await interaction.delete_original_response()


async def _count(click: Click, helpful: bool, comment: str) -> None:
    interaction = click.interaction
    message = interaction.message
    await interaction.response.defer(ephemeral=True)
    kept = await click.bot.store.add_feedback(
        person_id=interaction.user.id,
        server_id=interaction.guild_id,
        message_id=message.id if message is not None else 0,
        topic=click.state.topic,
        helpful=helpful,
        comment=comment,
    )
    thanks = "Thank you: noted as helpful." if helpful else "Thank you: noted as not helpful. The staff can see it."
    await whisper(interaction, note(thanks if kept else AWAY))
