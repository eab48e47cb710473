"""Progress of long work in the reply itself: the newest sentence, at most one edit every two seconds."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Any, Self

import discord

from bot.present.notes import note
from bot.present.words import escape
from bot.sending import show

# Discord allows about five edits in five seconds and message; a reader follows less than that.
PAUSE_SECONDS = 2.0


class Progress:
    """Hears sentences while inside the block, and shows the newest one."""

    def __init__(self, interaction: discord.Interaction[Any], pause: float = PAUSE_SECONDS) -> None:
        self._interaction = interaction
        self._pause = pause
        self._heard = asyncio.Event()
        self._newest = ""
        self._task: asyncio.Task[None] | None = None

    def hear(self, sentence: str) -> None:
        """Take note of how far the work is. Called on the event loop."""
        self._newest = sentence
        self._heard.set()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._show())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Cancelled before the answer is sent, so that no late edit can cover it.
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _show(self) -> None:
        while True:
            await self._heard.wait()
            self._heard.clear()
            with contextlib.suppress(discord.HTTPException):
                await show(self._interaction, note(f"⏳ {escape(self._newest)}"), private=False)
            await asyncio.sleep(self._pause)
