"""History of a client or a deal: what is recorded of it, newest first, one page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, literal, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Act,
    Change,
    Client,
    ContactPoint,
    Deal,
    Deletion,
    File,
    FollowUp,
    Interaction,
    Move,
    Rep,
    Stage,
)
from storage.rights import Who, visible

Part = Select[Any]


class HistoryKind(StrEnum):
    ALL = "all"
    INTERACTIONS = "talks"
    DEALS = "deals"
    FOLLOW_UPS = "promises"
    FIELDS = "fields"
    FILES = "files"


class Source(StrEnum):
    INTERACTION = "interaction"
    MOVE = "move"
    ACT = "act"
    FILE = "file"
    DELETION = "deletion"


@dataclass(frozen=True)
class Entry:
    """One entry of a history: a row of its source, or what an act changed of the client."""

    source: Source
    row_id: int
    at: datetime


@dataclass(frozen=True)
class MoveEntry:
    """A deal moved from one stage (None: it was new) to another."""

    move: Move
    title: str
    was: Stage | None
    now: Stage
    by: Rep


@dataclass(frozen=True)
class Subject:
    """Whose history it is: a client's, or of one of the client's deals only."""

    client_id: int
    deal_id: int | None = None


async def page(
    db: AsyncSession, who: Who, of: Subject, kind: HistoryKind, *, limit: int, offset: int = 0
) -> Sequence[Entry]:
    parts = (_newest(part, limit + offset) for part in _parts(who, of, kind))
    found = union_all(*parts).subquery()
    newest = select(found.c.source, found.c.row_id, found.c.at)
    newest = newest.order_by(found.c.at.desc(), found.c.source.desc(), found.c.row_id.desc())
    rows = await db.execute(newest.limit(limit).offset(offset))
    return [Entry(Source(source), row_id, at) for source, row_id, at in rows]


async def get_interactions(db: AsyncSession, who: Who, ids: Sequence[int]) -> Mapping[int, Interaction]:
    rows = select(Interaction).join(Client).where(visible(who), Interaction.id.in_(ids))
    return {row.id: row for row in await db.scalars(rows)} if ids else {}


async def get_files(db: AsyncSession, who: Who, ids: Sequence[int]) -> Mapping[int, File]:
    rows = select(File).join(Client).where(visible(who), File.id.in_(ids))
    return {row.id: row for row in await db.scalars(rows)} if ids else {}


async def get_moves(db: AsyncSession, who: Who, ids: Sequence[int]) -> Mapping[int, MoveEntry]:
    if not ids:
        return {}
    asked = select(Move, Deal.title, Rep).join(Deal, Deal.id == Move.deal_id)
    asked = asked.join(Client, Client.id == Deal.client_id).join(Rep, Rep.id == Move.rep_id)
    stages = {stage.id: stage for stage in await db.scalars(select(Stage))}
    rows = await db.execute(asked.where(visible(who), Move.id.in_(ids)))
    return {
        move.id: MoveEntry(move, title, stages.get(move.was_id or 0), stages[move.now_id], by)
        for move, title, by in rows
    }


async def get_deletions(db: AsyncSession, who: Who, ids: Sequence[int]) -> Mapping[int, tuple[Deletion, Rep]]:
    if not ids:
        return {}
    asked = select(Deletion, Rep).join(Act, Act.id == Deletion.act_id).join(Rep, Rep.id == Act.rep_id)
    asked = asked.join(Client, Client.id == Deletion.client_id)
    rows = await db.execute(asked.where(visible(who), Deletion.id.in_(ids)))
    return {deletion.id: (deletion, by) for deletion, by in rows}


async def get_changes(
    db: AsyncSession, who: Who, of: Subject, kind: HistoryKind, act_ids: Sequence[int]
) -> Mapping[int, tuple[Rep, Sequence[Change]]]:
    """By act: who did it, and what it changed of the client, its contact points, deals and follow-ups."""
    if not act_ids:
        return {}
    asked = select(Change, Rep).join(Act, Act.id == Change.act_id).join(Rep, Rep.id == Act.rep_id)
    these = [select(Change.id).where(Change.act_id.in_(act_ids), each) for each in _changed(who, of, kind)]
    asked = asked.where(Change.id.in_(union(*these))).order_by(Change.id)
    found: dict[int, tuple[Rep, list[Change]]] = {}
    for change, by in await db.execute(asked):
        found.setdefault(change.act_id, (by, []))[1].append(change)
    return found


async def get_deals(db: AsyncSession, who: Who, ids: Sequence[int]) -> Mapping[int, Deal]:
    rows = select(Deal).join(Client, Client.id == Deal.client_id).where(visible(who), Deal.id.in_(ids))
    return {row.id: row for row in await db.scalars(rows)} if ids else {}


async def rep_names(db: AsyncSession, ids: Sequence[int]) -> Mapping[int, str]:
    rows = await db.scalars(select(Rep).where(Rep.id.in_(ids))) if ids else ()
    return {rep.id: rep.name for rep in rows}


def _parts(who: Who, of: Subject, kind: HistoryKind) -> Iterator[Part]:
    """A statement for each source of entries."""
    client = _client(who, of)
    is_all = kind is HistoryKind.ALL
    if is_all or kind is HistoryKind.INTERACTIONS:
        talks = _entries(Source.INTERACTION, Interaction.id, Interaction.at)
        talks = talks.where(Interaction.client_id == client.scalar_subquery())  # not IN: read in its order
        yield talks if of.deal_id is None else talks.where(Interaction.deal_id == of.deal_id)
    if is_all or kind is HistoryKind.DEALS:
        moves = _entries(Source.MOVE, Move.id, Move.at).join(Deal, Deal.id == Move.deal_id)
        yield moves.where(Move.deal_id.in_(_deals(who, of)))
    if kind is HistoryKind.FILES:
        yield _entries(Source.FILE, File.id, File.at).where(File.client_id.in_(client))
    if changed := [select(Change.act_id).where(each) for each in _changed(who, of, kind)]:
        acts = _entries(Source.ACT, Act.id, Act.at)
        yield acts.where(Act.undone_at.is_(None), Act.id.in_(union(*changed)))
    if is_all and of.deal_id is None:
        gone = _entries(Source.DELETION, Deletion.id, Deletion.at).where(Deletion.client_id.in_(client))
        yield gone.where(Deletion.restored_at.is_(None), Deletion.noun != Client.__tablename__)


def _changed(who: Who, of: Subject, kind: HistoryKind) -> Iterator[ColumnElement[bool]]:
    """Which changes are entries, one condition for each table, so that an index answers it."""
    client, is_all = _client(who, of), kind is HistoryKind.ALL
    if is_all or kind is HistoryKind.DEALS:
        yield and_(Change.noun == Deal.__tablename__, Change.row_id.in_(_deals(who, of)), _edited())
    if of.deal_id is not None:
        return
    if is_all or kind is HistoryKind.FIELDS:
        yield and_(Change.noun == Client.__tablename__, Change.row_id.in_(client))
        points = select(ContactPoint.id).where(ContactPoint.client_id.in_(client))
        yield and_(Change.noun == ContactPoint.__tablename__, Change.row_id.in_(points))
        yield and_(Change.client_id.in_(client), Change.noun == ContactPoint.__tablename__)
    if is_all or kind is HistoryKind.FOLLOW_UPS:
        promised = select(FollowUp.id).where(FollowUp.client_id.in_(client))
        yield and_(Change.noun == FollowUp.__tablename__, Change.row_id.in_(promised))


def _edited() -> ColumnElement[bool]:
    """A change of fields: neither of a new or deleted row, nor of the stage, which is a move."""
    told = (Change.after["id"], Change.before["id"], Change.after["stage_id"])
    return and_(*(each.as_string().is_(None) for each in told))


def _entries(source: Source, row_id: Any, at: Any) -> Part:
    return select(literal(source.value, String).label("source"), row_id.label("row_id"), at.label("at"))


def _newest(part: Part, most: int) -> Part:
    """Not all of a long history has to be sorted for its first page."""
    columns = part.selected_columns
    return part.order_by(columns.at.desc(), columns.row_id.desc()).limit(most).subquery().select()


def _client(who: Who, of: Subject) -> Select[int]:
    return select(Client.id).where(visible(who), Client.id == literal(of.client_id, Integer))


def _deals(who: Who, of: Subject) -> Select[int]:
    theirs = select(Deal.id).where(Deal.client_id.in_(_client(who, of)))
    return theirs if of.deal_id is None else theirs.where(Deal.id == of.deal_id)
