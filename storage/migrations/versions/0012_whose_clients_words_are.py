"""Words know whose clients they find, and of words with a hyphen between them there is one more."""

import sqlalchemy as sa
from alembic import op

from storage.search import index, normalise

revision = "0012"
down_revision = "0011"

ROOM, USUAL = 200_000, 2_000  # kilobytes
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _keep_in_memory(ROOM)
    op.create_index("ix_clients_id_owner", "clients", ["id", "owner_id"], unique=True)
    op.execute(
        "CREATE TABLE told AS SELECT word_id, clients.owner_id, client_id, field"
        " FROM postings JOIN clients ON clients.id = client_id"
    )
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
    _put_back("word_id, owner_id, client_id, field")
    op.create_index("ix_postings_client", "postings", ["client_id", "word_id"])
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT count(*) FROM (SELECT 1 FROM postings LIMIT 1) AS one")):
        index.refill(connection, _with_joined_words(connection))
    else:
        index.fill(connection)
    _keep_in_memory(USUAL)


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
    _put_back("word_id, client_id, field")
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


def _keep_in_memory(kilobytes: int) -> None:
    """SQLite alone is that frugal."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA cache_size = -{kilobytes}")


def _put_back(columns: str) -> None:
    op.execute(f"INSERT INTO postings ({columns}) SELECT {columns} FROM told ORDER BY {columns}")
    op.drop_table("told")


def _with_joined_words(connection: sa.Connection) -> list[int]:
    rows = connection.execute(sa.text("SELECT id, name, company, tags FROM clients"))
    return [client_id for client_id, *told in rows if any(map(normalise.is_joined, told))]
