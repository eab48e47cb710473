"""The schema: the tables in the code are what the migrations make, from nothing and from every older schema."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot import migrations
from bot.store import Person, Server, Store
from bot.store.database import make_engine
from bot.store.tables import metadata


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_the_migrations_make_the_tables_of_the_code(url: str) -> None:
    engine = make_engine(url, 10.0)
    async with engine.begin() as connection:
        await connection.run_sync(migrations.upgrade)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_settings_survive_the_way_from_an_older_schema(url: str) -> None:
    engine = make_engine(url, 10.0)
    async with engine.begin() as connection:
        await connection.run_sync(migrations.upgrade, "0001")
        await connection.execute(text("INSERT INTO people (person_id, notation, theme) VALUES (1, 'cho', 'light')"))
        await connection.execute(text("INSERT INTO servers (server_id, channels) VALUES (2, '3 4')"))
        assert "button_states" not in await connection.run_sync(tables)
    await engine.dispose()
    store = Store(url, patience=10.0)
    assert await store.open()
    assert await store.person(1) == Person(notation="cho", theme="light")
    assert await store.server(2) == Server(channels=(3, 4))
    assert await store.keep_state(1, {"n": 1})
    await store.close()


async def test_opening_twice_changes_nothing(url: str) -> None:
    for _ in range(2):
        store = Store(url, patience=10.0)
        assert await store.open()
        assert await store.save_person(1, Person(theme="light"))
        await store.close()


async def test_several_processes_may_start_at_once(url: str) -> None:
    program = (
        "import asyncio, sys; from bot.store import Store\n"
        "async def main():\n"
        "    store = Store(sys.argv[1], patience=20.0); opened = await store.open(); await store.close(); return opened\n"
        "sys.exit(0 if asyncio.run(main()) else 1)"
    )
    starting = (asyncio.create_subprocess_exec(sys.executable, "-c", program, url) for _ in range(3))
    processes = await asyncio.gather(*starting)
    assert await asyncio.gather(*(process.wait() for process in processes)) == [0, 0, 0]


async def test_a_migration_happens_whole_or_not_at_all(url: str) -> None:
    engine = make_engine(url, 10.0)

    def upgrade_and_fail(connection: Connection) -> None:
        migrations.upgrade(connection)
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        async with engine.begin() as connection:
            await connection.run_sync(upgrade_and_fail)
    async with engine.connect() as connection:
        assert await connection.run_sync(tables) == set()
    await engine.dispose()


async def test_a_newer_schema_is_left_alone(url: str) -> None:
    store = Store(url, patience=10.0)
    await store.open()
    await store.close()
    engine = make_engine(url, 10.0)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    old_program = Store(url, patience=10.0)
    assert not await old_program.open()
    assert await old_program.person(1) == Person()
    await old_program.close()


def test_the_steps_form_one_line() -> None:
    config_free = ScriptDirectory(str(migrations.HERE))
    revisions = [script.revision for script in config_free.walk_revisions()]
    assert sorted(revisions, reverse=True) == revisions
    files = list((migrations.HERE / "versions").glob("v*.py"))
    assert len(files) == len(revisions)
    assert all(
        path.stem.startswith(f"v{revision}_") for path, revision in zip(sorted(files), sorted(revisions), strict=True)
    )
    assert Path(migrations.__file__).parent == migrations.HERE
