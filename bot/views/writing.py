"""The button that writes the same answer in the next notation."""

from __future__ import annotations

from dataclasses import replace

from bot.answering import redo
from bot.present.choices import following_notation
from bot.views.actions import Click


async def notation(click: Click) -> None:
    """Course, then Cho 2014, then PyTorch, then the course's again."""
    await redo(click.interaction, replace(click.state, notation=following_notation(click.state.notation)))
