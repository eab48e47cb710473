"""Interactions that discord.py has no handler for: our forms, found by their id alone, and everything unknown.

Forms are never registered: with a fixed id one person's would shadow another's, and a restart would lose them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import Refusal, tell
from bot.views.actions import OUTDATED, act
from bot.views.state import TEMPLATE

if TYPE_CHECKING:
    from bot.client import ExplainerBot


async def receive(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Answer a submitted form, or a click on something that isn't ours any more."""
    data: Any = interaction.data or {}
    text = str(data.get("custom_id", ""))
    if interaction.type is discord.InteractionType.modal_submit:
        inputs = list(_inputs(data.get("components", ())))
        fields = {each["custom_id"]: each["value"] for each in inputs if "value" in each}
        await act(interaction, text, fields=fields, files=_files(interaction, inputs, data))
    elif interaction.type is discord.InteractionType.component and TEMPLATE.fullmatch(text) is None:
        await tell(interaction, Refusal(OUTDATED))


def _inputs(components: Any) -> Iterator[Any]:
    """Every field of a form: each stands alone in a label or a row."""
    for component in components:
        inner = component.get("component")
        yield from _inputs(component.get("components", ()) if inner is None else (inner,))
        if inner is None and "components" not in component and "custom_id" in component:
            yield component


def _files(
    interaction: discord.Interaction[ExplainerBot], inputs: list[Any], data: Any
) -> tuple[discord.Attachment, ...]:
    attachments = data.get("resolved", {}).get("attachments", {})
    wanted = [key for each in inputs for key in each.get("values", ()) if key in attachments]
    return tuple(discord.Attachment(data=attachments[key], state=interaction._state) for key in wanted)
