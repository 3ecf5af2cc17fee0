"""Who invites whom, and how they come in."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "doors",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_doors"),
    )
    # Written out: alembic would build the table anew on SQLite, which the rows that point at it forbid.
    kind = ID.compile(dialect=op.get_bind().dialect)
    key = "CONSTRAINT fk_invitations_team_id REFERENCES teams (id)"
    op.add_column("reps", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"ALTER TABLE invitations ADD COLUMN team_id {kind} {key}")


def downgrade() -> None:
    op.drop_column("reps", "left_at")
    op.drop_column("invitations", "team_id")
    op.drop_table("doors")
