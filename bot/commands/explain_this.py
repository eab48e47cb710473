"""“Explain this” in a message's context menu: the message is the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.conversation import without_mention
from bot.errors import Refusal
from bot.present.words import quoted

if TYPE_CHECKING:
    from bot.client import ExplainerBot

LONGEST = 4000


@app_commands.context_menu(name="Explain this")
async def command(interaction: discord.Interaction[ExplainerBot], message: discord.Message) -> None:
    """Answer what somebody wrote."""
    text = without_mention(message.content, interaction.client)[:LONGEST]
    if not text:
        raise Refusal("That message holds no text that I can read. Ask in your own words with `/ask`.")
    await respond(interaction, lambda asked: asked.question(text), quote=quoted(text))
