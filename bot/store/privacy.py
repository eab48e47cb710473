"""What is kept about a person, in their words and in rows, and how it is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.readers import Person, load_person
from bot.store.states import UNUSED_DAYS
from bot.store.tables import button_states, feedback, people, servers, unanswered

OF_A_PERSON = (people, feedback, button_states)
OF_A_SERVER = (servers, feedback, unanswered)

PRIVACY = (
    "Your settings (notation, theme, depth) and the last γ you used with /gamma, until you delete them.",
    "Your verdicts (helpful or not, and the comment if you wrote one) with the message they are about, so that each "
    "counts once; the staff sees them without your name.",
    "The numbers behind some buttons, where they are too long for the button itself, with your id; forgotten when "
    f"nobody pressed the button for {UNUSED_DAYS} days.",
    "In servers whose staff turned it on, and only there: questions that I could not answer, stored and counted without "
    "your name; and the text of questions in the program's log.",
    "Finished answers stay in memory for a while, without your name, so that the same question is quick the second time.",
    "Nothing else: no message is stored, and nothing is sent to any other service.",
)


@dataclass(frozen=True, slots=True)
class StoredAbout:
    """What is stored about a person: settings (None: none), and how many verdicts and button states."""

    settings: Person | None
    feedback: int
    states: int


async def stored_about(connection: AsyncConnection, person_id: int) -> StoredAbout:
    """Everything that carries the person's id."""
    counts = []
    for table in OF_A_PERSON:
        found = select(func.count()).select_from(table).where(table.c.person_id == person_id)
        counts.append((await connection.execute(found)).scalar_one())
    settings = await load_person(connection, person_id) if counts[0] else None
    return StoredAbout(settings, feedback=counts[1], states=counts[2])


async def forget(connection: AsyncConnection, person_id: int) -> int:
    """Delete all of it; how many rows there were."""
    return sum([(await connection.execute(delete(t).where(t.c.person_id == person_id))).rowcount for t in OF_A_PERSON])


async def forget_server(connection: AsyncConnection, server_id: int) -> int:
    """Delete what is stored about a server, when the bot was removed from it; how many rows there were."""
    return sum([(await connection.execute(delete(t).where(t.c.server_id == server_id))).rowcount for t in OF_A_SERVER])
