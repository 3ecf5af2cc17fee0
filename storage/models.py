"""The nouns of Rapport as rows. Times are UTC, money is in minor units, phones are E.164."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and on the way out (SQLite alone would forget the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")
# Plain ASCII, ordered byte by byte everywhere, so that "begins with" is a range of the index.
Folded = Text().with_variant(Text(collation="C"), "postgresql")
# A column that follows from others or from the clock: neither told in a change nor put back by an undo.
DERIVED = {"derived": True}


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


class Visibility(StrEnum):
    """Whose clients a rep sees."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class ClientKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"


class PointKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    ADDRESS = "address"


class InteractionKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    MESSAGE = "message"
    NOTE = "note"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"


class StageState(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class FollowUpState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class JoinState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"


class DraftKind(StrEnum):
    FORM = "form"  # a form, some of its questions answered
    LINE = "line"  # a command that named no one client
    SEARCH = "search"  # the words of a search that found nothing
    CONTACT = "contact"  # people handed on, who may become clients


def _words(kind: type[StrEnum]) -> Enum:
    """A closed set is kept as its words, so that a new word needs no change of type."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda words: [w.value for w in words])


CLOSED_SETS: tuple[type[StrEnum], ...] = (
    Role,
    Visibility,
    ClientKind,
    PointKind,
    InteractionKind,
    Direction,
    Outcome,
    StageState,
    FollowUpState,
    JoinState,
    DraftKind,
    FileKind,
)
TYPES: dict[Any, Any] = {datetime: Instant, dict[str, Any]: Json} | {s: _words(s) for s in CLOSED_SETS}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = TYPES


class Company(Base):
    """What an admin sets for everybody: one row; none until something is set."""

    __tablename__ = "company"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    visibility: Mapped[Visibility]
    members_join: Mapped[bool | None]  # full members of the Slack workspace come in by themselves
    escalate_after: Mapped[int | None]  # hours until an ignored follow-up is a manager's; 0: never


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Rep(Base):
    """A person who works here, whatever the role."""

    __tablename__ = "reps"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[Role]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    left_at: Mapped[datetime | None]  # removed: who is only suspended has none
    locale: Mapped[str] = mapped_column(String(10))
    timezone: Mapped[str] = mapped_column(String(64))  # IANA name
    working_days: Mapped[str] = mapped_column(String(7), default="12345")  # ISO weekdays, 1 = Monday
    quiet_from: Mapped[time] = mapped_column(Time, default=time(21))  # local
    quiet_to: Mapped[time] = mapped_column(Time, default=time(8))  # local
    digest_at: Mapped[time] = mapped_column(Time, default=time(9))  # local
    birthday_notice: Mapped[int] = mapped_column(default=3)  # days before; 0 = on the day only
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    digest_on: Mapped[date | None] = mapped_column(info=DERIVED)  # local day of the last digest that was queued
    weekly_on: Mapped[date | None] = mapped_column(info=DERIVED)  # Monday whose digest for managers was queued
    birthdays_on: Mapped[date | None] = mapped_column(
        info=DERIVED
    )  # local day up to which birthdays have been looked for
    # What the company lets reps see comes with each of them, so that no statement is added (storage/rights.py).
    sees: Mapped[Visibility] = column_property(
        func.coalesce(select(Company.visibility).scalar_subquery(), Visibility.ALL), expire_on_flush=False
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
    chat: Mapped[str] = mapped_column(String(64))  # where reminders go: the private chat
    created_at: Mapped[datetime]
    unreachable_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    menu: Mapped[str | None] = mapped_column(String(64), info=DERIVED)  # of its chat; None: the common one
    preferred_at: Mapped[datetime | None]  # reminders go where the person said so last


class Invitation(Base):
    """A code to come in with: a new rep, or (`rep_id`) another channel of the same one."""

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
    """A channel that people can come in by, and what it calls us there."""

    __tablename__ = "doors"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class JoinRequest(Base):
    """A stranger asks to be let in; the admins decide."""

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
    is_guest: Mapped[bool]  # of the Slack workspace, or from another one
    at: Mapped[datetime]
    state: Mapped[JoinState] = mapped_column(default=JoinState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))


class WrongCode(Base):
    """How many wrong codes a stranger has tried since `since`."""

    __tablename__ = "wrong_codes"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime]


class Client(Base):
    __tablename__ = "clients"
    __table_args__ = (
        Index("ix_clients_birthday", "birth_month", "birth_day"),
        Index("ix_clients_folded", "folded"),
        Index("ix_clients_owner", "owner_id", "birth_month", "birth_day"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[ClientKind] = mapped_column(default=ClientKind.PERSON)
    name: Mapped[str] = mapped_column(Text)
    company: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")  # the role in the company
    birth_year: Mapped[int | None]
    birth_month: Mapped[int | None]
    birth_day: Mapped[int | None]
    prefers: Mapped[str] = mapped_column(Text, default="")  # the channel the client likes
    hours: Mapped[str] = mapped_column(Text, default="")  # when the client likes to be called
    address_as: Mapped[str] = mapped_column(Text, default="")  # form of address: "Ivan Petrovich"
    about: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[str] = mapped_column(Text, default="")  # comma-separated, as typed
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    created_at: Mapped[datetime]
    folded: Mapped[str] = mapped_column(Folded, default="")  # see storage/search.py


class Word(Base):
    """A word that some client is found by (see storage/spelling.py); "~" stands before how one sounds."""

    __tablename__ = "words"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    word: Mapped[str] = mapped_column(Folded, unique=True)


class Posting(Base):
    """Which client is found by which word. Follows from the client: never told in a change."""

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_client", "client_id", "word_id"), {"sqlite_with_rowid": False})

    word_id: Mapped[int] = mapped_column(ForeignKey("words.id"), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[int]  # 0: the name; 1: the company; 2: a tag. The first of these, if the word is in several


class Spelling(Base):
    """How else a word comes to be known: by its end, or with a letter less (see storage/spelling.py)."""

    __tablename__ = "spellings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # 0: an end; 1: less
    text: Mapped[str] = mapped_column(Folded, primary_key=True)
    word_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ContactPoint(Base):
    """A way to reach a client. `value` is normalised (E.164, lower case), `typed` is what was typed."""

    __tablename__ = "contact_points"
    __table_args__ = (UniqueConstraint("client_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    kind: Mapped[PointKind]
    value: Mapped[str] = mapped_column(Folded, index=True)
    typed: Mapped[str] = mapped_column(Text)
    # Digits of a phone (letters of an e-mail) from the last to the first: "ends with 4417" becomes a prefix.
    reversed: Mapped[str] = mapped_column(Folded, default="", index=True)
    # Of an e-mail, what stands behind the "@".
    domain: Mapped[str | None] = mapped_column(Folded, index=True, info=DERIVED)


class Interaction(Base):
    __tablename__ = "interactions"
    __table_args__ = (Index("ix_interactions_client", "client_id", "at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"), index=True)
    kind: Mapped[InteractionKind]
    direction: Mapped[Direction] = mapped_column(default=Direction.OUT)
    outcome: Mapped[Outcome | None]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    seconds: Mapped[int | None]  # how long it took
    created_at: Mapped[datetime]


class File(Base):
    """A file kept with an interaction: a platform has it, and we may have a copy."""

    __tablename__ = "files"
    __table_args__ = (
        Index(
            "ix_files_to_copy",
            "channel",
            "id",
            sqlite_where=text("path IS NULL AND error = ''"),
            postgresql_where=text("path IS NULL AND error = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interactions.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    channel: Mapped[str] = mapped_column(String(20))
    kind: Mapped[FileKind]
    file_id: Mapped[str] = mapped_column(Text)  # the platform's
    name: Mapped[str] = mapped_column(Text, default="")
    mime: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int | None] = mapped_column(BigInteger)  # bytes
    at: Mapped[datetime]
    path: Mapped[str | None] = mapped_column(Text, info=DERIVED)  # of the copy, within the folder of files
    error: Mapped[str] = mapped_column(Text, default="", info=DERIVED)  # why there is none, and never will be


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
    __table_args__ = (Index("ix_deals_owner", "owner_id", "moved_at", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    title: Mapped[str] = mapped_column(Text)
    amount: Mapped[int | None] = mapped_column(BigInteger)  # minor units of `currency`
    currency: Mapped[str] = mapped_column(String(3))  # ISO 4217
    stage_id: Mapped[int] = mapped_column(ForeignKey("stages.id"), index=True)
    expected_close: Mapped[date | None]
    lost_reason: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")  # see storage/search.py
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]


class Move(Base):
    """A deal went from one stage to another."""

    __tablename__ = "moves"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    was_id: Mapped[int | None] = mapped_column(ForeignKey("stages.id"))  # None: where it began
    now_id: Mapped[int] = mapped_column(ForeignKey("stages.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")


class FollowUp(Base):
    """A promise to speak again."""

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
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime]
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.OPEN)
    closed_at: Mapped[datetime | None]
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interactions.id"))  # what came of it
    created_at: Mapped[datetime]
    # The `due_at` this was last reminded of has been queued; snoozing forgets it.
    reminded_at: Mapped[datetime | None] = mapped_column(info=DERIVED)
    # That it was ignored has been queued for a manager; snoozing forgets it.
    escalated_at: Mapped[datetime | None] = mapped_column(info=DERIVED)


class Act(Base):
    """One thing a person did, with all its changes: what `undo` takes back."""

    __tablename__ = "acts"
    __table_args__ = (Index("ix_acts_rep", "rep_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    channel: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(64))  # of the handler
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Change(Base):
    """A row before and after. `before` is None for a new row, `after` for one that went."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_row", "noun", "row_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("acts.id"), index=True)
    noun: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class Inbox(Base):
    """An event of a platform that was handled (or set aside): its key keeps it from being handled twice."""

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
    raw: Mapped[dict[str, Any] | None]  # of an update that was set aside
    error: Mapped[str] = mapped_column(Text, default="")


class Outbox(Base):
    """A message on its way: a finished card, or a reminder to be drawn when it leaves."""

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
            "ix_outbox_sent",  # what may be forgotten one day: reminders' keys are kept
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
    # Where to. Of a reminder the channel is chosen when it is sent; until then only `rep_id` is known.
    channel: Mapped[str | None] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64), default="")
    chat: Mapped[str | None] = mapped_column(String(64))
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    # The message to redraw, or another spot than the chat to show it at: in the channel's own words.
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
    """Which process speaks on a channel, until when."""

    __tablename__ = "leases"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime]


