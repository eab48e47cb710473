"""What the staff reads: the questions asked in vain, and what readers thought of the answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot import limits
from bot.present.pieces import Attachment, Button, Document, Message, Piece, Row, Text
from bot.present.words import escape
from bot.splitting import shorten, split_items
from bot.store import Feedback, Unanswered
from bot.views.state import State

FILE = "unanswered.csv"


def unanswered(rows: Sequence[Unanswered], table: bytes, kept: bool, person_id: int) -> Message:
    """The most asked first, as many as fit; all of them in the CSV file. kept: whether counting is switched on."""
    state = State(asker=person_id)
    if not rows:
        text = (
            "Nothing yet: every question so far got its answer."
            if kept
            else (
                "Unanswered questions are not kept. Switch it on in `/course settings`, and they are counted from then on."
            )
        )
        return Message((Text(f"### Unanswered questions\n{text}"),), state, tone="plain")
    lines = [f"- **{row.count}×** {escape(shorten(' '.join(row.text.split()), 150))}" for row in rows]
    shown = split_items(lines, limits.LAYOUT_TEXT - 300)[0]
    more = f"\n-# and {len(rows) - len(shown)} more in the file" if len(rows) > len(shown) else ""
    head = f"### {len(rows)} questions without an answer\n"
    pieces: tuple[Piece, ...] = (
        Text(head + "\n".join(shown) + more),
        Document(FILE),
        Row((Button("Clear the list", "cu", "danger"),)),
    )
    return Message(pieces, state, (Attachment(FILE, table),), tone="plain")


def feedback(found: Feedback, person_id: int) -> Message:
    """Verdicts by topic, then the latest comments."""
    state = State(asker=person_id)
    if not found.counts:
        return Message((Text("### Feedback\nNobody has pressed “Helpful” or “Not helpful” yet."),), state, tone="plain")
    counts = [f"- `{each.topic}` {each.helpful} helpful, {each.not_helpful} not" for each in found.counts]
    text = "### Feedback\n" + "\n".join(split_items(counts, 1700)[0])
    comments = [
        f"- `{each.topic}` {'👍' if each.helpful else '👎'} {escape(shorten(' '.join(each.comment.split()), 200))}"
        for each in found.comments
        if each.comment
    ]
    if comments:
        text += "\n**Comments**\n" + "\n".join(split_items(comments, 1700)[0])
    return Message((Text(text),), state, tone="plain")
