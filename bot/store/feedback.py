"""Helpful or not: one verdict a person and message, and what a server's staff sees of them (no names)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import clean, feedback, upsert

COMMENT_CHARACTERS = 4_000
COMMENTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often a topic's answers were called helpful, and not."""

    topic: str
    helpful: int
    not_helpful: int


@dataclass(frozen=True, slots=True)
class FeedbackComment:
    """What somebody wrote with a verdict. at: Unix time."""

    topic: str
    helpful: bool
    comment: str
    at: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """A server's feedback: counts by topic, the least helpful first; comments, the newest first."""

    counts: tuple[FeedbackCount, ...]
    comments: tuple[FeedbackComment, ...]


async def add(
    connection: AsyncConnection,
    *,
    person_id: int,
    server_id: int | None,
    message_id: int,
    topic: str,
    helpful: bool,
    comment: str,
    at: int,
) -> None:
    """Store a verdict; a second one by the same person on the same message takes its place."""
    values = {
        "server_id": server_id,
        "topic": topic,
        "helpful": helpful,
        "comment": clean(comment, COMMENT_CHARACTERS),
        "at": at,
    }
    await upsert(connection, feedback, {"person_id": person_id, "message_id": message_id}, values)


async def of_server(connection: AsyncConnection, server_id: int) -> Feedback:
    """All of a server's counts, and its newest comments."""
    helpful = func.sum(case((feedback.c.helpful, 1), else_=0))
    unhelpful = func.sum(case((feedback.c.helpful, 0), else_=1))
    counts = await connection.execute(
        select(feedback.c.topic, helpful, unhelpful)
        .where(feedback.c.server_id == server_id)
        .group_by(feedback.c.topic)
        .order_by(unhelpful.desc(), helpful.desc(), feedback.c.topic)
    )
    comments = await connection.execute(
        select(feedback.c.topic, feedback.c.helpful, feedback.c.comment, feedback.c.at)
        .where(feedback.c.server_id == server_id, feedback.c.comment != "")
        .order_by(feedback.c.at.desc(), feedback.c.message_id.desc())
        .limit(COMMENTS_SHOWN)
    )
    return Feedback(
        tuple(FeedbackCount(topic, int(yes), int(no)) for topic, yes, no in counts),
        tuple(FeedbackComment(*row) for row in comments),
    )
