"""What was deleted can be restored; notes can be about a deal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
# Deleting an interaction or a deal would otherwise read the whole table that refers to it.
INDEXES = (
    ("ix_interactions_deal", "interactions", ["deal_id", "at"], "deal_id IS NOT NULL"),
    ("ix_follow_ups_interaction", "follow_ups", ["interaction_id"], "interaction_id IS NOT NULL"),
    ("ix_changes_client", "changes", ["client_id"], "client_id IS NOT NULL"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        link = "CONSTRAINT fk_interactions_deal_id REFERENCES deals (id)"
        op.execute(f"ALTER TABLE interactions ADD COLUMN deal_id INTEGER {link}")
    else:
        op.add_column("interactions", sa.Column("deal_id", ID, nullable=True))
        op.create_foreign_key("fk_interactions_deal_id", "interactions", "deals", ["deal_id"], ["id"])
    op.add_column("changes", sa.Column("client_id", sa.BigInteger(), nullable=True))
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    _create_deletions()


def downgrade() -> None:
    op.drop_table("deletion_keys")
    op.drop_table("deletions")
    for name, table, _columns, _where in INDEXES:
        op.drop_index(name, table)
    op.drop_column("changes", "client_id")
    op.drop_column("interactions", "deal_id")


def _create_deletions() -> None:
    op.create_table(
        "deletions",
        sa.Column("id", ID, nullable=False),
        sa.Column("act_id", ID, nullable=False),
        sa.Column("noun", sa.String(40), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("restored_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_deletions_act_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["reps.id"], name="fk_deletions_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deletions"),
        sqlite_autoincrement=True,
    )
    for name, columns in (("at", ["at"]), ("owner", ["owner_id", "at"]), ("client", ["client_id"])):
        op.create_index(f"ix_deletions_{name}", "deletions", columns)
    op.create_index("ix_deletions_act_id", "deletions", ["act_id"])
    op.create_table(
        "deletion_keys",
        sa.Column("value", FOLDED, nullable=False),
        sa.Column("deletion_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["deletion_id"], ["deletions.id"], name="fk_deletion_keys_deletion_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("value", "deletion_id", name="pk_deletion_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_deletion_keys_deletion_id", "deletion_keys", ["deletion_id"])
