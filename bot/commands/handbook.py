"""`/handbook`: all topics in one PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import asked_by, spend
from bot.present.listing import handbook
from bot.progress import Progress
from bot.sending import show
from bot.worker import Job

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="handbook", description="The printable handbook: every topic in one PDF")
async def command(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Send the PDF."""
    spend(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    async with interaction.client.in_hand():
        asked = await asked_by(interaction.client, interaction.user.id, interaction.guild_id)
        async with Progress(interaction) as progress:
            job = Job(want="handbook", notation=asked.reader.notation, theme="light")
            rendered = await interaction.client.workers.run(job, progress.hear)
        await show(interaction, handbook(rendered.file, rendered.file_name, interaction.user.id), private=True)
