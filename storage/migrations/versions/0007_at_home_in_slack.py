"""Answers that one person alone sees, at an address of Slack's; pages of one's own; more workspaces."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _set_type(sa.Text())
    op.create_table(
        "homes",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("rep_id", ID, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_homes_rep_id"),
        sa.PrimaryKeyConstraint("channel", "space", "user", name="pk_homes"),
    )
    op.create_index("ix_homes_rep_id", "homes", ["rep_id"])
    op.create_table(
        "workspaces",
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.String(length=64), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("space", name="pk_workspaces"),
    )
    op.create_table(
        "installing",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_installing"),
    )


def downgrade() -> None:
    op.drop_table("installing")
    op.drop_table("workspaces")
    op.drop_table("homes")
    op.execute("UPDATE outbox SET replaces = NULL WHERE length(replaces) > 64")
    _set_type(sa.String(length=64))


def _set_type(kind: sa.types.TypeEngine[str]) -> None:
    """By another column: SQLite would have the table built anew."""
    op.add_column("outbox", sa.Column("replaces_too", kind, nullable=True))
    op.execute("UPDATE outbox SET replaces_too = replaces WHERE replaces IS NOT NULL")
    op.drop_column("outbox", "replaces")
    op.execute("ALTER TABLE outbox RENAME COLUMN replaces_too TO replaces")
