"""Pipelines, deals and follow-ups."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import DERIVED, Base, Id
from storage.models.kinds import FollowUpKind, FollowUpState, StageState


class Pipeline(Base):
    __tablename__ = "pipelines"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Stage(Base):
    __tablename__ = "stages"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pipeline_id: Mapped[int] = mapped_column(ForeignKey("pipelines.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    probability: Mapped[int]  # percent
    state: Mapped[StageState]


class Deal(Base):
    __tablename__ = "deals"
    __table_args__ = (
        Index("ix_deals_owner", "owner_id", "moved_at", "id"),
        Index(
            "ix_deals_closed",
            "closed_at",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    title: Mapped[str] = mapped_column(Text)
    amount: Mapped[int | None] = mapped_column(BigInteger)  # minor units of `currency`
    currency: Mapped[str] = mapped_column(String(3))  # ISO 4217
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    probability: Mapped[int | None]  # percent; None: the stage's
    expected_close: Mapped[date | None]
    closed_at: Mapped[datetime | None]  # when it was won or lost; None: it is open
    lost_reason: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="", info=DERIVED)  # see storage/search/derived_columns.py
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]


class Move(Base):
    """A deal moved from one stage to another."""

    __tablename__ = "moves"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    was_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"))  # None: a new deal
    now_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")


class FollowUp(Base):
    """A planned next contact with a client, or a task without one."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        Index(
            "ix_follow_ups_waiting",
            "due_at",
            sqlite_where=text("state = 'open' AND reminded_at IS NULL"),
            postgresql_where=text("state = 'open' AND reminded_at IS NULL"),
        ),
        Index(
            "ix_follow_ups_ignored",
            "reminded_at",
            sqlite_where=text("state = 'open' AND escalated_at IS NULL"),
            postgresql_where=text("state = 'open' AND escalated_at IS NULL"),
        ),
        Index("ix_follow_ups_owner", "owner_id", "state", "due_at"),
        Index("ix_follow_ups_client", "client_id", "state"),
        Index("ix_follow_ups_occurrence", "recurrence_id", "occurs_on", unique=True),  # none is made twice
        Index(
            "ix_follow_ups_open_occurrence",  # and only one is open
            "recurrence_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_follow_ups_interaction",
            "interaction_id",
            sqlite_where=text("interaction_id IS NOT NULL"),
            postgresql_where=text("interaction_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"))  # None: a task without a client
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))  # who is to do it
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))  # who gave it to the owner
    kind: Mapped[FollowUpKind] = mapped_column(default=FollowUpKind.TASK, server_default="task")
    text: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime]
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.OPEN)
    closed_at: Mapped[datetime | None]
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))  # logged when it was done
    recurrence_id: Mapped[int | None] = mapped_column(ForeignKey("recurrences.id"))  # the rule it occurs by
    occurs_on: Mapped[date | None]  # the day of the rule, wherever it is moved to
    created_at: Mapped[datetime]
    # When a reminder for the current `due_at` was queued; snoozing clears it.
    reminded_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    # When an escalation to a manager was queued; snoozing clears it.
    escalated_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
