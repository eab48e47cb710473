"""`/explain`: one topic of the catalogue by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.suggest import known_numbers, known_topics
from bot.errors import Refusal
from bot.present.words import escape

if TYPE_CHECKING:
    from bot.client import ExplainerBot
    from explainer.records import Topic


@app_commands.command(name="explain", description="Explain a topic of the catalogue")
@app_commands.describe(
    topic="Type a few letters and choose",
    numbers="Numbers other than the usual ones, such as: gamma=1e-4, steps=500",
    private="Only you see the answer",
)
async def command(
    interaction: discord.Interaction[ExplainerBot],
    topic: app_commands.Range[str, 1, 100],
    numbers: app_commands.Range[str, 0, 400] = "",
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
    given = pairs(numbers, interaction.client.topics[slug])
    await respond(interaction, lambda asked: asked.job(asked.state(slug, **given)), private=private)


@command.autocomplete("topic")
async def _topics(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    return known_topics(interaction.client.topics, typed)


@command.autocomplete("numbers")
async def _numbers(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    topic = interaction.client.topics.get(str(getattr(interaction.namespace, "topic", "")))
    return known_numbers(topic, typed) if topic is not None else []


def pairs(text: str, topic: Topic) -> dict[str, str]:
    """The numbers in a text such as "gamma=1e-4, steps=500", by the names that the topic knows.

    Raises Refusal for anything else; what a value means is for the number reader to say.
    """
    takes = {each.name for each in topic.parameters if each.kind != "file"}
    given: dict[str, str] = {}
    for part in text.replace(";", ",").split(","):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not name and not sign:
            continue
        if name not in takes or not value:
            names = ", ".join(f"`{each.name}`" for each in topic.parameters if each.name in takes)
            mend = f"It takes {names}, written like `name=value`." if names else "It takes no numbers."
            raise Refusal(f"I can't use “{escape(part.strip())}” for this topic. {mend}")
        given[name] = value
    return given
