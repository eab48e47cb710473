"""The rows under an answer: more of it, the same with other numbers, related questions, and what the reader thinks."""

from __future__ import annotations

from bot import limits
from bot.present.choices import NOTATION_BUTTONS, following_notation
from bot.present.numbers import parameter, scaled
from bot.present.pieces import Button, Option, Row, Select
from bot.splitting import shorten
from bot.views.state import State
from explainer.records import Answer, Code, Plot, Steps, Topic

# What a menu's value begins with when it is a question in words instead of a topic's slug.
WORDS = "?"


def rows(answer: Answer, topic: Topic, state: State) -> tuple[Row, ...]:
    """All rows of an answer; a button that could only disappoint is not there."""
    found = (_more(answer), _numbers(answer, topic, state), _related(answer), _verdict())
    return tuple(row for row in found if row is not None)


def _more(answer: Answer) -> Row:
    buttons = []
    if any(isinstance(block, Steps) for block in answer.blocks):
        buttons.append(Button("Full derivation", "d", "primary"))
    if any(isinstance(block, Plot) for block in answer.blocks):
        buttons.append(Button("Plot", "p"))
    if any(isinstance(block, Code) for block in answer.blocks):
        buttons.append(Button("Program", "c"))
    return Row((*buttons, Button("Page", "h"), Button(NOTATION_BUTTONS[following_notation(answer.notation)], "n")))


def _numbers(answer: Answer, topic: Topic, state: State) -> Row | None:
    buttons: list[Button] = []
    for label, name, action, power in (
        ("γ ÷ 10", "gamma", "g-", -1),
        ("γ × 10", "gamma", "g+", 1),
        ("T × 10", "steps", "t+", 1),
    ):
        if parameter(topic, name) is not None:
            possible = scaled(topic, state, name, power, answer.parameters.get(name)) is not None
            buttons.append(Button(label, action, disabled=not possible))
    if any(each.kind != "file" for each in topic.parameters):
        buttons.append(Button("Change…", "m"))
    return Row(tuple(buttons)) if buttons else None


def _related(answer: Answer) -> Row | None:
    options: dict[str, Option] = {}
    for each in answer.followups:
        value = each.topic or shorten(WORDS + each.question, limits.OPTION_TEXT, ending="")
        options.setdefault(value, Option(shorten(each.question, limits.OPTION_TEXT), value))
    chosen = tuple(options.values())[: limits.SELECT_OPTIONS]
    return Row(Select("r", "Related questions", chosen)) if chosen else None


def _verdict() -> Row:
    return Row((Button("Helpful", "y"), Button("Not helpful", "x"), Button("Delete", "z", "danger")))
