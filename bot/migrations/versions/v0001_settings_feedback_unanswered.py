"""Settings of people and servers, feedback, questions asked in vain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "people",
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("notation", sa.String(20)),
        sa.Column("theme", sa.String(20)),
        sa.Column("depth", sa.String(20)),
    )
    op.create_table(
        "servers",
        sa.Column("server_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("channels", sa.Text, nullable=False, server_default=""),
        sa.Column("private", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("notation", sa.String(20)),
        sa.Column("depth", sa.String(20)),
        sa.Column("log_unanswered", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("log_questions", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("course", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "feedback",
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("server_id", sa.BigInteger),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("feedback_of_a_server", "feedback", ["server_id", "topic"])
    op.create_table(
        "unanswered",
        sa.Column("server_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("unanswered", "feedback", "servers", "people"):
        op.drop_table(table)
