"""What a message is made of: frozen records without discord.py, so that a worker process can fill them.

`views.layout` turns them into Discord's components; nothing here knows a custom_id or a client.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.views.state import State


@dataclass(frozen=True, slots=True)
class Text:
    """Discord markdown. Whoever makes one has escaped what others wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """One or more attached pictures, shown as a gallery; names of attachments of the same message."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An attached file, shown as a card that can be downloaded."""

    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between two parts."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `action` is a code of `views.actions`. style: "primary", "secondary", "success" or "danger".

    state: what the button does it to, when that is not the message's own state.
    """

    label: str
    action: str
    style: str = "secondary"
    disabled: bool = False
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select menu."""

    label: str
    value: str
    description: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A menu to choose one of at most 25 options from."""

    action: str
    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ChannelSelect:
    """A menu of the server's text channels; `chosen` are the ids that are selected already."""

    action: str
    placeholder: str
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """At most five buttons side by side, or one menu."""

    items: tuple[Button, ...] | Select | ChannelSelect


Piece = Text | Pictures | Document | Rule | Row


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the message. `alt` tells a reader who can't see a picture what it shows; "" for a document."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message: its pieces from top to bottom, its files, and the state that its buttons act on.

    tone: "answer", "choose" or "trouble"; it colours the edge.
    """

    pieces: tuple[Piece, ...]
    state: State
    attachments: tuple[Attachment, ...] = ()
    tone: str = "answer"
