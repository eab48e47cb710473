"""`/gamma`: what one value of the update gate does over a number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.suggest import values

if TYPE_CHECKING:
    from bot.client import ExplainerBot

LECTURE = (
    ("0.000001", "the lecture's value"),
    ("1e-4", ""),
    (".01", "a gate that is nearly shut"),
    (".05", ""),
    (".5", "a fresh GRU with bias 0"),
    ("5%", ""),
    ("1/1000", ""),
)
STEPS = (("1000", "the default"), ("50", ""), ("100", ""), ("10000", ""), ("1 million", ""))


@app_commands.command(name="gamma", description="How much of the memory and its gradient is left for a gate value γ")
@app_commands.describe(
    value="γ, in any spelling: 1e-6, 0.000001, 10^-6, 1/1000, 5%",
    steps="Over how many time steps (1000)",
    private="Only you see the answer",
)
async def command(
    interaction: discord.Interaction[ExplainerBot],
    value: app_commands.Range[str, 1, 60],
    steps: app_commands.Range[str, 0, 60] = "",
    private: bool | None = None,
) -> None:
    """Numbers for a specific γ."""
    await respond(
        interaction,
        lambda asked: asked.job(asked.state("compute-retention", gamma=value, steps=steps)),
        private=private,
    )


@command.autocomplete("value")
async def _values(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    last = (await interaction.client.store.person(interaction.user.id)).last_gamma
    known = tuple(pair for pair in LECTURE if pair[0] != last)
    return values(typed, ((last, "your last one"), *known) if last else known)


@command.autocomplete("steps")
async def _steps(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, STEPS)
