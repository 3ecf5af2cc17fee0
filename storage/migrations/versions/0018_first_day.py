"""The company's currency; who has confirmed the time and country, and which tips are done."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("company", sa.Column("currency", sa.String(length=3), nullable=True))
    op.add_column("reps", sa.Column("setup_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reps", sa.Column("setup_asked", sa.Boolean(), nullable=True))
    op.add_column("reps", sa.Column("tips_done", sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("tips_done", "setup_asked", "setup_at"):
        op.drop_column("reps", name)
    op.drop_column("company", "currency")
