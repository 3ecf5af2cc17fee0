"""Clients, contact points, search words, interactions and files."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import DERIVED, Base, Folded, Id
from storage.models.kinds import ClientKind, Direction, FileKind, InteractionKind, Outcome, PointKind

EXTENSION_MARK = ";ext="  # between a phone number and its extension, as in RFC 3966


class Client(Base):
    __tablename__ = "clients"
    __table_args__ = (
        Index("ix_clients_birthday", "birth_month", "birth_day"),
        Index("ix_clients_folded", "folded"),
        Index("ix_clients_owner", "owner_id", "birth_month", "birth_day"),
        Index("ix_clients_id_owner", "id", "owner_id", unique=True),  # for postings to point to
        Index(
            "ix_clients_contact_due",
            "owner_id",
            "contact_due",
            sqlite_where=text("contact_due IS NOT NULL"),
            postgresql_where=text("contact_due IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[ClientKind] = mapped_column(default=ClientKind.PERSON)
    name: Mapped[str] = mapped_column(Text)
    company: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")  # the role in the company
    birth_year: Mapped[int | None]
    birth_month: Mapped[int | None]
    birth_day: Mapped[int | None]
    prefers: Mapped[str] = mapped_column(Text, default="")  # preferred channel
    hours: Mapped[str] = mapped_column(Text, default="")  # preferred hours for calls
    address_as: Mapped[str] = mapped_column(Text, default="")  # form of address: "Ivan Petrovich"
    about: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[str] = mapped_column(Text, default="")  # comma-separated, as typed
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    created_at: Mapped[datetime]
    contact_every: Mapped[int | None]  # days: somebody is to keep in touch this often
    contact_from: Mapped[date | None]  # the day from which they are counted
    folded: Mapped[str] = mapped_column(
        Folded, default="", info=DERIVED
    )  # see storage/search/derived_columns.py
    # See storage/search/activity_columns.py: the day of the last interaction (UTC), the day by which the next
    # is due to keep in touch, and how many deals are open.
    spoken_on: Mapped[date | None] = mapped_column(info=DERIVED)
    contact_due: Mapped[date | None] = mapped_column(info=DERIVED)
    open_deals: Mapped[int] = mapped_column(default=0, server_default="0", info=DERIVED)


class Word(Base):
    """An indexed search word (storage/search/normalise.py); the prefix "~" marks a sound."""

    __tablename__ = "words"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    word: Mapped[str] = mapped_column(Folded, unique=True)


class Posting(Base):
    """Which client, of which owner, has which word. Derived from the client: not recorded in changes.

    A foreign key keeps the owner the same as the client's.
    """

    __tablename__ = "postings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["client_id", "owner_id"],
            ["clients.id", "clients.owner_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        Index("ix_postings_client", "client_id", "word_id"),
        {"sqlite_with_rowid": False},
    )

    word_id: Mapped[int] = mapped_column(ForeignKey("words.id"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    client_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    field: Mapped[int]  # 0: name; 1: company; 2: tag. The first of these, if the word is in several


class Spelling(Base):
    """Other keys to find a word by: its endings, or its sound with letters left out (see normalise.py)."""

    __tablename__ = "spellings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # 0: ending; 1: left out
    text: Mapped[str] = mapped_column(Folded, primary_key=True)
    word_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ContactPoint(Base):
    """A way to reach a client. `value` is normalised (E.164, `;ext=` for an extension; lower case), `typed` is
    the original input.
    """

    __tablename__ = "contact_points"
    __table_args__ = (UniqueConstraint("client_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    kind: Mapped[PointKind]
    value: Mapped[str] = mapped_column(Folded, index=True)
    typed: Mapped[str] = mapped_column(Text)
    # A phone's digits (an e-mail's letters) in reverse order: "ends with 4417" becomes a prefix.
    reversed: Mapped[str] = mapped_column(Folded, default="", index=True, info=DERIVED)
    # The part of an e-mail address after the "@".
    domain: Mapped[str | None] = mapped_column(Folded, index=True, info=DERIVED)


class Interaction(Base):
    __tablename__ = "interactions"
    __table_args__ = (
        Index("ix_interactions_client", "client_id", "at"),
        Index(
            "ix_interactions_deal",
            "deal_id",
            "at",
            sqlite_where=text("deal_id IS NOT NULL"),
            postgresql_where=text("deal_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    rep_id: Mapped[int] = mapped_column(ForeignKey("reps.id"), index=True)
    kind: Mapped[InteractionKind]
    direction: Mapped[Direction] = mapped_column(default=Direction.OUT)
    outcome: Mapped[Outcome | None]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(index=True)
    seconds: Mapped[int | None]  # duration
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"))  # of the client, if it is about one
    created_at: Mapped[datetime]


class File(Base):
    """An attachment of an interaction: stored by the platform, and perhaps copied by us."""

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
    path: Mapped[str | None] = mapped_column(Text, info=DERIVED)  # of our copy, within the file folder
    error: Mapped[str] = mapped_column(Text, default="", info=DERIVED)  # why it can never be copied
