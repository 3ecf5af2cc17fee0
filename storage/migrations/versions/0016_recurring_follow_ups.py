"""Follow-ups recur, clients are kept in touch with, and reps have a country."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN, NOT_ENDED, DUE = (
    sa.text("state = 'open'"),
    sa.text("ended_at IS NULL"),
    sa.text("contact_due IS NOT NULL"),
)


def upgrade() -> None:
    _create_recurrences()
    _add_occurrences()
    op.add_column("clients", sa.Column("contact_every", sa.Integer(), nullable=True))
    op.add_column("clients", sa.Column("contact_from", sa.Date(), nullable=True))
    op.add_column("clients", sa.Column("contact_due", sa.Date(), nullable=True))
    op.create_index(
        "ix_clients_contact_due",
        "clients",
        ["owner_id", "contact_due"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )
    op.add_column("reps", sa.Column("country", sa.String(2), nullable=True))


def downgrade() -> None:
    op.drop_column("reps", "country")
    op.drop_index("ix_clients_contact_due", "clients")
    for name in ("contact_due", "contact_from", "contact_every"):
        op.drop_column("clients", name)
    op.drop_index("ix_follow_ups_open_occurrence", "follow_ups")
    op.drop_index("ix_follow_ups_occurrence", "follow_ups")
    op.drop_column("follow_ups", "occurs_on")
    op.drop_column("follow_ups", "recurrence_id")
    op.drop_table("recurrences")


def _create_recurrences() -> None:
    op.create_table(
        "recurrences",
        sa.Column("id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("reported_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_recurrences_client_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["reps.id"], name="fk_recurrences_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recurrences"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_recurrences_next", "recurrences", ["next_at"], sqlite_where=NOT_ENDED, postgresql_where=NOT_ENDED
    )
    op.create_index("ix_recurrences_owner", "recurrences", ["owner_id", "ended_at"])
    op.create_index("ix_recurrences_client", "recurrences", ["client_id"])


def _add_occurrences() -> None:
    if op.get_bind().dialect.name == "sqlite":  # which adds a foreign key only together with its column
        op.execute(
            "ALTER TABLE follow_ups ADD COLUMN recurrence_id INTEGER"
            " CONSTRAINT fk_follow_ups_recurrence_id REFERENCES recurrences (id)"
        )
    else:
        op.add_column("follow_ups", sa.Column("recurrence_id", ID, nullable=True))
        op.create_foreign_key(
            "fk_follow_ups_recurrence_id", "follow_ups", "recurrences", ["recurrence_id"], ["id"]
        )
    op.add_column("follow_ups", sa.Column("occurs_on", sa.Date(), nullable=True))
    op.create_index("ix_follow_ups_occurrence", "follow_ups", ["recurrence_id", "occurs_on"], unique=True)
    op.create_index(
        "ix_follow_ups_open_occurrence",
        "follow_ups",
        ["recurrence_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
