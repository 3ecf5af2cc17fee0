"""Audit log: record who changed which rows, with the values before and after.

A transaction on behalf of a rep calls `act`; from then on every flush records the changed rows of the tracked
tables.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, event, insert, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.util import IdentitySet

from storage.audit.touched import owners_before, touch
from storage.database.session import TrackedSession
from storage.models import (
    Account,
    Act,
    Base,
    Binding,
    Change,
    Client,
    Company,
    ContactPoint,
    Deal,
    File,
    FollowUp,
    Interaction,
    Move,
    Offer,
    Rep,
    Team,
)
from storage.rights import visible
from storage.search import index

PEOPLE = (Company, Team, Rep, Account)
TRACKED = (*PEOPLE, Client, ContactPoint, Interaction, Deal, Move, FollowUp, File, Binding, Offer)
TABLES: dict[str, Table] = {noun.__tablename__: Base.metadata.tables[noun.__tablename__] for noun in TRACKED}

# Built once: building these takes longer than running them.
_CHANGED = insert(Base.metadata.tables["changes"])
_ACTED = insert(Base.metadata.tables["acts"]).returning(Act.id)
AT_ONCE = 1000  # rows per statement
FILE = "file"  # the channel of a file import: too much for one undo

Values = dict[str, Any]


def act(db: AsyncSession, who: Rep, at: datetime, channel: str, name: str) -> None:
    """From now on, record this transaction's changes as `who`'s action."""
    db.info["act"] = {"rep_id": who.id, "at": at, "channel": channel, "name": name}
    db.info.pop("act_id", None)


async def join(db: AsyncSession, who: Rep, act_id: int) -> Sequence[Change] | None:
    """Add this transaction's changes to an earlier act of `who`, and return what that act changed.

    None if the act is somebody else's or has been undone.
    """
    act = await db.scalar(select(Act).where(Act.id == act_id).with_for_update())
    if act is None or act.rep_id != who.id or act.undone_at is not None:
        return None
    db.info["act_id"] = act_id
    return (await db.scalars(select(Change).where(Change.act_id == act_id).order_by(Change.id))).all()


def act_id(db: AsyncSession) -> int | None:
    """The ID of this transaction's act once something was flushed; else None."""
    written: int | None = db.info.get("act_id")
    return written


async def set_alike(
    db: AsyncSession, noun: type[Base], row_ids: Sequence[int], before: Values, after: Values
) -> None:
    """Set the same values in many rows with few statements, recorded like any other change.

    The caller has locked the rows and checked that they equal `before`.
    """
    table = TABLES[noun.__tablename__]
    touch(db.sync_session, table.name, before, after)
    told = {"noun": table.name, "before": to_json_values(table, before), "after": to_json_values(table, after)}
    for part in parts(row_ids):
        await db.execute(update(table).where(table.c.id.in_(part)).values(after))
        if "act" in db.info:
            act_id = await db.run_sync(_act_id)
            await db.execute(_CHANGED, [{**told, "act_id": act_id, "row_id": row_id} for row_id in part])


async def get(db: AsyncSession, act_id: int) -> Act | None:
    return await db.get(Act, act_id)


async def last(db: AsyncSession, who: Rep) -> Act | None:
    """The newest act of `who` that has not been undone, except file imports."""
    acts = select(Act).where(Act.rep_id == who.id, Act.undone_at.is_(None), Act.channel != FILE)
    return await db.scalar(acts.order_by(Act.id.desc()).limit(1))


async def get_subject_name(db: AsyncSession, who: Rep, act: Act) -> str:
    """The name of the one client (that `who` may see) or colleague an act of `who` was about; else ""."""
    first = select(Change).where(Change.act_id == act.id).order_by(Change.id).limit(2)
    found = (await db.scalars(first)).all() if act.rep_id == who.id else []
    if not found or {Client.__tablename__} == {change.noun for change in found[1:]}:  # several clients at once
        return ""
    for change in found:
        if change.noun == Rep.__tablename__ and change.row_id != who.id:
            name = await db.scalar(select(Rep.name).where(Rep.id == change.row_id))
            return name or str((change.after or {}).get("name", ""))
    change = found[0]
    told = {**(change.before or {}), **(change.after or {})}
    table = TABLES[change.noun]
    if change.noun == Client.__tablename__:
        theirs: Any = change.row_id
    elif "client_id" in told or "client_id" not in table.c:
        theirs = told.get("client_id")
    else:
        theirs = select(table.c.client_id).where(table.c.id == change.row_id).scalar_subquery()
    name = await db.scalar(select(Client.name).where(visible(who), Client.id == theirs))
    return name or (told.get("name", "") if change.noun == Client.__tablename__ else "")


def parts(row_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (row_ids[start : start + AT_ONCE] for start in range(0, len(row_ids), AT_ONCE))


@event.listens_for(TrackedSession, "after_flush")
def _write_down(session: Session, _context: Any) -> None:
    index.follow(session)
    if "act" not in session.info:
        return
    for row in _touched(session):
        touch(session, row.__tablename__, owners_before(row), vars(row))
    new, deleted = session.new, session.deleted  # read once: SQLAlchemy rebuilds these sets at each access
    changes = [change for row in _touched(session) if (change := _change(row, new, deleted))]
    if changes:
        act_id = _act_id(session)
        session.connection().execute(_CHANGED, [{**change, "act_id": act_id} for change in changes])


def _touched(session: Session) -> list[Base]:
    # A new client comes before its contact points, so that undo, in reverse order, deletes the points first.
    rows = [*session.new, *session.dirty, *session.deleted]
    return sorted((row for row in rows if isinstance(row, TRACKED)), key=lambda row: TRACKED.index(type(row)))


def _act_id(session: Session) -> int:
    if "act_id" not in session.info:
        written = session.connection().execute(_ACTED, session.info["act"])
        session.info["act_id"] = written.scalar_one()
    known: int = session.info["act_id"]
    return known


def _change(row: Base, new: IdentitySet, deleted: IdentitySet) -> dict[str, Any] | None:
    table = TABLES[row.__tablename__]
    told = [column.name for column in table.c if not column.info.get("derived")]
    before: Values | None = None
    after: Values | None = None
    if row in new:
        after = {name: getattr(row, name) for name in told}
    elif row in deleted:
        before = {name: getattr(row, name) for name in (column.name for column in table.c)}
    else:
        state = inspect(row)
        changed = [name for name in told if state.attrs[name].history.has_changes()]
        if not changed:
            return None
        before = {name: next(iter(state.attrs[name].history.deleted), None) for name in changed}
        after = {name: getattr(row, name) for name in changed}
    return {
        "noun": table.name,
        "row_id": row.id,  # type: ignore[attr-defined]
        "before": before and to_json_values(table, before),
        "after": after and to_json_values(table, after),
    }


def to_json_values(table: Table, values: Values) -> Values:
    return {name: _freeze(value) for name, value in values.items()}


def _freeze(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
