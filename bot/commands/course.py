"""`/course settings | unanswered | feedback`: for the staff of a server (Manage Server)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import Refusal
from bot.present import panels, reports
from bot.sending import show
from bot.store import AWAY, unanswered_csv

if TYPE_CHECKING:
    from bot.client import ExplainerBot

command = app_commands.Group(
    name="course",
    description="For course staff: settings, unanswered questions, feedback",
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
)


@command.command(name="settings", description="Where and how I answer on this server")
@app_commands.checks.has_permissions(manage_guild=True)
async def settings(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Show the panel."""
    server = await interaction.client.store.server(interaction.guild_id)
    await show(interaction, panels.course(server, interaction.user.id), private=True)


@command.command(name="unanswered", description="What students asked in vain, counted; with a CSV file")
@app_commands.checks.has_permissions(manage_guild=True)
async def unanswered(interaction: discord.Interaction[ExplainerBot]) -> None:
    """List the questions that got no answer."""
    bot, server_id = interaction.client, _server_id(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    rows = await bot.store.unanswered(server_id)
    if rows is None:
        raise Refusal(AWAY)
    kept = (await bot.store.server(server_id)).log_unanswered
    table = unanswered_csv(rows) if rows else b""
    await show(interaction, reports.unanswered(rows, table, kept, interaction.user.id), private=True)


@command.command(name="feedback", description="Which answers helped and which did not, with comments")
@app_commands.checks.has_permissions(manage_guild=True)
async def feedback(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Show the verdicts."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    found = await interaction.client.store.feedback(_server_id(interaction))
    if found is None:
        raise Refusal(AWAY)
    await show(interaction, reports.feedback(found, interaction.user.id), private=True)


def _server_id(interaction: discord.Interaction[ExplainerBot]) -> int:
    if interaction.guild_id is None:
        raise Refusal("This works in a server only, not in direct messages.")
    return interaction.guild_id
