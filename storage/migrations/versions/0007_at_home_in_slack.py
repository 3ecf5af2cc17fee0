"""Answers that one person alone sees, at an address of Slack's."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    _set_type(sa.Text())


def downgrade() -> None:
    op.execute("UPDATE outbox SET replaces = NULL WHERE length(replaces) > 64")
    _set_type(sa.String(length=64))


def _set_type(kind: sa.types.TypeEngine[str]) -> None:
    """By another column: SQLite would have the table built anew."""
    op.add_column("outbox", sa.Column("replaces_too", kind, nullable=True))
    op.execute("UPDATE outbox SET replaces_too = replaces WHERE replaces IS NOT NULL")
    op.drop_column("outbox", "replaces")
    op.execute("ALTER TABLE outbox RENAME COLUMN replaces_too TO replaces")
