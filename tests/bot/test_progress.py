"""Progress in the reply: the newest sentence, not too often, and never over the answer."""

import asyncio
from types import SimpleNamespace

from bot import progress
from bot.progress import Progress


async def test_only_the_newest_sentence_is_shown_and_nothing_after_the_end(monkeypatch):
    shown = []

    async def show(interaction, message, *, private):
        shown.append(message.pieces[0].text)

    monkeypatch.setattr(progress, "show", show)
    async with Progress(SimpleNamespace(), pause=0.05) as heard:
        heard.hear("1 of *9*")
        await asyncio.sleep(0.01)
        for number in range(2, 9):
            heard.hear(f"{number} of 9")
        await asyncio.sleep(0.08)
        heard.hear("9 of 9")
    await asyncio.sleep(0.1)
    assert shown == [r"⏳ 1 of \*9\*", "⏳ 8 of 9"]
