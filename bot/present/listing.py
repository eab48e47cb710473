"""The messages that tell about the bot itself: the catalogue, the handbook, notations, about, privacy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import limits
from bot.present.choices import NOTATIONS
from bot.present.pieces import Attachment, Button, Document, Message, Option, Piece, Row, Select, Text
from bot.present.words import escape, plain
from bot.splitting import shorten
from bot.store import StoredAbout
from bot.views.state import State
from explainer.records import Topic, Words

_KEEPS = {
    "course": "Γu near 0 keeps the memory.",
    "cho": "z near 1 keeps the memory: z = 1 − Γu.",
    "pytorch": "z near 1 keeps the memory: z = 1 − Γu. The reset comes after the product, so this is another cell.",
}


def topics(found: Sequence[Topic], person_id: int) -> Message:
    """The catalogue: titles to read, and menus of their questions to choose from."""
    lines = "\n".join(f"- {escape(topic.title)} `{topic.slug}`" for topic in found)
    head = f"### {len(found)} topics\nChoose a question below, use `/explain`, or ask in your own words with `/ask`.\n"
    pieces: list[Piece] = [Text(head + shorten(lines, limits.LAYOUT_TEXT - len(head) - 50))]
    for number, start in enumerate(range(0, len(found), limits.SELECT_OPTIONS)):
        part = found[start : start + limits.SELECT_OPTIONS]
        options = tuple(
            Option(shorten(topic.title, limits.OPTION_TEXT), topic.slug, shorten(topic.question, limits.OPTION_TEXT))
            for topic in part
        )
        placeholder = f"{part[0].title} … {part[-1].title}"
        pieces.append(Row(Select(f"r{number}", shorten(placeholder, limits.SELECT_PLACEHOLDER), options)))
    return Message(tuple(pieces), State(asker=person_id), tone="plain")


def handbook(data: bytes, name: str, person_id: int) -> Message:
    """The PDF."""
    text = Text("### The handbook\nEvery topic with its derivation and its numbers, to print or to read offline.")
    return Message((text, Document(name)), State(asker=person_id), (Attachment(name, data),), tone="plain")


def notations(cells: Mapping[str, Sequence[Words]], chosen: str | None, person_id: int, *, kept: bool) -> Message:
    """The three notations, each with the equations of its cell, to recognise one's own by."""
    pieces: list[Piece] = [
        Text(
            "### Notations\n"
            + (
                "Kept: it holds from your next answer on."
                if kept
                else "Choose yours with the menu; an answer's own button switches that answer alone."
            )
        )
    ]
    for name, label in NOTATIONS.items():
        mark = " ← yours" if name == chosen else ""
        # Not as code: a phone breaks a long line of code anywhere.
        equations = "".join(f"{escape(plain(equation))}\n" for equation in cells.get(name, ()))
        pieces.append(Text(f"**{label}**{mark}\n{equations}-# {_KEEPS[name]}"))
    options = (
        Option("No choice of my own", "default", chosen=chosen is None),
        *(Option(label, name, chosen=name == chosen) for name, label in NOTATIONS.items()),
    )
    pieces.append(Row(Select("un", "Notation", options)))
    return Message(tuple(pieces), State(asker=person_id), tone="plain")


def about(version: str, count: int, contact: str, person_id: int) -> Message:
    """What the bot is, what it can do, who runs it."""
    text = (
        "### Gradients, explained\n"
        f"I answer questions on GRUs, LSTMs, plain RNNs and their gradients: {count} topics, each with a derivation whose "
        "every step is checked, and with numbers from a real unroll of a small network. I compute everything myself; there "
        "is no language model behind me, so the same question gets the same answer, and what I don't know I say.\n"
        "- `/ask` a question, mention me, or reply to an answer of mine to go on from there\n"
        "- `/gamma`, `/solve`, `/compare`, `/learn` for numbers; `/explain`, `/topics`, `/handbook` to read\n"
        "- “Explain this” in a message's menu (Apps) takes that message as the question\n"
        "- `/me` for your notation, theme and depth; `/privacy` for what is stored\n\n"
        f"-# Version {escape(version)}"
    )
    who = f"\n-# Run by {escape(contact)}" if contact else ""
    return Message((Text(text + who),), State(asker=person_id), tone="plain")


def privacy(sentences: Sequence[str], stored: StoredAbout | None, contact: str, person_id: int) -> Message:
    """What is stored about everybody, what about this person, and the button that deletes it."""
    own = (
        "My notes are out of reach right now, so I can't look up what is stored about you."
        if stored is None
        else (
            f"About you: {'settings' if stored.settings is not None else 'no settings'}, {stored.feedback} verdicts, "
            f"{stored.states} long button states."
        )
    )
    lines = "\n".join(f"- {sentence}" for sentence in sentences)
    who = f"\n-# Questions: {escape(contact)}" if contact else ""
    button = Row((Button("Delete all that is stored about me", "uf", "danger"),))
    return Message((Text(f"### Privacy\n{lines}\n\n{own}{who}"), button), State(asker=person_id), tone="plain")
