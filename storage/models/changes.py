"""Audit log: what was changed, by whom, and the values before and after; and what was deleted."""

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

from storage.models.base import Base, Folded, Id


class Act(Base):
    """One action of a person, with all its changes: the unit of `undo`."""

    __tablename__ = "acts"
    __table_args__ = (Index("ix_acts_rep", "rep_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    channel: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(64))  # of the handler
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Change(Base):
    """A row before and after. `before` is None for a new row, `after` for a deleted one."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_row", "noun", "row_id"),
        Index(
            "ix_changes_client",
            "client_id",
            sqlite_where=text("client_id IS NOT NULL"),
            postgresql_where=text("client_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("acts.id"), index=True)
    noun: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    client_id: Mapped[int | None] = mapped_column(BigInteger)  # whose row it was, if the row is gone


class Deletion(Base):
    """A client, deal, interaction or follow-up that was deleted by an act, with all that belonged to it.

    Its rows are in the act's changes. Deleted for good when it is purged.
    """

    __tablename__ = "deletions"
    __table_args__ = (
        Index("ix_deletions_at", "at"),
        Index("ix_deletions_owner", "owner_id", "at"),
        Index("ix_deletions_client", "client_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("acts.id"), index=True)
    noun: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BigInteger)
    client_id: Mapped[int | None] = mapped_column(BigInteger)  # None: a task without a client
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    name: Mapped[str] = mapped_column(Text)  # title or text
    company: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]]  # the kind, the client's name, and how much went with it
    at: Mapped[datetime]
    restored_at: Mapped[datetime | None]


class DeletionKey(Base):
    """What a deleted client is found by: the words of its name and company, its phones and e-mails."""

    __tablename__ = "deletion_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    value: Mapped[str] = mapped_column(Folded, primary_key=True)
    deletion_id: Mapped[int] = mapped_column(
        ForeignKey("deletions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
