"""Audit log: what was changed, by whom, and the values before and after."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id


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
    __table_args__ = (Index("ix_changes_row", "noun", "row_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("acts.id"), index=True)
    noun: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
