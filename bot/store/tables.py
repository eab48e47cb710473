"""The tables, as the newest migration leaves them (a test compares the two). Ids are Discord's, times Unix seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text, false
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

metadata = MetaData()


def _id(name: str, **options: Any) -> Column[int]:
    return Column(name, BigInteger, autoincrement=False, **options)


people = Table(
    "people",
    metadata,
    _id("person_id", primary_key=True),
    Column("notation", String(20)),
    Column("theme", String(20)),
    Column("depth", String(20)),
    Column("last_gamma", String(100)),
)

servers = Table(
    "servers",
    metadata,
    _id("server_id", primary_key=True),
    Column("channels", Text, nullable=False, server_default=""),
    Column("private", Boolean, nullable=False, server_default=false()),
    Column("notation", String(20)),
    Column("depth", String(20)),
    Column("log_unanswered", Boolean, nullable=False, server_default=false()),
    Column("log_questions", Boolean, nullable=False, server_default=false()),
    Column("course", Text, nullable=False, server_default=""),
)

feedback = Table(
    "feedback",
    metadata,
    _id("person_id", primary_key=True),
    _id("message_id", primary_key=True),
    _id("server_id"),
    Column("topic", String(100), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Text, nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
    Index("feedback_of_a_server", "server_id", "topic"),
)

unanswered = Table(
    "unanswered",
    metadata,
    _id("server_id", primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
)

button_states = Table(
    "button_states",
    metadata,
    Column("key", String(16), primary_key=True),
    _id("person_id", nullable=False),
    Column("state", Text, nullable=False),
    Column("used", BigInteger, nullable=False),
    Index("button_states_of_a_person", "person_id"),
    Index("button_states_by_use", "used"),
)

synced_commands = Table(
    "synced_commands",
    metadata,
    _id("application_id", primary_key=True),
    Column("digest", String(64), nullable=False),
)


async def upsert(
    connection: AsyncConnection, table: Table, key: Mapping[str, object], values: Mapping[str, object], **changed: Any
) -> None:
    """Insert a row, or change the row with this key: to `changed` (values or SQL expressions), else to `values`."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values({**key, **values})
    index: Sequence[str] = list(key)
    await connection.execute(statement.on_conflict_do_update(index_elements=index, set_=changed or dict(values)))


def clean(text: str, limit: int) -> str:
    """Text that every database takes: no null characters, no lone surrogates, at most `limit` characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:limit]
