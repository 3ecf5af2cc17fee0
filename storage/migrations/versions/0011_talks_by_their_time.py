"""Talks are found by their time: who was called this week, in the whole company."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("ix_interactions_at", "interactions", ["at"])


def downgrade() -> None:
    op.drop_index("ix_interactions_at", "interactions")
