"""A message's pieces → discord.py's layout and files: the only place where components are made."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import ui

from bot.present.pieces import Attachment, Button, ChannelSelect, Document, Message, Pictures, Row, Rule, Select, Text
from bot.views.dynamic import AnswerItem
from bot.views.state import State, custom_id

# The edge says what kind of message it is, in colours that also differ in brightness.
TONES = {"answer": 0x3B6FB6, "choose": 0x8A6FC8, "trouble": 0xC4632B, "plain": 0x6B7280}

_STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "success": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}


def build(message: Message, key: str | None = None) -> ui.LayoutView:
    """The layout of a message. `key` names the stored row of its state, where the ids can't hold it.

    The view is stopped at once: its items are dynamic and find their way by their ids alone, so discord.py has nothing
    to remember, to time out, or to forget at a restart.
    """
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=TONES[message.tone])
    for piece in message.pieces:
        container.add_item(_item(piece, message, key))
    view.add_item(container)
    view.stop()
    return view


def files(message: Message) -> list[discord.File]:
    """The message's attachments, each readable once; alt text goes with the pictures."""
    return [discord.File(BytesIO(each.data), each.name, description=each.alt or None) for each in message.attachments]


def _item(piece: Text | Pictures | Document | Rule | Row, message: Message, key: str | None) -> ui.Item[ui.LayoutView]:
    if isinstance(piece, Text):
        return ui.TextDisplay(piece.text)
    if isinstance(piece, Pictures):
        return ui.MediaGallery(*(_picture(name, message.attachments) for name in piece.names))
    if isinstance(piece, Document):
        return ui.File(f"attachment://{piece.name}")
    if isinstance(piece, Rule):
        return ui.Separator()
    return _row(piece, message.state, key)


def _picture(name: str, attachments: tuple[Attachment, ...]) -> discord.MediaGalleryItem:
    alt = next((each.alt for each in attachments if each.name == name), "")
    return discord.MediaGalleryItem(f"attachment://{name}", description=alt or None)


def _row(row: Row, state: State, key: str | None) -> ui.ActionRow[ui.LayoutView]:
    made: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if isinstance(row.items, Select):
        made.add_item(AnswerItem(_select(row.items, state, key)))
    elif isinstance(row.items, ChannelSelect):
        made.add_item(AnswerItem(_channels(row.items, state, key)))
    else:
        for button in row.items:
            made.add_item(AnswerItem(_button(button, state, key)))
    return made


def _button(button: Button, state: State, key: str | None) -> ui.Button[ui.LayoutView]:
    own = custom_id(button.action, button.state) if button.state is not None else custom_id(button.action, state, key)
    return ui.Button(label=button.label, custom_id=own, style=_STYLES[button.style], disabled=button.disabled)


def _select(select: Select, state: State, key: str | None) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(
            label=option.label, value=option.value, description=option.description or None, default=option.chosen
        )
        for option in select.options
    ]
    return ui.Select(custom_id=custom_id(select.action, state, key), placeholder=select.placeholder, options=options)


def _channels(select: ChannelSelect, state: State, key: str | None) -> ui.ChannelSelect[ui.LayoutView]:
    return ui.ChannelSelect(
        custom_id=custom_id(select.action, state, key),
        placeholder=select.placeholder,
        channel_types=[discord.ChannelType.text, discord.ChannelType.forum],
        min_values=0,
        max_values=25,
        default_values=[
            discord.SelectDefaultValue(id=each, type=discord.SelectDefaultValueType.channel) for each in select.chosen
        ],
    )
