"""`/privacy`: what is stored, for how long, and the button that deletes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.present.listing import privacy
from bot.sending import show
from bot.store import PRIVACY

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="privacy", description="What is stored about you, and how to delete it")
async def command(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Say what is stored."""
    bot = interaction.client
    about = await bot.store.stored_about(interaction.user.id)
    message = privacy(PRIVACY, about, bot.settings.contact, interaction.user.id)
    await show(interaction, message, private=True)
