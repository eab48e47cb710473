"""`/compare`: RNN, GRU and LSTM side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.gamma import LECTURE, STEPS
from bot.commands.suggest import values

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="compare", description="Gradient of RNN, GRU and LSTM over the same lag, side by side")
@app_commands.describe(
    gamma="γ of the GRU, and 1 − γ as the LSTM's forget gate", steps="Over how many steps", private="Only you see it"
)
async def command(
    interaction: discord.Interaction[ExplainerBot],
    gamma: app_commands.Range[str, 0, 60] = "",
    steps: app_commands.Range[str, 0, 60] = "",
    private: bool | None = None,
) -> None:
    """Compare the cells."""
    await respond(
        interaction, lambda asked: asked.job(asked.state("compare-cells", gamma=gamma, steps=steps)), private=private
    )


@command.autocomplete("gamma")
async def _gamma(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, LECTURE)


@command.autocomplete("steps")
async def _steps(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, STEPS)
