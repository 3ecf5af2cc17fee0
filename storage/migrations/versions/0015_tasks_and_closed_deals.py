"""Follow-ups have a kind and perhaps no client; deals have a probability and the time they were closed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
INDEXES = (
    ("ix_follow_ups_waiting", ["due_at"], "state = 'open' AND reminded_at IS NULL"),
    ("ix_follow_ups_ignored", ["reminded_at"], "state = 'open' AND escalated_at IS NULL"),
    ("ix_follow_ups_owner", ["owner_id", "state", "due_at"], None),
    ("ix_follow_ups_client", ["client_id", "state"], None),
)
# The last move into the stage the deal is in; for deals without one, the last change.
CLOSED = """
    UPDATE deals SET closed_at = coalesce(
        (SELECT max(moves.at) FROM moves WHERE moves.deal_id = deals.id AND moves.now_id = deals.stage_id),
        deals.moved_at)
    WHERE stage_id IN (SELECT id FROM stages WHERE state <> 'open')
"""


def upgrade() -> None:
    op.add_column("deals", sa.Column("probability", sa.Integer(), nullable=True))
    op.add_column("deals", sa.Column("closed_at", MOMENT, nullable=True))
    op.execute(CLOSED)
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(_columns(is_optional=True) + _new_columns())
        return
    op.alter_column("follow_ups", "client_id", nullable=True)
    for column in _new_columns():
        op.add_column("follow_ups", column)
    op.create_foreign_key("fk_follow_ups_given_by_id", "follow_ups", "reps", ["given_by_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM follow_ups WHERE client_id IS NULL")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(_columns(is_optional=False))
    else:
        op.drop_column("follow_ups", "given_by_id")
        op.drop_column("follow_ups", "kind")
        op.alter_column("follow_ups", "client_id", nullable=False)
    op.drop_column("deals", "closed_at")
    op.drop_column("deals", "probability")


def _columns(*, is_optional: bool) -> list[sa.Column[object]]:
    return [
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=is_optional),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("interaction_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("escalated_at", MOMENT, nullable=True),
    ]


def _new_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("kind", sa.String(20), nullable=False, server_default="task"),
        sa.Column("given_by_id", ID, nullable=True),
    ]


def _rebuild(columns: Sequence[sa.Column[object]]) -> None:
    """SQLite changes whether a column may be empty only by building the table anew."""
    connection, names = op.get_bind(), {column.name for column in columns}
    links = {
        "client_id": "clients",
        "owner_id": "reps",
        "interaction_id": "interactions",
        "given_by_id": "reps",
    }
    last = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'follow_ups'"))
    op.create_table(
        "new_follow_ups",
        *columns,
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_follow_ups_{name}")
            for name, table in links.items()
            if name in names
        ),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
        sqlite_autoincrement=True,
    )
    kept = ", ".join(column.name for column in _columns(is_optional=True))
    op.execute(f"INSERT INTO new_follow_ups ({kept}) SELECT {kept} FROM follow_ups")
    op.drop_table("follow_ups")
    op.rename_table("new_follow_ups", "follow_ups")
    if last is not None:  # an ID is never given twice, even if the newest row was deleted
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'follow_ups'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('follow_ups', {int(last)})")
    for name, on, where in INDEXES:
        op.create_index(name, "follow_ups", on, sqlite_where=where and sa.text(where))
