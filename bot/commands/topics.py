"""`/topics`: the whole catalogue, to read and to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.present.listing import topics
from bot.sending import show

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="topics", description="All that I can explain")
async def command(interaction: discord.Interaction[ExplainerBot]) -> None:
    """List the catalogue."""
    message = topics(tuple(interaction.client.topics.values()), interaction.user.id)
    await show(interaction, message, private=True)
