"""The buttons that run the same answer on other numbers: γ ÷ 10, γ × 10, T × 10, and a form for all of them."""

from __future__ import annotations

import discord
from discord import ui

from bot import limits
from bot.answering import redo
from bot.errors import Refusal
from bot.present.numbers import scaled
from bot.splitting import shorten
from bot.views.actions import Click
from bot.views.state import State, custom_id, dump, fits
from explainer.records import Parameter, Topic

# Discord's forms hold five fields.
_FIELDS = 5


async def gamma(click: Click) -> None:
    """A tenth of the gate, or ten times it."""
    await _scale(click, "gamma", -1 if click.argument == "-" else 1)


async def steps(click: Click) -> None:
    """Ten times the steps."""
    await _scale(click, "steps", 1)


async def change(click: Click) -> None:
    """Open the form with the topic's numbers, filled with the present ones."""
    topic = _topic(click)
    if not adjustable(topic):
        raise Refusal("This answer takes no numbers.")
    key = None if fits(click.state) else await click.bot.store.keep_state(click.state.asker, dump(click.state))
    form = ui.Modal(title=shorten("Other numbers", limits.MODAL_TITLE), custom_id=custom_id("ms", click.state, key))
    for parameter in adjustable(topic):
        form.add_item(_field(parameter, click.state))
    # Stopped: its submit is found by its id, after a restart too, and two people's forms can't get in each other's way.
    form.stop()
    limits.require(limits.modal_faults(form.to_dict()))
    await click.interaction.response.send_modal(form)


async def changed(click: Click) -> None:
    """Answer with the numbers of the form. An empty field goes back to the topic's default."""
    given = dict(click.state.given)
    for name, text in click.fields.items():
        given.pop(name, None)
        if text.strip():
            given[name] = text.strip()
    state = State(
        topic=click.state.topic,
        asker=click.state.asker,
        facet=click.state.facet,
        given=tuple(sorted(given.items())),
        notation=click.state.notation,
        depth=click.state.depth,
        level=click.state.level,
    )
    await redo(click.interaction, state)


def adjustable(topic: Topic) -> tuple[Parameter, ...]:
    """The numbers and choices that fit a form; files of the machine never do."""
    return tuple(each for each in topic.parameters if each.kind in ("real", "count", "choice", "numbers"))[:_FIELDS]


def _field(parameter: Parameter, state: State) -> ui.Label[ui.Modal]:
    now = state.value(parameter.name)
    default = "" if parameter.default is None else str(parameter.default)
    line: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=parameter.name,
        default=now,
        placeholder=shorten(default, limits.MODAL_PLACEHOLDER) or None,
        required=False,
        style=discord.TextStyle.long if parameter.kind == "numbers" else discord.TextStyle.short,
        max_length=2000 if parameter.kind == "numbers" else 60,
    )
    name, _, meaning = parameter.meaning.partition(",")
    return ui.Label(
        text=shorten(name, limits.MODAL_LABEL),
        description=shorten((meaning.strip() or ", ".join(parameter.choices)), limits.MODAL_DESCRIPTION) or None,
        component=line,
    )


async def _scale(click: Click, name: str, power: int) -> None:
    state = scaled(_topic(click), click.state, name, power)
    if state is None:
        raise Refusal("The next number is out of this answer's range. Use “Change…” for any other.")
    await redo(click.interaction, state)


def _topic(click: Click) -> Topic:
    topic = click.bot.topics.get(click.state.topic)
    if topic is None:
        raise Refusal("That topic has been renamed. Ask again with `/ask`.")
    return topic
