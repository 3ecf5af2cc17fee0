"""Deals are found by their titles and interactions by their texts: filled in later, in batches."""

import sqlalchemy as sa
from alembic import op

from storage.maintenance import backfills
from storage.search.texts import full_text

revision = "0020"
down_revision = "0019"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
CLIENT = ["client_id", "owner_id"], ["clients.id", "clients.owner_id"]


def upgrade() -> None:
    op.create_table(
        "deal_postings",
        sa.Column("word_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("deal_id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        _of_client("deal_postings"),
        sa.ForeignKeyConstraint(["word_id"], ["words.id"], name="fk_deal_postings_word_id"),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name="fk_deal_postings_deal_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word_id", "owner_id", "deal_id", name="pk_deal_postings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_deal_postings_deal", "deal_postings", ["deal_id", "word_id"])
    op.create_index("ix_deal_postings_client", "deal_postings", ["client_id"])
    op.create_table(
        "interaction_words",
        sa.Column("interaction_id", ID, nullable=False, autoincrement=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("words", FOLDED, nullable=False),
        _of_client("interaction_words"),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interactions.id"],
            name="fk_interaction_words_interaction_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interaction_id", name="pk_interaction_words"),
    )
    op.create_index("ix_interaction_words_client", "interaction_words", ["client_id"])
    op.create_index("ix_interaction_words_owner", "interaction_words", ["owner_id", "interaction_id"])
    full_text.create(op.get_bind())
    backfills.request(op.get_bind(), "titles")
    backfills.request(op.get_bind(), "talks")


def downgrade() -> None:
    op.execute("DELETE FROM backfills WHERE name IN ('titles', 'talks')")
    full_text.drop(op.get_bind())
    op.drop_table("interaction_words")
    op.drop_table("deal_postings")


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    columns, theirs = CLIENT
    name = f"fk_{table}_client_id_owner_id"
    return sa.ForeignKeyConstraint(columns, theirs, name=name, ondelete="CASCADE", onupdate="CASCADE")
