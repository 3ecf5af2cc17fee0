"""When clients were last spoken with, and how many of their deals are open: filled in later, in batches."""

import sqlalchemy as sa
from alembic import op

from storage.maintenance import backfills

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("clients", sa.Column("spoken_on", sa.Date(), nullable=True))
    op.add_column("clients", sa.Column("open_deals", sa.Integer(), nullable=False, server_default="0"))
    backfills.request(op.get_bind(), "activity")


def downgrade() -> None:
    op.drop_table("backfills")
    op.drop_column("clients", "open_deals")
    op.drop_column("clients", "spoken_on")
