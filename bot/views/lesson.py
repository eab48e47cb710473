"""The buttons that show more of the same answer, to whoever presses them: derivation, plots, program, page."""

from __future__ import annotations

from dataclasses import replace

from bot.answering import asked_by, spend
from bot.errors import Refusal
from bot.present import extras
from bot.present.pieces import Message
from bot.sending import show
from bot.views.actions import Click
from bot.worker import Rendered
from explainer.records import Answer


async def derivation(click: Click) -> None:
    """One page of the full derivation. The first press opens it, the others turn the page in place."""
    turning = click.argument != ""
    rendered, answer = await _computed(click, "derivation", in_place=turning)
    await show(click.interaction, extras.derivation(answer, rendered.pictures, click.state, _page(click)), private=True)


async def plots(click: Click) -> None:
    """Every plot of the answer."""
    rendered, answer = await _computed(click, "answer")
    await _show(click, extras.plots(answer, rendered.pictures, click.state))


async def program(click: Click) -> None:
    """The programs that reproduce the numbers, as files."""
    _, answer = await _computed(click, "answer")
    await _show(click, extras.programs(answer, click.state))


async def page(click: Click) -> None:
    """The whole lesson as one HTML file with sliders."""
    rendered, answer = await _computed(click, "page")
    await _show(click, extras.page(answer, rendered.file, rendered.file_name, click.state))


async def _computed(click: Click, want: str, *, in_place: bool = False) -> tuple[Rendered, Answer]:
    spend(click.interaction)
    if in_place:
        await click.interaction.response.defer()
    else:
        await click.interaction.response.defer(ephemeral=True, thinking=True)
    asked = await asked_by(click.bot, click.interaction.user.id, click.interaction.guild_id)
    rendered = await click.bot.workers.run(replace(asked.job(click.state), want=want))
    if not isinstance(rendered.answer, Answer):
        sentence = rendered.answer.sentence if rendered.answer is not None else "There is nothing to show here."
        raise Refusal(sentence)
    return rendered, rendered.answer


async def _show(click: Click, message: Message | None) -> None:
    if message is None:
        raise Refusal("This answer has none.")
    await show(click.interaction, message, private=True)


def _page(click: Click) -> int:
    return int(click.argument or 0)
