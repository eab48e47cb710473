"""The staff's panel: each menu and button changes one setting of the server and shows the panel again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot import limits
from bot.errors import Refusal
from bot.present.panels import course
from bot.sending import show
from bot.store import AWAY, Server
from bot.views.actions import Click
from bot.views.state import custom_id
from bot.worker import Job
from explainer.records import Unclear

# A course's own phrasings are a few hundred lines; a megabyte is none of them.
_LARGEST_FILE = 200_000


async def channels(click: Click) -> None:
    """Where answers are public; no channel chosen means everywhere."""
    await _keep(click, channels=tuple(int(each) for each in click.values))


async def private(click: Click) -> None:
    """Whether answers are private by default."""
    await _keep(click, private=not (await _server(click)).private)


async def notation(click: Click) -> None:
    """The notation for members who have chosen none."""
    await _keep(click, notation=_value(click))


async def depth(click: Click) -> None:
    """The depth for members who have chosen none."""
    await _keep(click, depth=_value(click))


async def log_unanswered(click: Click) -> None:
    """Whether questions asked in vain are counted for the staff."""
    await _keep(click, log_unanswered=not (await _server(click)).log_unanswered)


async def log_questions(click: Click) -> None:
    """Whether the bot's own log may hold question texts."""
    await _keep(click, log_questions=not (await _server(click)).log_questions)


async def phrasings(click: Click) -> None:
    """Ask for the course's own phrasings file."""
    _staff_only(click)
    form = ui.Modal(title="The course's own phrasings", custom_id=custom_id("cfs", click.state))
    upload: ui.FileUpload[ui.Modal] = ui.FileUpload(custom_id="file", required=True, max_values=1)
    hint = "Your phrasings and short answers; it replaces the present one."
    form.add_item(ui.Label(text="A TOML file", description=hint, component=upload))
    form.stop()
    limits.require(limits.modal_faults(form.to_dict()))
    await click.interaction.response.send_modal(form)


async def phrasings_sent(click: Click) -> None:
    """Check the file and keep it; a bad one is refused with its line numbers."""
    _staff_only(click)
    await click.interaction.response.defer()
    text = await _read(click.files[0]) if click.files else ""
    rendered = await click.bot.workers.run(Job(want="course", course=text))
    if isinstance(rendered.answer, Unclear) and rendered.answer.kind == "invalid":
        raise Refusal(rendered.answer.sentence)
    await _keep(click, course=text)


async def phrasings_removed(click: Click) -> None:
    """Go back to the explainer's own phrasings."""
    await _keep(click, course="")


async def clear_unanswered(click: Click) -> None:
    """Start the list of unanswered questions afresh."""
    _staff_only(click)
    await click.interaction.response.defer()
    server_id = click.interaction.guild_id
    rows = await click.bot.store.clear_unanswered(server_id) if server_id is not None else None
    if rows is None:
        raise Refusal(AWAY)
    panel = course(await _server(click), click.interaction.user.id, f"Cleared: {rows} questions.")
    await show(click.interaction, panel, private=True)


async def _keep(click: Click, **changes: Any) -> None:
    _staff_only(click)
    if not click.interaction.response.is_done():
        await click.interaction.response.defer()
    server_id = click.interaction.guild_id
    assert server_id is not None
    server: Server = replace(await _server(click), **changes)
    if not await click.bot.store.save_server(server_id, server):
        raise Refusal(AWAY)
    await show(click.interaction, course(server, click.interaction.user.id, "Kept."), private=True)


async def _server(click: Click) -> Server:
    return await click.bot.store.server(click.interaction.guild_id)


def _staff_only(click: Click) -> None:
    # Asked again at every click: a moderator may have lost the role since the panel was opened.
    if click.interaction.guild_id is None or not click.interaction.permissions.manage_guild:
        raise Refusal("Only staff who may manage the server can do this.")


def _value(click: Click) -> str | None:
    value = click.values[0] if click.values else ""
    return None if value == "default" else value


async def _read(file: discord.Attachment) -> str:
    if file.size > _LARGEST_FILE:
        raise Refusal(f"That file has {file.size:,} bytes; a phrasings file has at most {_LARGEST_FILE:,}.")
    try:
        return (await file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("That file is not UTF-8 text. Save it as UTF-8 and send it again.") from error
