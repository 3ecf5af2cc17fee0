"""Jobs (long work in batches), and attachments (files that Rapport made, to be sent)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id
from storage.models.kinds import JobState


class Job(Base):
    """Long work of a person, done in batches: each is a transaction that also stores the cursor."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_running",
            "batch_at",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index("ix_jobs_rep", "rep_id", "id"),
        Index("ix_jobs_ended", "ended_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))  # a wire format: jobs outlive the code that began them
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))  # whose rights it has
    args: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.RUNNING)
    cursor: Mapped[dict[str, Any]]  # where the next batch begins
    done: Mapped[int] = mapped_column(default=0)  # rows
    total: Mapped[int | None]  # rows, as far as known
    milliseconds: Mapped[int] = mapped_column(default=0)  # that it has run for, without pauses
    error: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0)  # of the batch that failed last
    # Where its person began it, and the message that shows its progress.
    channel: Mapped[str] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))
    card_id: Mapped[int | None] = mapped_column(Id)  # in the outbox
    shown_at: Mapped[datetime | None]
    batch_at: Mapped[datetime | None]  # the last batch: jobs take turns
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Attachment(Base):
    """A file that Rapport made, to be sent."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_expires", "expires_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))  # for whom it was made
    name: Mapped[str] = mapped_column(Text)
    mime: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(default=0)  # bytes
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AttachmentPart(Base):
    """A piece of an attachment's content: whoever makes a long file adds a piece with each batch."""

    __tablename__ = "attachment_parts"

    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class AttachmentUpload(Base):
    """The platform's ID of an attachment that was uploaded there: it is not uploaded again."""

    __tablename__ = "attachment_uploads"

    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[str] = mapped_column(Text)
