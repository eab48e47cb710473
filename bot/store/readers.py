"""How people and servers want their answers: the records and their queries."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import clean, people, servers, upsert

COURSE_CHARACTERS = 500_000  # as many as the explainer reads of a course's own phrasings


@dataclass(frozen=True, slots=True)
class Person:
    """What one person has set; None leaves it to the server, then to the default. last_gamma: offered by /gamma."""

    notation: str | None = None
    theme: str | None = None
    depth: str | None = None
    last_gamma: str | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """What a server's staff has set.

    channels: where it answers in public, () for everywhere. private: answers are for the asker alone unless asked
    otherwise. log_unanswered: keep what was asked in vain. log_questions: question text may be in the logs. course: the
    text of the course's own phrasings (TOML).
    """

    channels: tuple[int, ...] = ()
    private: bool = False
    notation: str | None = None
    depth: str | None = None
    log_unanswered: bool = False
    log_questions: bool = False
    course: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """How an answer is made for somebody."""

    notation: str
    theme: str
    depth: str


def reader_of(person: Person, server: Server) -> Reader:
    """The person's wish, else the server's, else the default."""
    return Reader(
        notation=person.notation or server.notation or "course",
        theme=person.theme or "dark",
        depth=person.depth or server.depth or "short",
    )


async def load_person(connection: AsyncConnection, person_id: int) -> Person:
    """As stored, or the default."""
    row = (await connection.execute(select(people).where(people.c.person_id == person_id))).first()
    return Person() if row is None else Person(row.notation, row.theme, row.depth, row.last_gamma)


async def load_server(connection: AsyncConnection, server_id: int) -> Server:
    """As stored, or the default."""
    row = (await connection.execute(select(servers).where(servers.c.server_id == server_id))).first()
    return Server() if row is None else _server(row)


async def save_person(connection: AsyncConnection, person_id: int, person: Person, before: Person) -> None:
    """Store what differs from `before`, the record that was changed; all of it when nothing does.

    Only these columns: were `before` a default that stood in for an absent database, the rest of the row survives.
    """
    await upsert(connection, people, {"person_id": person_id}, _changes(asdict(person), asdict(before)))


async def save_server(connection: AsyncConnection, server_id: int, server: Server, before: Server) -> None:
    """The same for a server."""
    await upsert(connection, servers, {"server_id": server_id}, _changes(_row(server), _row(before)))


def _changes(new: dict[str, object], old: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in new.items() if value != old[name]} or new


def _row(server: Server) -> dict[str, object]:
    channels = " ".join(str(channel) for channel in server.channels)
    return {**asdict(server), "channels": channels, "course": clean(server.course, COURSE_CHARACTERS)}


def _server(row: Row[tuple[object, ...]]) -> Server:
    return Server(
        channels=tuple(int(channel) for channel in row.channels.split()),
        private=row.private,
        notation=row.notation,
        depth=row.depth,
        log_unanswered=row.log_unanswered,
        log_questions=row.log_questions,
        course=row.course,
    )
