"""Answers that were sent long ago are found at once, among all the reminders that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    answers = sa.text("key IS NULL")
    op.create_index(
        "ix_outbox_sent", "outbox", ["key", "closed_at"], sqlite_where=answers, postgresql_where=answers
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_sent", table_name="outbox")
