"""Long work runs in jobs, and files that Rapport made are sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("args", JSON, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("cursor", JSON, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("space", sa.String(64), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("card_id", ID, nullable=True),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.Column("batch_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_jobs_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_running", "jobs", ["batch_at"], sqlite_where=RUNNING, postgresql_where=RUNNING)
    op.create_index("ix_jobs_rep", "jobs", ["rep_id", "id"])
    op.create_index("ix_jobs_ended", "jobs", ["ended_at"])
    _create_attachments()


def downgrade() -> None:
    for name in ("attachment_uploads", "attachment_parts", "attachments", "jobs"):
        op.drop_table(name)


def _create_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["reps.id"], name="fk_attachments_rep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_expires", "attachments", ["expires_at"])
    op.create_table(
        "attachment_parts",
        sa.Column("attachment_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _of_attachment("attachment_parts"),
        sa.PrimaryKeyConstraint("attachment_id", "number", name="pk_attachment_parts"),
    )
    op.create_table(
        "attachment_uploads",
        sa.Column("attachment_id", ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("space", sa.String(64), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        _of_attachment("attachment_uploads"),
        sa.PrimaryKeyConstraint("attachment_id", "channel", "space", name="pk_attachment_uploads"),
    )


def _of_attachment(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_attachment_id"
    return sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name=name, ondelete="CASCADE")
