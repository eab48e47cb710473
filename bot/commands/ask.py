"""`/ask`: a question in the reader's own words, with the known questions offered while they type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.answering import respond
from bot.commands.suggest import known_questions
from bot.errors import Refusal
from bot.present.words import quoted

if TYPE_CHECKING:
    from bot.client import ExplainerBot

LONGEST = 4000


@app_commands.command(name="ask", description="Ask about GRUs, LSTMs, RNNs and their gradients")
@app_commands.describe(
    question="In your own words, such as: why doesn't the GRU gradient vanish when Γu is near 0?",
    private="Only you see the answer",
)
async def command(
    interaction: discord.Interaction[ExplainerBot],
    question: app_commands.Range[str, 1, LONGEST],
    private: bool | None = None,
) -> None:
    """Answer a question."""
    text = question.strip()
    if not text:
        raise Refusal("Your question is empty. Write it after `question:`, in a sentence.")
    await respond(interaction, lambda asked: asked.question(text), private=private, quote=quoted(text))


@command.autocomplete("question")
async def _known(interaction: discord.Interaction[ExplainerBot], typed: str) -> list[app_commands.Choice[str]]:
    return known_questions(interaction.client.topics, typed)
