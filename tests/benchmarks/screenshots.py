"""What the bot sends, as Discord shows it; run by hand and look: python tests/benchmarks/screenshots.py FOLDER.

The real bot with its real engine in SimCord's preview: the forum's question and its follow-up in both themes, on a
desktop's and on a phone's width, a page of the derivation, the numbers commands, the panels and a refusal.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import discord
import simcord
from playwright.async_api import BrowserType

from bot.running import build
from bot.settings import load
from bot.store import Person

CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"desktop": (820, 2600), "phone": (400, 3200)}
FORUM = (
    "Concretely, why is it that – because Gamma_u stays close to 0 over most time-steps – taking the gradient backward "
    "over many layers of time will not produce a vanishing quantity?"
)
# name, who, command, options
SHOTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("forum", "student", "ask", {"question": FORUM}),
    ("value", "student", "explain", {"topic": "value-vs-gradient"}),
    ("gamma", "student", "gamma", {"value": "0.000001"}),
    ("solve", "student", "solve", {"steps": "50", "keep": "90%"}),
    ("compare", "student", "compare", {}),
    ("learn", "student", "learn", {}),
    ("unsure", "student", "ask", {"question": "tell me about the cell"}),
    ("weather", "student", "ask", {"question": "how is the weather?"}),
    ("refused", "student", "solve", {"gamma": "1"}),
    ("topics", "student", "topics", {}),
    ("notation", "student", "notation", {}),
    ("me", "student", "me", {}),
    ("about", "student", "about", {}),
    ("privacy", "student", "privacy", {}),
    ("course", "staff", "course settings", {}),
)
PLAIN = ("refused", "topics", "notation", "me", "about", "privacy", "course", "weather")


def with_debians_chromium() -> None:
    """SimCord launches playwright's own browser, which may not be there; Debian's will do."""
    usual = BrowserType.launch

    async def launch(self: BrowserType, **options: Any) -> Any:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        return await usual(self, executable_path=CHROMIUM, args=arguments, **options)

    BrowserType.launch = launch  # type: ignore[method-assign]


async def main(folder: Path) -> None:
    """Take them all."""
    with_debians_chromium()
    settings = load(token_needed=False, env_file=None)
    bot = build(
        settings.model_copy(update={"database_url": "sqlite+aiosqlite://", "person_cooldown_uses": 1000}), shard_count=1
    )
    async with simcord.run(bot, settle_timeout=180, check_errors=False) as env:
        server = env.create_guild("Sequence Models")
        channel = server.create_text_channel("week-1-grus")
        rights = discord.Permissions(manage_guild=True, manage_messages=True)
        people = {
            "student": server.add_member(env.create_user("student")),
            "staff": server.add_member(
                env.create_user("staff"), roles=[server.create_role("Staff", permissions=rights)]
            ),
        }
        async with env.preview(channel, viewers=list(people.values()), layout="message") as session:
            for theme in ("dark", "light"):
                await bot.store.save_person(people["student"].id, Person(theme=theme))
                for name, who, command, options in SHOTS:
                    if theme == "light" and name in PLAIN:
                        continue
                    result = await people[who].slash(channel, command, **options)
                    await shoot(session, people[who], result, folder, f"{name}-{theme}")
                    if name == "forum":
                        page = await people[who].click(result.response, label="Full derivation")
                        await shoot(session, people[who], page, folder, f"derivation-{theme}")


async def shoot(session: Any, viewer: Any, target: Any, folder: Path, name: str) -> None:
    """One message at every width."""
    for width, viewport in WIDTHS.items():
        path = folder / f"{name}-{width}.png"
        await session.screenshot(path, viewer=viewer, target=target, viewport=viewport, allow_incomplete=True)
        print(path, flush=True)


if __name__ == "__main__":
    chosen = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen))
