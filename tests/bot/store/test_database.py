"""The database is away, hangs, comes back, or the process is killed: answers go on and nothing stored is lost."""

import asyncio
import logging
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.store import Person, Server, Store
from bot.store import database as database_module
from bot.store.database import make_engine


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "RETRY_SECONDS", 0.0)


async def every_call(store: Store) -> None:
    """Reads give defaults or None, writes say False, nothing raises."""
    assert await store.person(1) == Person()
    assert await store.server(2) == Server()
    assert not await store.save_person(1, Person(theme="light"))
    assert not await store.save_server(2, Server(private=True))
    assert not await store.add_feedback(person_id=1, server_id=2, message_id=3, topic="t", helpful=True)
    assert await store.feedback(2) is None
    assert not await store.count_unanswered(2, "why?")
    assert await store.unanswered(2) is None
    assert await store.clear_unanswered(2) is None
    assert await store.keep_state(1, {"n": 1}) is None
    assert await store.state("key") is None
    assert await store.commands_digest(1) is None
    assert not await store.save_commands_digest(1, "a")
    assert await store.stored_about(1) is None
    assert await store.forget(1) is None
    assert await store.forget_server(2) is None
    assert not store.available


async def test_no_server_there(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = Store(f"postgresql+asyncpg://me:secretword@127.0.0.1:{port}/name")
    with caplog.at_level(logging.INFO):
        assert not await store.open()
        await every_call(store)
    await store.close()
    assert [record.getMessage() for record in caplog.records] == ["database is away"]  # said once
    assert "secretword" not in str([record.__dict__ for record in caplog.records])


async def test_a_server_that_accepts_and_never_answers() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        store = Store(f"postgresql+asyncpg://me@127.0.0.1:{silent.getsockname()[1]}/name", patience=0.2)
        started = time.monotonic()
        assert await store.person(1) == Person()
        assert time.monotonic() - started < 1.0
        await store.close()


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite3'}")
    assert not await store.open()
    await every_call(store)
    await store.close()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite3"
    file.write_bytes(b"this is a letter to my grandmother, not a database " * 100)
    store = Store(f"sqlite+aiosqlite:///{file}")
    assert not await store.open()
    await every_call(store)
    await store.close()


async def test_it_is_used_and_migrated_as_soon_as_it_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    store = Store(f"sqlite+aiosqlite:///{folder / 'kept.sqlite3'}", patience=10.0)
    assert not await store.open()
    folder.mkdir()
    assert await store.save_person(1, Person(theme="light"))
    assert store.available
    await store.close()


async def test_a_server_that_goes_and_comes_back(postgresql: Any) -> None:
    store = Store(await postgresql.new_database(), patience=5.0)
    assert await store.open()
    assert await store.save_person(1, Person(theme="light"))
    assert await store.save_server(2, Server(private=True))
    postgresql.stop()
    try:
        assert await store.person(1) == Person(theme="light")  # as last known
        assert await store.server(2) == Server(private=True)
        assert await store.person(3) == Person()
        assert not await store.save_person(1, Person(theme="dark"))
        assert await store.person(1) == Person(theme="light")  # a change that was not stored is not shown
        assert not store.available
    finally:
        postgresql.start()
    assert await store.person(1) == Person(theme="light")
    assert await store.save_person(1, Person(theme="dark"))
    assert store.available
    await store.close()


async def test_a_default_that_stood_in_does_not_overwrite_what_is_stored(postgresql: Any) -> None:
    url = await postgresql.new_database()
    first = Store(url, patience=5.0)
    await first.open()
    await first.save_person(1, Person(notation="cho", theme="light"))
    await first.close()
    second = Store(url, patience=5.0)
    postgresql.stop()
    try:
        stand_in = await second.person(1)
    finally:
        postgresql.start()
    assert stand_in == Person()
    assert await second.save_person(1, Person(last_gamma="0.5"))
    assert await second.person(1) == Person(notation="cho", theme="light", last_gamma="0.5")
    await second.close()


async def test_after_a_failure_calls_do_not_wait_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "RETRY_SECONDS", 60.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        store = Store(f"postgresql+asyncpg://me@127.0.0.1:{silent.getsockname()[1]}/name", patience=0.2)
        await store.person(1)
        started = time.monotonic()
        await asyncio.gather(*(store.person(n) for n in range(100)))
        assert time.monotonic() - started < 0.1
        await store.close()


async def test_a_statement_that_is_refused_is_not_an_absence(postgresql: Any, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(await postgresql.new_database(), patience=5.0)
    await store.open()
    assert not await store.save_person(1, Person(theme="x" * 21))  # the column holds 20
    assert store.available
    assert "database refused" in [record.getMessage() for record in caplog.records]
    assert await store.save_person(1, Person(theme="light"))
    await store.close()


async def test_libpq_words_in_an_address() -> None:
    engine = make_engine("postgresql+asyncpg://me@host/name?sslmode=require", 1.0)
    assert dict(engine.url.query) == {"ssl": "require"}
    await engine.dispose()


async def test_a_writer_does_not_hold_up_a_reader(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'kept.sqlite3'}"
    store = Store(url)
    await store.open()
    await store.save_person(1, Person(theme="light"))
    engine = make_engine(url, 1.0)
    async with engine.connect() as connection:
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
        await connection.exec_driver_sql("UPDATE people SET theme = 'dark'")
        assert await store.person(1) == Person(theme="light")
        assert store.available
        await connection.rollback()
    await engine.dispose()
    await store.close()


WRITER = """
import asyncio, sys
from bot.store import Person, Store

async def main():
    store = Store(sys.argv[1], patience=10.0)
    assert await store.open()
    for number in range(1_000_000):
        if await store.save_person(number % 7, Person(last_gamma=str(number))):
            sys.stdout.write(f"{number}\\n")
            sys.stdout.flush()

asyncio.run(main())
"""


@pytest.mark.parametrize("moment", [0.05, 0.11, 0.23])
async def test_killed_at_any_moment_nothing_stored_is_lost(url: str, moment: float) -> None:
    """A process stores numbers and says so after each; killed without warning, all that it said is in the database."""
    writer = await asyncio.create_subprocess_exec(sys.executable, "-c", WRITER, url, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert await writer.stdout.readline() == b"0\n"
    await asyncio.sleep(moment)
    writer.kill()
    rest, _ = await writer.communicate()
    said = [0, *(int(line) for line in rest.split())]
    store = Store(url, patience=10.0)
    assert await store.open()
    for person in range(7):
        stored = (await store.person(person)).last_gamma
        last_said = max((number for number in said if number % 7 == person), default=None)
        if last_said is not None:
            assert stored is not None
            assert int(stored) in (last_said, last_said + 7)  # it may have stored one more before it could say so
    await store.close()
