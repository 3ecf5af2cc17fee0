"""Who invites whom, and how they come in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "doors",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_doors"),
    )
    op.create_table(
        "join_requests",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["reps.id"], name="fk_join_requests_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_join_requests"),
        sqlite_autoincrement=True,
    )
    account = ["channel", "space", "user"]
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_join_requests_open",
        "join_requests",
        account,
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_join_requests_account", "join_requests", [*account, "id"])
    op.add_column("company", sa.Column("members_join", sa.Boolean(), nullable=True))
    # Written out: alembic would build the table anew on SQLite, which the rows that point at it forbid.
    kind = ID.compile(dialect=op.get_bind().dialect)
    key = "CONSTRAINT fk_invitations_team_id REFERENCES teams (id)"
    op.add_column("accounts", sa.Column("menu", sa.String(length=64), nullable=True))
    op.add_column("accounts", sa.Column("preferred_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reps", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"ALTER TABLE invitations ADD COLUMN team_id {kind} {key}")


def downgrade() -> None:
    op.drop_column("accounts", "preferred_at")
    op.drop_column("accounts", "menu")
    op.drop_column("reps", "left_at")
    op.drop_column("invitations", "team_id")
    op.drop_column("company", "members_join")
    op.drop_table("join_requests")
    op.drop_table("doors")
