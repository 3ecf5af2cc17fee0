"""What messages show, what lines have done, and files."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shown",
        *_message(),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "space", "chat", "message", name="pk_shown"),
    )
    op.create_index("ix_shown_at", "shown", ["at"])
    op.create_table(
        "typed",
        *_message(),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("handler", sa.String(length=64), nullable=False),
        sa.Column("act_id", sa.BigInteger(), nullable=True),
        sa.Column("draft_id", sa.BigInteger(), nullable=True),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "space", "chat", "message", name="pk_typed"),
    )
    op.create_index("ix_typed_at", "typed", ["at"])
    op.create_index("ix_typed_album", "typed", ["album"])
    op.create_table(
        "files",
        sa.Column("id", ID, nullable=False),
        sa.Column("interaction_id", ID, nullable=False),
        sa.Column("client_id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["interaction_id"], ["interactions.id"], name="fk_files_interaction_id"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_files_client_id"),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_files_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_files_interaction_id", "files", ["interaction_id"])
    op.create_index("ix_files_client_id", "files", ["client_id"])
    without = sa.text("path IS NULL AND error = ''")
    op.create_index(
        "ix_files_to_copy", "files", ["channel", "id"], sqlite_where=without, postgresql_where=without
    )


def downgrade() -> None:
    op.drop_table("files")
    op.drop_table("typed")
    op.drop_table("shown")


def _message() -> tuple[sa.Column[str], ...]:
    lengths = {"channel": 20, "space": 64, "chat": 64, "message": 64}
    return tuple(sa.Column(name, sa.String(length=most), nullable=False) for name, most in lengths.items())
