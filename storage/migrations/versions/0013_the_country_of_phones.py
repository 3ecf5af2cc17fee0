"""The country in which phone numbers without one are dialled, and whether anybody was asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("company", sa.Column("country", sa.String(length=2), nullable=True))
    op.add_column("company", sa.Column("country_asked", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("company", "country_asked")
    op.drop_column("company", "country")
