"""`/explain`: one topic of the catalogue by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.suggest import known_topics
from bot.errors import Refusal
from bot.present.words import escape

if TYPE_CHECKING:
    from bot.client import ExplainerBot


@app_commands.command(name="explain", description="Explain a topic of the catalogue")
@app_commands.describe(topic="Type a few letters and choose", private="Only you see the answer")
async def command(
    interaction: discord.Interaction[ExplainerBot],
    topic: app_commands.Range[str, 1, 100],
    private: bool | None = None,
) -> None:
    """Explain a topic."""
    slug = topic.strip().lower()
    if slug not in interaction.client.topics:
        near = known_topics(interaction.client.topics, topic)[:3]
        mend = (
            "Did you mean " + " or ".join(f"`{each.value}`" for each in near) + "?" if near else "`/topics` lists them."
        )
        raise Refusal(f"There is no topic “{escape(topic)}”. {mend}")
    await respond(interaction, lambda asked: asked.job(asked.state(slug)), private=private)


@command.autocomplete("topic")
async def _topics(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    return known_topics(interaction.client.topics, typed)
