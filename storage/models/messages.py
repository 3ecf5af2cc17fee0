"""Inbox, outbox, leases, home pages and sent messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id


class Inbox(Base):
    """A platform event that was handled (or given up on): its key keeps it from being handled twice."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_aside",
            "channel",
            sqlite_where=text("raw IS NOT NULL"),
            postgresql_where=text("raw IS NOT NULL"),
        ),
    )

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)  # counted failures
    done: Mapped[bool] = mapped_column(default=True)
    raw: Mapped[dict[str, Any] | None]  # of an update that failed
    error: Mapped[str] = mapped_column(Text, default="")


class Outbox(Base):
    """A message to send: a finished card, or a reminder that is drawn when it is sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "urgency",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_outbox_sent",  # rows that can be deleted; rows with a key (reminders) are kept
            "key",  # always null here; without it SQLite prefers the index of all keys
            "closed_at",
            sqlite_where=text("key IS NULL"),
            postgresql_where=text("key IS NULL"),
        ),
        Index(
            "ix_outbox_chat",
            "channel",
            "space",
            "chat",
            "urgency",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(255), unique=True)
    # The target. A reminder's channel is chosen when it is sent; until then only `rep_id` is known.
    channel: Mapped[str | None] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64), default="")
    chat: Mapped[str | None] = mapped_column(String(64))
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    # The message to redraw, or a target other than the chat, in the channel's own format.
    replaces: Mapped[str | None] = mapped_column(Text)
    card: Mapped[dict[str, Any] | None]
    reminder: Mapped[str | None] = mapped_column(String(40))
    args: Mapped[dict[str, Any] | None]
    urgency: Mapped[int]  # 0: a person is waiting; 1: a reminder
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    sent: Mapped[str | None] = mapped_column(String(64))  # the platform's id of the message
    error: Mapped[str] = mapped_column(Text, default="")


class Lease(Base):
    """Which process runs a channel, and until when."""

    __tablename__ = "leases"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime]


class Home(Base):
    """A person's home page, on platforms that have one; redrawn after each change."""

    __tablename__ = "homes"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(64), primary_key=True)
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"), index=True)  # owner when opened
    digest: Mapped[str] = mapped_column(String(64), default="")  # of what it shows


class Shown(Base):
    """The client (and deal) that one of our messages shows. No foreign keys: they may be deleted by now."""

    __tablename__ = "shown"
    __table_args__ = (Index("ix_shown_at", "at"),)

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[int] = mapped_column(BigInteger)
    deal_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]


class SentLine(Base):
    """What a sent line led to, so that an edit of the line can replace it."""

    __tablename__ = "typed"
    __table_args__ = (Index("ix_typed_at", "at"), Index("ix_typed_album", "album"))

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(32))  # of the text: some reported edits change nothing
    handler: Mapped[str] = mapped_column(String(64))
    act_id: Mapped[int | None] = mapped_column(BigInteger)
    draft_id: Mapped[int | None] = mapped_column(BigInteger)  # the question or unfinished input it led to
    answer_id: Mapped[int | None] = mapped_column(BigInteger)  # in the outbox
    album: Mapped[str | None] = mapped_column(String(64))  # files sent together
    at: Mapped[datetime]
