"""Clients, how they are reached and found, and what has happened with them."""

from datetime import datetime

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

EXTENSION_MARK = ";ext="  # between a phone and its extension, as in RFC 3966


class Client(Base):
    __tablename__ = "clients"
    __table_args__ = (
        Index("ix_clients_birthday", "birth_month", "birth_day"),
        Index("ix_clients_folded", "folded"),
        Index("ix_clients_owner", "owner_id", "birth_month", "birth_day"),
        Index("ix_clients_id_owner", "id", "owner_id", unique=True),  # for postings to point to
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
    folded: Mapped[str] = mapped_column(
        Folded, default="", info=DERIVED
    )  # see storage/search/derived_columns.py


class Word(Base):
    """A word that some client is found by (storage/search/normalise.py); "~" stands before how one sounds."""

    __tablename__ = "words"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    word: Mapped[str] = mapped_column(Folded, unique=True)


class Posting(Base):
    """Which client, of which owner, is found by which word. Follows from the client: never told in a change.

    The base itself sees to it that the owner is the client's.
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
    field: Mapped[int]  # 0: the name; 1: the company; 2: a tag. The first of these, if the word is in several


class Spelling(Base):
    """How else a word comes to be known: by its end, or with a letter less (storage/search/normalise.py)."""

    __tablename__ = "spellings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # 0: an end; 1: less
    text: Mapped[str] = mapped_column(Folded, primary_key=True)
    word_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ContactPoint(Base):
    """A way to reach a client. `value` is normalised (E.164, `;ext=` for an extension; lower case), `typed` is
    what was typed.
    """

    __tablename__ = "contact_points"
    __table_args__ = (UniqueConstraint("client_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    kind: Mapped[PointKind]
    value: Mapped[str] = mapped_column(Folded, index=True)
    typed: Mapped[str] = mapped_column(Text)
    # Digits of a phone (letters of an e-mail) from the last to the first: "ends with 4417" becomes a prefix.
    reversed: Mapped[str] = mapped_column(Folded, default="", index=True, info=DERIVED)
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
    at: Mapped[datetime] = mapped_column(index=True)
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
