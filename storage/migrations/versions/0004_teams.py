"""Teams, and whose clients a rep sees."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
    )
    # Written out: alembic would build the table anew on SQLite, which the rows that point at it forbid.
    kind = ID.compile(dialect=op.get_bind().dialect)
    key = "CONSTRAINT fk_reps_team_id REFERENCES teams (id)"
    op.execute(f"ALTER TABLE reps ADD COLUMN team_id {kind} {key}")
    op.create_index("ix_reps_team_id", "reps", ["team_id"])


def downgrade() -> None:
    op.drop_index("ix_reps_team_id", table_name="reps")
    op.drop_column("reps", "team_id")
    op.drop_table("company")
    op.drop_table("teams")
