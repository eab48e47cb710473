"""The store's door: every call is safe to make while the database is away."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import feedback, privacy, readers, states, unanswered
from bot.store.database import Away, Database
from bot.store.feedback import Feedback
from bot.store.privacy import StoredAbout
from bot.store.readers import Person, Server
from bot.store.unanswered import Unanswered

AWAY = "I could not store that: my database is out of reach. Please try again in a few minutes."
KNOWN = 10_000  # records held for when the database is away
# A server's settings are asked for before an answer is acknowledged, and one process alone serves the server: within
# this time the record that was read or stored last is good.
FRESH_SECONDS = 10.0

Result = TypeVar("Result")
Record = TypeVar("Record", Person, Server)


class Store:
    """Settings, feedback and states in a database.

    url: as SQLAlchemy takes it, with an asynchronous driver. patience: seconds that a call may take before the database
    counts as away; short, for Discord wants to be answered within three.
    """

    def __init__(self, url: str, *, patience: float = 1.0, clock: Callable[[], float] = time.time) -> None:
        self._database = Database(url, patience)
        self._clock = clock
        self._people: OrderedDict[int, Person] = OrderedDict()
        self._servers: OrderedDict[int, Server] = OrderedDict()
        self._servers_read: dict[int, float] = {}

    @property
    def available(self) -> bool:
        """Whether the last call reached the database."""
        return self._database.available

    async def open(self) -> bool:
        """Migrate the schema and tidy up. False when the database is away: the first call that finds it does it then."""
        if not await self._database.open():
            return False
        return await self._write(lambda connection: states.forget_unused(connection, self._now()))

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()

    async def person(self, person_id: int) -> Person:
        """A person's settings; while the database is away, as last known."""
        found = await self._read(lambda connection: readers.load_person(connection, person_id))
        return _remember(self._people, person_id, found, Person())

    async def server(self, server_id: int | None) -> Server:
        """A server's settings, at most ten seconds old; while the database is away, as last known. None is a DM."""
        if server_id is None:
            return Server()
        if time.monotonic() - self._servers_read.get(server_id, float("-inf")) < FRESH_SECONDS:
            return self._servers.get(server_id, Server())
        found = await self._read(lambda connection: readers.load_server(connection, server_id))
        return self._remember_server(server_id, found)

    async def save_person(self, person_id: int, person: Person) -> bool:
        """Store what was changed in the record that `person` gave last. False when it could not be stored."""
        before = self._people.get(person_id, Person())
        stored = await self._write(lambda connection: readers.save_person(connection, person_id, person, before))
        _remember(self._people, person_id, person if stored else None, before)
        return stored

    async def save_server(self, server_id: int, server: Server) -> bool:
        """Store what was changed in the record that `server` gave last. False when it could not be stored."""
        before = self._servers.get(server_id, Server())
        stored = await self._write(lambda connection: readers.save_server(connection, server_id, server, before))
        self._remember_server(server_id, server if stored else None)
        return stored

    async def add_feedback(
        self, *, person_id: int, server_id: int | None, message_id: int, topic: str, helpful: bool, comment: str = ""
    ) -> bool:
        """Store a verdict, one a person and message: the last counts."""
        return await self._write(
            lambda connection: feedback.add(
                connection,
                person_id=person_id,
                server_id=server_id,
                message_id=message_id,
                topic=topic,
                helpful=helpful,
                comment=comment,
                at=self._now(),
            )
        )

    async def feedback(self, server_id: int) -> Feedback | None:
        """What the staff sees; None while the database is away."""
        return await self._read(lambda connection: feedback.of_server(connection, server_id))

    async def count_unanswered(self, server_id: int | None, text: str) -> bool:
        """Count a question asked in vain, if the server's staff turned that on. True when it was counted."""
        if server_id is None or not (await self.server(server_id)).log_unanswered:
            return False
        return await self._write(lambda connection: unanswered.count(connection, server_id, text, self._now()))

    async def unanswered(self, server_id: int, limit: int = 1_000) -> tuple[Unanswered, ...] | None:
        """Questions asked in vain, the most asked first; None while the database is away."""
        return await self._read(lambda connection: unanswered.of_server(connection, server_id, limit))

    async def clear_unanswered(self, server_id: int) -> int | None:
        """Delete them; how many there were, None while the database is away."""
        return await self._read(lambda connection: unanswered.clear(connection, server_id))

    async def keep_state(self, person_id: int, state: Mapping[str, object]) -> str | None:
        """Store what a button stands for (plain JSON values); its key of 16 letters and digits, None while away."""
        return await self._read(lambda connection: states.keep(connection, person_id, state, self._now()))

    async def state(self, key: str) -> dict[str, object] | None:
        """What a button stands for; None when it is unknown, or the database is away (then `available` is False)."""
        return await self._read(lambda connection: states.load(connection, key, self._now()))

    async def commands_digest(self, application_id: int) -> str | None:
        """The digest of the commands last synced; None when unknown or away."""
        return await self._read(lambda connection: states.load_digest(connection, application_id))

    async def save_commands_digest(self, application_id: int, digest: str) -> bool:
        """Note which commands were synced."""
        return await self._write(lambda connection: states.save_digest(connection, application_id, digest))

    async def stored_about(self, person_id: int) -> StoredAbout | None:
        """What is stored about a person; None while the database is away."""
        return await self._read(lambda connection: privacy.stored_about(connection, person_id))

    async def forget(self, person_id: int) -> int | None:
        """Delete everything about a person; how many rows there were, None while the database is away."""
        rows = await self._read(lambda connection: privacy.forget(connection, person_id))
        if rows is not None:
            self._people.pop(person_id, None)
        return rows

    async def forget_server(self, server_id: int) -> int | None:
        """Delete everything about a server that the bot was removed from."""
        rows = await self._read(lambda connection: privacy.forget_server(connection, server_id))
        if rows is not None:
            self._servers.pop(server_id, None)
            self._servers_read.pop(server_id, None)
        return rows

    async def _read(self, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result | None:
        try:
            return await self._database.use(work)
        except Away:
            return None

    async def _write(self, work: Callable[[AsyncConnection], Awaitable[None]]) -> bool:
        try:
            await self._database.use(work)
        except Away:
            return False
        return True

    def _remember_server(self, server_id: int, found: Server | None) -> Server:
        if found is not None:
            self._servers_read[server_id] = time.monotonic()
            if len(self._servers_read) > KNOWN:
                del self._servers_read[next(iter(self._servers_read))]
        return _remember(self._servers, server_id, found, Server())

    def _now(self) -> int:
        return int(self._clock())


def _remember(known: OrderedDict[int, Record], key: int, found: Record | None, otherwise: Record) -> Record:
    """Keep what was found, or give what was known before."""
    if found is None:
        return known.get(key, otherwise)
    known[key] = found
    known.move_to_end(key)
    if len(known) > KNOWN:
        known.popitem(last=False)
    return found
