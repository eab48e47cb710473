"""The one kind of item that Discord sends back to us: it reads its own id and hands over to the action of that code.

A DynamicItem is found by its id alone, so a button works after a restart. The same class wraps buttons and menus.
"""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.views.state import TEMPLATE


class AnswerItem(ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
    """A button or a menu of a message of ours."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Keep the item that the message shows."""
        del interaction, match
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the id says. `act` answers its own failures, since discord.py would only log them."""
        from bot.views.actions import act

        await act(interaction, self.custom_id, _values(interaction))


def _values(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    data: Any = interaction.data
    return tuple(data.get("values", ()))