class Workspace(Base):
    """One more Slack workspace (or organisation) that the app was installed in. `token` is enciphered."""

    __tablename__ = "workspaces"

    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
    bot_user: Mapped[str] = mapped_column(String(64))
    installed_at: Mapped[datetime]


class Installing(Base):
    """Somebody was given the address to install the app at: it is good once. Kept as a hash."""

    __tablename__ = "installing"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime]


class Home(Base):
    """A page of one's own, opened on a platform that has such a thing; drawn anew after each change."""

    __tablename__ = "homes"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(64), primary_key=True)
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"), index=True)  # whose it was when opened
    digest: Mapped[str] = mapped_column(String(64), default="")  # of what it shows


class Chat(Base):
    """The client a chat looked at last."""

    __tablename__ = "chats"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    at: Mapped[datetime]


class Draft(Base):
    """Something a rep has typed and not finished."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_place", "channel", "space", "chat", "user", "kind"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))
    user: Mapped[str] = mapped_column(String(64))
    kind: Mapped[DraftKind]
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Shown(Base):
    """Which client (and deal) a message of ours shows. No keys: what it showed may be gone by now."""

    __tablename__ = "shown"
    __table_args__ = (Index("ix_shown_at", "at"),)

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[int] = mapped_column(BigInteger)
    deal_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]


class Typed(Base):
    """What came of a line somebody typed, so that a change of the line can take its place."""

    __tablename__ = "typed"
    __table_args__ = (Index("ix_typed_at", "at"), Index("ix_typed_album", "album"))

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(32))  # of the text: a platform may tell of a change that is none
    handler: Mapped[str] = mapped_column(String(64))
    act_id: Mapped[int | None] = mapped_column(BigInteger)
    draft_id: Mapped[int | None] = mapped_column(BigInteger)  # what it was asked about, or left open
    answer_id: Mapped[int | None] = mapped_column(BigInteger)  # in the outbox
    album: Mapped[str | None] = mapped_column(String(64))  # of files that were sent together
    at: Mapped[datetime]


class Binding(Base):
    """A chat of several people that is told what happens: in a team, in a pipeline, or with one deal."""

    __tablename__ = "bindings"
    __table_args__ = (UniqueConstraint("channel", "space", "chat"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))  # with its topic, where there are topics
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    pipeline_id: Mapped[int | None] = mapped_column(ForeignKey("pipelines.id"))
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    at: Mapped[datetime]


class Offer(Base):
    """A client on offer to a team: whoever of it takes it first has it."""

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))  # whose it was when it was offered
    by_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    taken_at: Mapped[datetime | None]
