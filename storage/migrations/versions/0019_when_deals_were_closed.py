"""Deals are found by when they were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

CLOSED = sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_deals_closed", "deals", ["closed_at"], sqlite_where=CLOSED, postgresql_where=CLOSED)


def downgrade() -> None:
    op.drop_index("ix_deals_closed", "deals")
