"""`/me`: a person's own notation, theme and depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.present.panels import me
from bot.sending import show

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="me", description="Your notation, dark or light pictures, short or full answers")
async def command(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Show the panel."""
    person = await interaction.client.store.person(interaction.user.id)
    await show(interaction, me(person, interaction.user.id), private=True)
