"""The words clients are found by, which 0012 fills in, and the domains of their e-mails."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BATCH = 1000  # rows
POINTS = sa.table(
    "contact_points",
    sa.column("id"),
    sa.column("kind"),
    sa.column("value"),
    sa.column("reversed"),
    sa.column("domain"),
)


def upgrade() -> None:
    _add_tables()
    op.add_column("contact_points", sa.Column("domain", FOLDED, nullable=True))
    op.create_index("ix_contact_points_domain", "contact_points", ["domain"])
    _collate("C")
    _fill_domains(op.get_bind())


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


def _fill_domains(connection: sa.Connection) -> None:
    known = sa.select(POINTS.c.id, POINTS.c.value).where(POINTS.c.kind == "email").order_by(POINTS.c.id)
    last = 0
    fill: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in ("reversed", "domain")}
    filled = POINTS.update().where(POINTS.c.id == sa.bindparam("known")).values(fill)
    while rows := connection.execute(known.where(POINTS.c.id > last).limit(BATCH)).all():
        last = rows[-1].id
        told = [(row.id, row.value, row.value.rpartition("@")[2]) for row in rows]
        new = [{"known": at, "new_reversed": value[::-1], "new_domain": domain} for at, value, domain in told]
        connection.execute(filled, new)
