"""The database's schema through time, shipped with the bot and run at its start (Alembic).

Takes: a connection in a transaction. Gives: the newest schema, from an empty database or any older one. May import:
Alembic, SQLAlchemy, bot.store.tables. To add one: change bot/store/tables.py, then write versions/vNNNN_what_changes.py
with `revision`, `down_revision`, `upgrade` and `downgrade`; a test fails until the tables and the migrations agree.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

HERE = Path(__file__).parent
LOCK = 0x47525545  # "GRUE": any number that no other program locks in this database


def configuration(connection: Connection) -> Config:
    """Alembic's settings for a connection that is already open."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to a revision. All of it happens or nothing, and one process at a time does it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    else:
        # Python's sqlite3 opens a transaction before INSERT, not before CREATE TABLE: open it here.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    command.upgrade(configuration(connection), revision)
