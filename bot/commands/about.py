"""`/about`: what the bot is, what it can do and who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

import explainer
from bot.present.listing import about
from bot.sending import show

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="about", description="What I am, what I can do, who runs me")
async def command(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Introduce the bot."""
    bot = interaction.client
    message = about(explainer.__version__, len(bot.topics), bot.settings.contact, interaction.user.id)
    await show(interaction, message, private=True)
