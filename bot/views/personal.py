"""The menus of `/me` and the button that forgets a person."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refusal
from bot.present.panels import me
from bot.sending import show
from bot.store import AWAY, Person
from bot.views.actions import Click


async def notation(click: Click) -> None:
    """Keep how this person likes formulas written."""
    await _keep(click, notation=_value(click))


async def theme(click: Click) -> None:
    """Keep whether pictures are dark or light."""
    await _keep(click, theme=_value(click))


async def depth(click: Click) -> None:
    """Keep how much an answer shows."""
    await _keep(click, depth=_value(click))


async def forget(click: Click) -> None:
    """Delete all that is stored about this person."""
    await click.interaction.response.defer()
    rows = await click.bot.store.forget(click.interaction.user.id)
    if rows is None:
        raise Refusal(AWAY)
    said = "Nothing was stored about you." if rows == 0 else "Done: everything I stored about you is deleted."
    await show(click.interaction, me(Person(), click.interaction.user.id, said), private=True)


async def _keep(click: Click, **changes: str | None) -> None:
    await click.interaction.response.defer()
    person = replace(await click.bot.store.person(click.interaction.user.id), **changes)
    if not await click.bot.store.save_person(click.interaction.user.id, person):
        raise Refusal(AWAY)
    said = "Kept. It holds from your next answer on."
    await show(click.interaction, me(person, click.interaction.user.id, said), private=True)


def _value(click: Click) -> str | None:
    value = click.values[0] if click.values else ""
    return None if value == "default" else value
