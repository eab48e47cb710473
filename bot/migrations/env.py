"""Run by Alembic: migrate the connection that was handed over, inside the transaction that is open on it."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
