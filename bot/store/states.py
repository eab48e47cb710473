"""What a button stands for when its custom_id can't hold it, and which commands Discord was last told of."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import button_states, synced_commands, upsert

DAY = 86_400
UNUSED_DAYS = 400  # a button that nobody pressed for so long is forgotten


async def keep(connection: AsyncConnection, person_id: int, state: Mapping[str, object], at: int) -> str:
    """Store a state; its key. The key is made of the contents, so the same state of the same person is one row."""
    text = json.dumps(state, sort_keys=True, ensure_ascii=True)
    key = base64.b32encode(sha256(f"{person_id} {text}".encode()).digest()[:10]).decode().lower()
    values = {"person_id": person_id, "state": text, "used": at}
    await upsert(connection, button_states, {"key": key}, values, used=at)
    return key


async def load(connection: AsyncConnection, key: str, at: int) -> dict[str, object] | None:
    """The state of a key, None when it is unknown. Being used keeps it for another while."""
    row = (await connection.execute(select(button_states).where(button_states.c.key == key))).first()
    if row is None:
        return None
    if row.used < at - DAY:
        await connection.execute(update(button_states).where(button_states.c.key == key).values(used=at))
    return cast("dict[str, object]", json.loads(row.state))


async def forget_unused(connection: AsyncConnection, at: int) -> None:
    """Drop the states that nobody used for UNUSED_DAYS."""
    await connection.execute(delete(button_states).where(button_states.c.used < at - UNUSED_DAYS * DAY))


async def load_digest(connection: AsyncConnection, application_id: int) -> str | None:
    """The digest of the commands that were last synced for this application."""
    found = select(synced_commands.c.digest).where(synced_commands.c.application_id == application_id)
    return (await connection.execute(found)).scalar_one_or_none()


async def save_digest(connection: AsyncConnection, application_id: int, digest: str) -> None:
    """Note that the commands with this digest were synced."""
    await upsert(connection, synced_commands, {"application_id": application_id}, {"digest": digest})
