"""States of buttons, the digest of the synced commands, and the last γ that a person used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables and a column."""
    op.create_table(
        "button_states",
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
    )
    op.create_index("button_states_of_a_person", "button_states", ["person_id"])
    op.create_index("button_states_by_use", "button_states", ["used"])
    op.create_table(
        "synced_commands",
        sa.Column("application_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.add_column("people", sa.Column("last_gamma", sa.String(100)))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("people") as people:
        people.drop_column("last_gamma")
    op.drop_table("synced_commands")
    op.drop_table("button_states")
