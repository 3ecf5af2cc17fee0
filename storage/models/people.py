"""People, teams, accounts, invitations and join requests."""

from datetime import date, datetime, time

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Time,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from storage.models.base import DERIVED, Base, Id
from storage.models.kinds import JoinState, Role, Visibility


class Company(Base):
    """Company-wide settings: one row, or none until something is set."""

    __tablename__ = "company"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    visibility: Mapped[Visibility]
    members_join: Mapped[bool | None]  # full members of the Slack workspace join automatically
    escalate_after: Mapped[int | None]  # hours until an ignored follow-up goes to a manager; 0: never
    country: Mapped[str | None] = mapped_column(String(2))  # ISO 3166: for phone numbers without a country code
    country_asked: Mapped[bool | None] = mapped_column(info=DERIVED)  # somebody was asked to set it
    currency: Mapped[str | None] = mapped_column(
        String(3)
    )  # ISO 4217: of amounts without one; before the setting


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Rep(Base):
    """A member of the company, in any role."""

    __tablename__ = "reps"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[Role]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None]  # removed; None if only suspended
    locale: Mapped[str] = mapped_column(String(10))
    timezone: Mapped[str] = mapped_column(String(64))  # IANA name
    # ISO 3166: whose holidays count, and whose numbers have no country code; None: the company's
    country: Mapped[str | None] = mapped_column(String(2))
    working_days: Mapped[str] = mapped_column(String(7), default="12345")  # ISO weekdays, 1 = Monday
    quiet_from: Mapped[time] = mapped_column(Time, default=time(21))  # local
    quiet_to: Mapped[time] = mapped_column(Time, default=time(8))  # local
    digest_at: Mapped[time] = mapped_column(Time, default=time(9))  # local
    birthday_notice: Mapped[int] = mapped_column(default=3)  # days before; 0 = on the day only
    created_at: Mapped[datetime]
    setup_at: Mapped[datetime | None] = mapped_column(info=DERIVED)  # confirmed the time, country and language
    setup_asked: Mapped[bool | None] = mapped_column(info=DERIVED)  # asked once to do so, in a digest
    tips_done: Mapped[str | None] = mapped_column(Text, info=DERIVED)  # names of tips tried or dismissed
    seen_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    digest_on: Mapped[date | None] = mapped_column(info=DERIVED)  # local day of the last queued digest
    weekly_on: Mapped[date | None] = mapped_column(info=DERIVED)  # Monday of the last queued weekly report
    birthdays_on: Mapped[date | None] = mapped_column(
        info=DERIVED
    )  # local day up to which birthdays have been looked for
    # The company's visibility setting, loaded with each rep to save a query (storage/rights.py).
    sees: Mapped[Visibility] = column_property(
        func.coalesce(select(Company.visibility).scalar_subquery(), Visibility.ALL), expire_on_flush=False
    )
    # Likewise the country for phone numbers without a country code.
    dials_in: Mapped[str | None] = column_property(
        select(Company.country).scalar_subquery(), expire_on_flush=False
    )
    # Likewise the currency of amounts without one.
    trades_in: Mapped[str | None] = column_property(
        select(Company.currency).scalar_subquery(), expire_on_flush=False
    )


class Account(Base):
    """One person's identity on one channel."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "space", "user"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64))
    user: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))  # the private chat, where reminders go
    created_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    menu: Mapped[str | None] = mapped_column(String(64), info=DERIVED)  # of its chat; None: the default menu
    preferred_at: Mapped[datetime | None]  # reminders go to the account preferred last


class Invitation(Base):
    """A one-time code to join with: as a new rep, or (`rep_id`) as another account of an existing one."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Door(Base):
    """A channel people can join on, and the bot's name there."""

    __tablename__ = "doors"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class JoinRequest(Base):
    """A stranger asks to join; the admins decide."""

    __tablename__ = "join_requests"
    __table_args__ = (
        Index(
            "ix_join_requests_open",
            "channel",
            "space",
            "user",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_join_requests_account", "channel", "space", "user", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64))
    user: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)  # as the platform knows them
    locale: Mapped[str] = mapped_column(String(10))
    timezone: Mapped[str] = mapped_column(String(64))
    is_guest: Mapped[bool]  # a guest in the Slack workspace, or from another one
    at: Mapped[datetime]
    state: Mapped[JoinState] = mapped_column(default=JoinState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))


class WrongCode(Base):
    """How many wrong codes a stranger has entered since `since`."""

    __tablename__ = "wrong_codes"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime]
