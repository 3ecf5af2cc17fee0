"""Words know whose clients they find, and of words with a hyphen between them there is one more."""

import sqlalchemy as sa
from alembic import op

from storage.maintenance import backfills

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_index("ix_clients_id_owner", "clients", ["id", "owner_id"], unique=True)
    op.drop_table("postings")
    _add_postings(
        sa.Column("owner_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("word_id", "owner_id", "client_id", name="pk_postings"),
        sa.ForeignKeyConstraint(
            ["client_id", "owner_id"],
            ["clients.id", "clients.owner_id"],
            name="fk_postings_client_id_owner_id",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
    )
    op.create_index("ix_postings_client", "postings", ["client_id", "word_id"])
    backfills.request(op.get_bind(), "words")


def downgrade() -> None:
    op.execute("CREATE TABLE told AS SELECT word_id, client_id, field FROM postings")
    op.drop_table("postings")
    op.drop_index("ix_clients_id_owner", "clients")
    _add_postings(
        sa.PrimaryKeyConstraint("word_id", "client_id", name="pk_postings"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_postings_client_id", ondelete="CASCADE"
        ),
    )
    op.execute(
        "INSERT INTO postings (word_id, client_id, field) SELECT word_id, client_id, field FROM told"
        " ORDER BY word_id, client_id"
    )
    op.drop_table("told")
    op.create_index("ix_postings_client", "postings", ["client_id", "word_id"])


def _add_postings(*more: sa.schema.SchemaItem) -> None:
    op.create_table(
        "postings",
        sa.Column("word_id", ID, nullable=False),
        *(item for item in more if isinstance(item, sa.Column)),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("field", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["word_id"], ["words.id"], name="fk_postings_word_id"),
        *(item for item in more if not isinstance(item, sa.Column)),
        sqlite_with_rowid=False,
    )
