"""What messages show, and what lines have done."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "shown",
        *_message(),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "space", "chat", "message", name="pk_shown"),
    )
    op.create_index("ix_shown_at", "shown", ["at"])
    op.create_table(
        "typed",
        *_message(),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("handler", sa.String(length=64), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=True),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "space", "chat", "message", name="pk_typed"),
    )
    op.create_index("ix_typed_at", "typed", ["at"])


def downgrade() -> None:
    op.drop_table("typed")
    op.drop_table("shown")


def _message() -> tuple[sa.Column[str], ...]:
    lengths = {"channel": 20, "space": 64, "chat": 64, "message": 64}
    return tuple(sa.Column(name, sa.String(length=most), nullable=False) for name, most in lengths.items())
