"""Questions asked in vain, counted, for a server's staff: no person, no mention, and only where they turned it on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import clean, unanswered, upsert

TEXT_CHARACTERS = 1_000
QUESTIONS_KEPT = 2_000  # of one server; above it the longest unasked give way
MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:>]{1,100}:)\d+>|@everyone|@here")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question, how often it was asked, first and last when (Unix time)."""

    text: str
    count: int
    first: int
    last: int


async def count(connection: AsyncConnection, server_id: int, text: str, at: int) -> None:
    """Count a question once more. Wordings that differ in capitals and spaces alone are one."""
    shown = " ".join(clean(MENTION.sub(" ", text), TEXT_CHARACTERS).split())
    if not shown:
        return
    digest = sha256(shown.casefold().encode()).hexdigest()
    await upsert(
        connection,
        unanswered,
        {"server_id": server_id, "digest": digest},
        {"text": shown, "count": 1, "first": at, "last": at},
        count=unanswered.c.count + 1,
        last=at,
    )
    await _forget_oldest(connection, server_id)


async def of_server(connection: AsyncConnection, server_id: int, limit: int) -> tuple[Unanswered, ...]:
    """The most asked first, then the latest."""
    rows = await connection.execute(
        select(unanswered.c.text, unanswered.c.count, unanswered.c.first, unanswered.c.last)
        .where(unanswered.c.server_id == server_id)
        .order_by(unanswered.c.count.desc(), unanswered.c.last.desc(), unanswered.c.digest)
        .limit(limit)
    )
    return tuple(Unanswered(*row) for row in rows)


async def clear(connection: AsyncConnection, server_id: int) -> int:
    """Delete a server's; how many there were."""
    return (await connection.execute(delete(unanswered).where(unanswered.c.server_id == server_id))).rowcount


def unanswered_csv(rows: Iterable[Unanswered]) -> bytes:
    """A table for a spreadsheet (UTF-8 with a byte order mark). Text that a spreadsheet would run gets a quote first."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("question", "times asked", "first asked", "last asked"))
    for row in rows:
        question = f"'{row.text}" if row.text.startswith(FORMULA_STARTS) else row.text
        writer.writerow((question, row.count, _day(row.first), _day(row.last)))
    return text.getvalue().encode("utf-8-sig")


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


async def _forget_oldest(connection: AsyncConnection, server_id: int) -> None:
    mine = unanswered.c.server_id == server_id
    kept = (await connection.execute(select(func.count()).select_from(unanswered).where(mine))).scalar_one()
    if kept > QUESTIONS_KEPT:
        oldest = select(unanswered.c.digest).where(mine).order_by(unanswered.c.last).limit(kept - QUESTIONS_KEPT)
        await connection.execute(delete(unanswered).where(mine, unanswered.c.digest.in_(oldest)))
