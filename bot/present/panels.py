"""The two settings panels: a person's (`/me`) and a server's (`/course settings`)."""

from __future__ import annotations

from bot.present.choices import DEPTHS, NOTATIONS, THEMES
from bot.present.pieces import Button, ChannelSelect, Message, Option, Row, Rule, Select, Text
from bot.store import Person, Server
from bot.views.state import State


def me(person: Person, person_id: int, said: str = "") -> Message:
    """A person's settings, each as a menu."""
    pieces = (
        Text("### Your settings\nThey hold on every server and in direct messages."),
        _menu("un", "Notation", NOTATIONS, person.notation),
        _menu("ut", "Pictures", THEMES, person.theme),
        _menu("ud", "Depth", DEPTHS, person.depth),
        Row((Button("Delete all that is stored about me", "uf", "danger"),)),
        *((Text(f"-# {said}"),) if said else ()),
    )
    return Message(pieces, State(asker=person_id), tone="plain")


def course(server: Server, person_id: int, said: str = "") -> Message:
    """A server's settings, for its staff."""
    pieces = (
        Text("### Settings of this course\n**Channels** where answers are public. None chosen: everywhere."),
        Row(ChannelSelect("cc", "Everywhere", server.channels)),
        Text(_switches(server)),
        Row(
            (
                Button(f"Private: {_on(server.private)}", "cp", _style(server.private)),
                Button(f"Unanswered: {_on(server.log_unanswered)}", "cl", _style(server.log_unanswered)),
                Button(f"Texts in my log: {_on(server.log_questions)}", "cq", _style(server.log_questions)),
            )
        ),
        Text("**Defaults** for members who have not chosen their own with `/me`."),
        _menu("cn", "Notation", NOTATIONS, server.notation),
        _menu("cd", "Depth", DEPTHS, server.depth),
        Rule(),
        Text(_own_phrasings(server)),
        Row((Button("Upload phrasings…", "cf"), Button("Remove phrasings", "cx", disabled=not server.course))),
        *((Text(f"-# {said}"),) if said else ()),
    )
    return Message(pieces, State(asker=person_id), tone="plain")


def _menu(action: str, what: str, choices: dict[str, str], chosen: str | None) -> Row:
    options = (
        Option(
            f"{what}: as the server has it" if action.startswith("u") else f"{what}: the explainer's own",
            "default",
            chosen=chosen is None,
        ),
        *(Option(label, value, chosen=chosen == value) for value, label in choices.items()),
    )
    return Row(Select(action, what, options))


def _switches(server: Server) -> str:
    return "\n".join(
        (
            "**Private** answers: only the asker sees them, unless they ask otherwise."
            if server.private
            else "**Private** is off: answers are public, unless asked with `private: True`.",
            "**Unanswered** questions are "
            + ("counted, see `/course unanswered`." if server.log_unanswered else "not kept."),
            "**Texts** of questions are " + ("written into my log." if server.log_questions else "not in my log."),
        )
    )


def _own_phrasings(server: Server) -> str:
    if not server.course:
        return "**Phrasings of your own**: none. A TOML file teaches me how your course asks, and your short answers."
    return f"**Phrasings of your own**: a file of {len(server.course.splitlines())} lines is in use."


def _on(value: bool) -> str:
    return "on" if value else "off"


def _style(value: bool) -> str:
    return "success" if value else "secondary"
