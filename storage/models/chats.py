"""Chats, drafts, subscriptions, offers, and Slack workspaces."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id
from storage.models.kinds import DraftKind


class Workspace(Base):
    """A Slack workspace (or organisation) the app was installed in, besides the configured one. `token` is
    encrypted.
    """

    __tablename__ = "workspaces"

    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    token: Mapped[str] = mapped_column(Text)
    bot_user: Mapped[str] = mapped_column(String(64))
    installed_at: Mapped[datetime]


class Installing(Base):
    """A one-time OAuth state for installing the app. Stored as a hash."""

    __tablename__ = "installing"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime]


class Chat(Base):
    """The client a chat last viewed."""

    __tablename__ = "chats"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    space: Mapped[str] = mapped_column(String(64), primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    at: Mapped[datetime]


class Draft(Base):
    """Unfinished input of a rep."""

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


class Binding(Base):
    """A group's subscription to a team, a pipeline or one deal."""

    __tablename__ = "bindings"
    __table_args__ = (UniqueConstraint("channel", "space", "chat"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    space: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))  # including the topic, if the platform has topics
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    pipeline_id: Mapped[int | None] = mapped_column(ForeignKey("pipelines.id"))
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    at: Mapped[datetime]


class Offer(Base):
    """A client offered to a team: the first member to take it becomes the owner."""

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))  # the owner when it was offered
    by_id: Mapped[int] = mapped_column(ForeignKey("reps.id"))
    at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("reps.id"))
    taken_at: Mapped[datetime | None]
