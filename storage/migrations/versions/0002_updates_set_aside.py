"""Updates that were set aside are found at once, among all the keys that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    aside = sa.text("raw IS NOT NULL")
    op.create_index("ix_inbox_aside", "inbox", ["channel"], sqlite_where=aside, postgresql_where=aside)


def downgrade() -> None:
    op.drop_index("ix_inbox_aside", table_name="inbox")
