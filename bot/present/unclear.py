"""A question without an answer → the sentence that says so, and the questions it may have meant as buttons."""

from __future__ import annotations

from bot.limits import BUTTON_LABEL
from bot.present.pieces import Button, Message, Piece, Row, Text
from bot.present.words import escape
from bot.splitting import shorten
from bot.views.state import State
from explainer.records import Unclear

_TONES = {"choose": "choose", "conversation": "plain", "other-subject": "plain", "invalid": "trouble"}


def unclear_message(unclear: Unclear, *, asker: int, notation: str, depth: str, quote: str = "") -> Message:
    """The message of an Unclear. Each suggestion is a button in a row of its own: the questions are long."""
    pieces: list[Piece] = [Text(quote)] if quote else []
    pieces.append(Text(escape(unclear.sentence)))
    state = State(asker=asker, notation=notation, depth=depth)
    for index, suggestion in enumerate(unclear.suggestions[:3]):
        target = State(suggestion.topic, asker, notation=notation, depth=depth)
        label = shorten(suggestion.question, BUTTON_LABEL)
        pieces.append(Row((Button(label, f"q{index}", "primary", state=target),)))
    return Message(tuple(pieces), state, tone=_TONES.get(unclear.kind, "plain"))
