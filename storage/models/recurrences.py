"""Rules of recurring follow-ups."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text, Time, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import DERIVED, Base, Id
from storage.models.kinds import FollowUpKind, RecurrenceUnit


class Recurrence(Base):
    """A follow-up that recurs: its rule (storage/activities/recurrence_days.py) and what is to be done.

    One of its occurrences is open at a time: a FollowUp that points here.
    """

    __tablename__ = "recurrences"
    __table_args__ = (
        Index(
            "ix_recurrences_next",
            "next_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_recurrences_owner", "owner_id", "ended_at"),
        Index("ix_recurrences_client", "client_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"))  # None: a task without a client
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    kind: Mapped[FollowUpKind] = mapped_column(default=FollowUpKind.TASK)
    text: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[RecurrenceUnit]
    every: Mapped[int]  # units
    weekdays: Mapped[str] = mapped_column(String(7), default="")  # ISO weekdays, 1 = Monday
    day: Mapped[int] = mapped_column(default=0)  # of the month; with weekdays, which of them
    starts_on: Mapped[date]  # local day, as are all days of the rule
    until: Mapped[date | None]  # the last day on which it may occur
    at: Mapped[time] = mapped_column(Time)  # local time of the owner
    created_at: Mapped[datetime]
    # When the occurrence after the open one is due; None: there is none.
    next_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    # When somebody was told that its owner is gone.
    reported_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
