"""`/notation`: how the three notations write the same cell; choose yours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import Refusal
from bot.present.choices import NOTATIONS
from bot.present.listing import notations
from bot.sending import show
from bot.store import AWAY
from bot.worker import Job
from explainer.records import Answer, Formula, Words

if TYPE_CHECKING:
    from bot.client import ExplainerBot

# Every answer begins with the equations of its cell; this one is asked for most, so it lies in the cache.
EXAMPLE = "gru-gradient"


@app_commands.command(name="notation", description="Choose how formulas are written for you")
@app_commands.describe(choose="Leave out to see what they look like")
@app_commands.choices(choose=[app_commands.Choice(name=label, value=value) for value, label in NOTATIONS.items()])
async def command(interaction: discord.Interaction[ExplainerBot], choose: str = "") -> None:
    """Show the notations, or keep one."""
    bot = interaction.client
    person = await bot.store.person(interaction.user.id)
    if choose:
        person = replace(person, notation=choose)
        if not await bot.store.save_person(interaction.user.id, person):
            raise Refusal(AWAY)
    await interaction.response.defer(ephemeral=True, thinking=True)
    async with bot.in_hand():
        cells = {name: await _cell(bot, name) for name in NOTATIONS}
        await show(interaction, notations(cells, person.notation, interaction.user.id, kept=bool(choose)), private=True)


async def _cell(bot: ExplainerBot, notation: str) -> tuple[Words, ...]:
    """The cell's equations as an answer in that notation shows them."""
    rendered = await bot.workers.run(Job(topic=EXAMPLE, notation=notation, depth="full"))
    blocks = rendered.answer.blocks if isinstance(rendered.answer, Answer) else ()
    return tuple((block.body,) for block in blocks if isinstance(block, Formula))
