"""The connection to the database: opened and migrated when it is there, given up quickly and tried again when it isn't."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import logs, migrations

_log = logging.getLogger(__name__)
Result = TypeVar("Result")
RETRY_SECONDS = 5.0  # after a failure, calls are refused at once for so long


class Away(Exception):
    """The database could not be asked."""


class Database:
    """One engine. Every use is bounded in time, so that a database that hangs never holds an answer up."""

    def __init__(self, url: str, patience: float) -> None:
        self._engine = make_engine(url, patience)
        self._patience = patience
        self._retry_at = float("-inf")
        self._migrating: asyncio.Task[None] | None = None
        self.available = True

    async def open(self) -> bool:
        """Bring the schema up to date, taking all the time that needs. False, and logged, when that can't be done now."""
        try:
            await asyncio.shield(self._migrated())
        except Exception as error:
            self._failed(error)
            return False
        return True

    async def use(self, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
        """Do some work in a transaction. Raises Away when it can't be done; then nothing of it has been stored."""
        if time.monotonic() < self._retry_at:
            raise Away
        try:
            async with asyncio.timeout(self._patience):
                # A migration goes on by itself when this call's patience ends.
                await asyncio.shield(self._migrated())
                async with self._engine.begin() as connection:
                    result = await work(connection)
        except Exception as error:
            self._failed(error)
            raise Away from error
        if not self.available:
            logs.event(_log, "database is back")
        self.available = True
        return result

    async def close(self) -> None:
        """Let go of every connection."""
        if self._migrating is not None:
            await asyncio.gather(self._migrating, return_exceptions=True)
        await self._engine.dispose()

    def _migrated(self) -> asyncio.Task[None]:
        task = self._migrating
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._migrating = asyncio.create_task(self._migrate())
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return task

    async def _migrate(self) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(migrations.upgrade)

    def _failed(self, error: Exception) -> None:
        if _refused(error):
            logs.event(_log, "database refused", logging.ERROR, error)
            return
        if self.available:
            logs.event(_log, "database is away", logging.ERROR, error, url=self._engine.url.render_as_string())
        self.available = False
        self._retry_at = time.monotonic() + RETRY_SECONDS


def _refused(error: Exception) -> bool:
    """The database is there and refused our statement: our mistake, and no reason to stop asking it."""
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return True
    # asyncpg's errors come unsorted; their codes begin with 22 (data), 23 (integrity) or 42 (syntax, names).
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return isinstance(state, str) and state[:2] in {"22", "23", "42"}


def make_engine(url: str, patience: float) -> AsyncEngine:
    """An engine for SQLite (write-ahead log, every commit on disk) or PostgreSQL."""
    address = make_url(url)
    # Parameters are what people set and wrote: they belong in no log.
    options: dict[str, Any] = {"hide_parameters": True}
    if address.get_backend_name() == "sqlite":
        engine = create_async_engine(address, connect_args={"timeout": 0.9 * patience}, **options)
        event.listen(engine.sync_engine, "do_connect", _find_folder)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine
    options |= {"pool_pre_ping": True, "pool_timeout": patience, "connect_args": {"timeout": patience}}
    return create_async_engine(_for_asyncpg(address), **options)


def _for_asyncpg(address: URL) -> URL:
    """Hosts hand out addresses in libpq's words; asyncpg says ssl for sslmode."""
    mode = address.query.get("sslmode")
    if mode is None:
        return address
    return address.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


def _find_folder(dialect: Any, record: object, arguments: Any, options: object) -> None:
    """SQLite says only "unable to open database file", and aiosqlite starts a thread before it finds that out."""
    file = str(arguments[0])
    folder = os.path.dirname(file) or "."
    if file != ":memory:" and not file.startswith("file:") and not os.path.isdir(folder):
        raise FileNotFoundError(errno.ENOENT, "no such folder for the database", folder)


def _prepare_sqlite(connection: Any, record: object) -> None:
    """Readers never wait for the writer, and what was committed survives kill -9 and a power cut."""
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()
    except Exception:
        connection.close()  # the pool doesn't know it yet, and would leave its thread running
        raise
