"""The words clients are found by, which 0012 fills in, and the domains of their e-mails."""

import sqlalchemy as sa
from alembic import op

from storage.maintenance import backfills

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
POINTS = sa.table("contact_points", sa.column("kind"), sa.column("reversed"))


def upgrade() -> None:
    _add_tables()
    op.add_column("contact_points", sa.Column("domain", FOLDED, nullable=True))
    op.create_index("ix_contact_points_domain", "contact_points", ["domain"])
    _collate("C")
    backfills.request(op.get_bind(), "emails")


def downgrade() -> None:
    reset = POINTS.update().where(POINTS.c.kind == "email").values(reversed="")
    op.execute(reset)
    _collate("default")
    op.drop_index("ix_contact_points_domain", "contact_points")
    op.drop_column("contact_points", "domain")
    op.drop_table("spellings")
    op.drop_table("postings")
    op.drop_table("words")


def _add_tables() -> None:
    op.create_table(
        "words",
        sa.Column("id", ID, nullable=False),
        sa.Column("word", FOLDED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_words"),
        sa.UniqueConstraint("word", name="uq_words_word"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "postings",
        sa.Column("word_id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("field", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["word_id"], ["words.id"], name="fk_postings_word_id"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_postings_client_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word_id", "client_id", name="pk_postings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_postings_client", "postings", ["client_id", "word_id"])
    op.create_table(
        "spellings",
        sa.Column("kind", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", FOLDED, nullable=False),
        sa.Column("word_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "text", "word_id", name="pk_spellings"),
        sqlite_with_rowid=False,
    )


def _collate(collation: str) -> None:
    """So that "begins with" is a range of the index; on SQLite it is one anyway."""
    if op.get_bind().dialect.name == "postgresql":
        for column in ("value", "reversed"):
            op.execute(f'ALTER TABLE contact_points ALTER COLUMN {column} TYPE text COLLATE "{collation}"')
