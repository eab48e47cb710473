"""From a person's wish to the message they read: cooldown, acknowledge, compute in a worker, present, send.

Commands, buttons and mentions all come through here, so the same rules hold on every road.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord

from bot import logs
from bot.errors import Refusal
from bot.present.answer import answer_message
from bot.present.pieces import Message
from bot.present.unclear import unclear_message
from bot.sending import show
from bot.store import Person, Reader, Server, reader_of
from bot.views.state import State
from bot.worker import Job, Rendered
from explainer.records import Answer, Unclear

if TYPE_CHECKING:
    from bot.client import ExplainerBot

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, where, and with which settings an answer is made for them."""

    person_id: int
    server_id: int | None
    person: Person
    server: Server
    reader: Reader

    def job(self, state: State, **changes: Any) -> Job:
        """The job that computes what a state stands for, in this reader's theme."""
        return _job(state, self, **changes)

    def question(self, text: str, **changes: Any) -> Job:
        """The job that reads a question in somebody's own words."""
        job = Job(
            question=text,
            notation=self.reader.notation,
            depth="full",
            theme=self.reader.theme,
            course=self.server.course,
        )
        return replace(job, **changes)

    def state(self, topic: str, **values: str) -> State:
        """A topic with the values given, as this person reads it."""
        given = tuple(sorted((name, value.strip()) for name, value in values.items() if value.strip()))
        return State(topic, self.person_id, given=given, notation=self.reader.notation, depth=self.reader.depth)


async def asked_by(bot: ExplainerBot, person_id: int, server_id: int | None) -> Asked:
    """Look up the settings of the person and of the server. Never raises: away from the store, defaults hold."""
    server = await bot.store.server(server_id)
    person = await bot.store.person(person_id)
    return Asked(person_id, server_id, person, server, reader_of(person, server))


def allowed_here(server: Server, channel: Any) -> bool:
    """Whether the staff lets the bot answer in public here; a thread counts as its channel."""
    places = {getattr(channel, "id", None), getattr(channel, "parent_id", None)}
    return not server.channels or bool(places & set(server.channels))


async def respond(
    interaction: discord.Interaction[ExplainerBot],
    job_for: Callable[[Asked], Job],
    *,
    private: bool | None = None,
    quote: str = "",
    note: str = "",
) -> None:
    """Answer a command, or a click that wants a new message.

    private: None leaves it to the server. quote: what was asked, in the asker's words, shown above the answer.
    """
    async with interaction.client.in_hand():
        await _respond(interaction, job_for, private, quote, note)


async def _respond(
    interaction: discord.Interaction[ExplainerBot],
    job_for: Callable[[Asked], Job],
    private: bool | None,
    quote: str,
    note: str,
) -> None:
    spend(interaction)
    server = await interaction.client.store.server(interaction.guild_id)
    here = allowed_here(server, interaction.channel)
    if private is None:
        private = server.private
    if not here and interaction.guild_id is not None:
        note = note or "Here my answers are for your eyes only; in " + _channels(server) + " everybody can read along."
    await interaction.response.defer(ephemeral=private or not here, thinking=True)
    asked = await asked_by(interaction.client, interaction.user.id, interaction.guild_id)
    job = job_for(asked)
    rendered = await compute(interaction, job)
    await finish(interaction, asked, job, rendered, quote=quote, note=note)


async def redo(interaction: discord.Interaction[ExplainerBot], state: State) -> None:
    """Answer a changed state: in place for the asker, as a private message for anybody else."""
    spend(interaction)
    mine = interaction.user.id == state.asker
    if mine:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
    asked = await asked_by(interaction.client, interaction.user.id, interaction.guild_id)
    job = asked.job(replace(state, asker=interaction.user.id))
    rendered = await interaction.client.workers.run(job)
    if mine and isinstance(rendered.answer, Unclear):
        # The answer that stands is still good: the refusal goes beside it, not over it.
        raise Refusal(rendered.answer.sentence)
    await finish(interaction, asked, job, rendered, depth=state.depth)


async def compute(interaction: discord.Interaction[ExplainerBot], job: Job) -> Rendered:
    """Run a job; while a long one runs, its progress stands in the reply."""
    if not job.long:
        return await interaction.client.workers.run(job)
    from bot.progress import Progress

    async with Progress(interaction) as progress:
        return await interaction.client.workers.run(job, progress.hear)


async def finish(
    interaction: discord.Interaction[ExplainerBot],
    asked: Asked,
    job: Job,
    rendered: Rendered,
    *,
    quote: str = "",
    note: str = "",
    depth: str | None = None,
) -> None:
    """Present what was computed, send it, and remember what staff and asker want remembered."""
    reader = asked.reader if depth is None else replace(asked.reader, depth=depth)
    message = present(interaction.client, replace(asked, reader=reader), rendered, quote=quote, note=note)
    await show(interaction, message, private=False)
    await remember(interaction.client, asked, job, rendered)


def present(bot: ExplainerBot, asked: Asked, rendered: Rendered, *, quote: str = "", note: str = "") -> Message:
    """The message of an answer, or of a question that got none."""
    if isinstance(rendered.answer, Answer):
        topic = bot.topics[rendered.answer.topic]
        return answer_message(
            rendered.answer,
            rendered.pictures,
            topic,
            asker=asked.person_id,
            depth=asked.reader.depth,
            quote=quote,
            note=note,
        )
    assert isinstance(rendered.answer, Unclear)
    return unclear_message(
        rendered.answer, asker=asked.person_id, notation=asked.reader.notation, depth=asked.reader.depth, quote=quote
    )


async def remember(bot: ExplainerBot, asked: Asked, job: Job, rendered: Rendered) -> None:
    """Count what was asked in vain, where staff wants that; keep the last γ for the person's next `/gamma`."""
    answer = rendered.answer
    asked_words: dict[str, Any] = logs.question_fields(job.question, asked.server.log_questions)
    logs.event(_log, "answered", topic=getattr(answer, "topic", None), want=job.want, **asked_words)
    if isinstance(answer, Unclear):
        if job.question and answer.kind in ("choose", "other-subject") and asked.server.log_unanswered:
            await bot.store.count_unanswered(asked.server_id, job.question)
        return
    gamma = dict(job.parameters).get("gamma")
    if isinstance(gamma, str) and gamma != asked.person.last_gamma and not job.question:
        await bot.store.save_person(asked.person_id, replace(asked.person, last_gamma=gamma))


def spend(interaction: discord.Interaction[ExplainerBot]) -> None:
    """Count a use. Raises Refusal, with the time at which to come back, when there were too many."""
    wait = interaction.client.cooldowns.use(interaction.user.id, interaction.guild_id)
    if wait is not None:
        raise Refusal(wait.sentence)


def _job(state: State, asked: Asked, **changes: Any) -> Job:
    from bot.present.numbers import values

    job = Job(
        topic=state.topic,
        facet=state.facet,
        level=state.level,
        parameters=values(state),
        notation=state.notation,
        depth="full",
        theme=asked.reader.theme,
        course=asked.server.course,
    )
    return replace(job, **changes)


def _channels(server: Server) -> str:
    return ", ".join(f"<#{each}>" for each in server.channels[:3])
