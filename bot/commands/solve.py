"""`/solve`: two of γ, steps and the share kept are given, the third is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.gamma import LECTURE, STEPS
from bot.commands.suggest import values
from bot.errors import Refusal

if TYPE_CHECKING:
    from bot.client import ExplainerBot

KEPT = (("50%", "a half"), ("90%", ""), ("1%", "nearly gone"), ("1/e", "one time constant"), ("0.99", ""))
# Which topic computes what is left out.
_MISSING = {"gamma": "solve-gamma", "steps": "solve-steps", "target": "compute-retention"}


@app_commands.command(name="solve", description="Give two of γ, steps and the share kept; the third is computed")
@app_commands.describe(
    gamma="γ, the gate: 1e-6, 5%, 1/1000 (leave out to compute it)",
    steps="T, how many steps: 1000, 2 million (leave out to compute it)",
    keep="The share that is kept: 50%, 0.9 (leave out to compute it)",
    private="Only you see the answer",
)
async def command(
    interaction: discord.Interaction[ExplainerBot],
    gamma: app_commands.Range[str, 0, 60] = "",
    steps: app_commands.Range[str, 0, 60] = "",
    keep: app_commands.Range[str, 0, 60] = "",
    private: bool | None = None,
) -> None:
    """Compute the one that is left out."""
    slug, given = choose(gamma=gamma, steps=steps, target=keep)
    await respond(interaction, lambda asked: asked.job(asked.state(slug, **given)), private=private)


def choose(**said: str) -> tuple[str, dict[str, str]]:
    """The topic that computes the missing one of gamma, steps and target, and the two that are given.

    Raises Refusal unless exactly two are given.
    """
    given = {name: text for name, text in said.items() if text.strip()}
    if len(given) != 2:
        raise Refusal(
            f"Give exactly two of `gamma`, `steps` and `keep`, and I compute the third; you gave {len(given)}. "
            "For example `/solve steps: 50 keep: 90%`."
        )
    return next(slug for name, slug in _MISSING.items() if name not in given), given


@command.autocomplete("gamma")
async def _gamma(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, LECTURE)


@command.autocomplete("steps")
async def _steps(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, STEPS)


@command.autocomplete("keep")
async def _keep(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    del interaction
    return values(typed, KEPT)
