"""`/learn`: train three small networks on the cat/cats … was/were task; the progress stands in the reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.suggest import values

if TYPE_CHECKING:
    from bot.client import ExplainerBot

LAGS = (("60", "about two seconds"), ("10", ""), ("30", ""), ("100", ""))


@app_commands.command(
    name="learn", description="Train RNN, GRU and GRU with chrono bias on cat … was: who learns the lag?"
)
@app_commands.describe(lag="How many words lie between cat and was (60)", private="Only you see the answer")
async def command(
    interaction: discord.Interaction[ExplainerBot],
    lag: app_commands.Range[str, 0, 60] = "",
    private: bool | None = None,
) -> None:
    """Train and compare."""
    await respond(interaction, lambda asked: asked.job(asked.state("learn-demo", lag=lag)), private=private)


@command.autocomplete("lag")
async def _lags(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, LAGS)
