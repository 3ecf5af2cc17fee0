"""What was changed, by whom, from what to what: the audit trail, and the way back.

Whoever opens a transaction on behalf of a rep says so with `act`; every flush then writes down, by itself,
the rows of the tracked nouns before and after.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Table, delete, event, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.util import IdentitySet

from storage import rights, vocabulary
from storage.concerned import concern, owners_before
from storage.models import (
    Account,
    Act,
    Base,
    Binding,
    Change,
    Chat,
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
    Role,
    Team,
)
from storage.rights import NotAllowed, visible

PEOPLE = (Company, Team, Rep, Account)
TRACKED = (*PEOPLE, Client, ContactPoint, Interaction, Deal, Move, FollowUp, File, Binding, Offer)
TABLES: dict[str, Table] = {noun.__tablename__: Base.metadata.tables[noun.__tablename__] for noun in TRACKED}

STANDING = {"role", "team_id", "active", "left_at"}  # of a rep: what an admin decides
AT_ONCE = 1000  # rows looked for in one statement
FILE = "file"  # the channel of what came out of a file: too much for one undo

Values = dict[str, Any]


class TrackedSession(Session):
    """A session that writes down what its flushes change, while an `act` is set."""


class Depended(Exception):
    """Something later stands on the change: it cannot be taken back before that is."""


class OutOfSight(Exception):
    """The change is one of a client whom the person may not see any more."""


def act(db: AsyncSession, who: Rep, at: datetime, channel: str, name: str) -> None:
    """From here on, what this transaction changes is `who`'s doing."""
    db.info["act"] = {"rep_id": who.id, "at": at, "channel": channel, "name": name}
    db.info.pop("act_id", None)


async def join(db: AsyncSession, who: Rep, act_id: int) -> Sequence[Change] | None:
    """What this transaction changes belongs to an act of `who` there is already; what that has changed.

    None if it is somebody else's, or has been taken back.
    """
    act = await db.scalar(select(Act).where(Act.id == act_id).with_for_update())
    if act is None or act.rep_id != who.id or act.undone_at is not None:
        return None
    db.info["act_id"] = act_id
    return (await db.scalars(select(Change).where(Change.act_id == act_id).order_by(Change.id))).all()


def act_id(db: AsyncSession) -> int | None:
    """The act this transaction has written, once something was flushed; else None."""
    written: int | None = db.info.get("act_id")
    return written


async def set_alike(
    db: AsyncSession, noun: type[Base], row_ids: Sequence[int], before: Values, after: Values
) -> None:
    """Set the same of many rows, written down like any change, in few statements.

    The caller has locked the rows and knows that they are as `before` says.
    """
    table = TABLES[noun.__tablename__]
    concern(db.sync_session, table.name, before, after)
    told = {"noun": table.name, "before": _frozen(table, before), "after": _frozen(table, after)}
    for part in _parts(row_ids):
        await db.execute(update(table).where(table.c.id.in_(part)).values(after))
        if "act" in db.info:
            act_id = await db.run_sync(_act_id)
            await db.execute(insert(Change), [{**told, "act_id": act_id, "row_id": row_id} for row_id in part])


async def get(db: AsyncSession, act_id: int) -> Act | None:
    return await db.get(Act, act_id)


async def last(db: AsyncSession, who: Rep) -> Act | None:
    """The newest act of `who` that has not been undone; a file brought in is none."""
    acts = select(Act).where(Act.rep_id == who.id, Act.undone_at.is_(None), Act.channel != FILE)
    return await db.scalar(acts.order_by(Act.id.desc()).limit(1))


async def whose(db: AsyncSession, who: Rep, act: Act) -> str:
    """The name of the one client an act of `who` was about, as far as it is theirs to see; else nothing."""
    first = select(Change).where(Change.act_id == act.id).order_by(Change.id).limit(2)
    found = (await db.scalars(first)).all() if act.rep_id == who.id else []
    if not found or {Client.__tablename__} == {change.noun for change in found[1:]}:  # of many at once
        return ""
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


async def undo(db: AsyncSession, who: Rep, act_id: int, at: datetime) -> Act | None:
    """Take back the act if it is `who`'s and still stands; else return None.

    Raises Depended, OutOfSight, NotAllowed, LastAdmin.
    """
    claimed = update(Act).where(Act.id == act_id, Act.rep_id == who.id, Act.undone_at.is_(None))
    if (await db.scalars(claimed.values(undone_at=at).returning(Act.id))).first() is None:
        return None
    found = await db.scalars(select(Change).where(Change.act_id == act_id).order_by(Change.id.desc()))
    changes = found.all()
    about = await _clients(db, act_id, changes)
    concern(db.sync_session, "", *(told for c in changes for told in (c.before, c.after) if told))
    decided = any(_is_an_admins(change, who) for change in changes)
    if decided and who.id not in await rights.lock_admins(db):
        raise NotAllowed
    unseen = await _unseen(db, who, about)
    try:
        async with db.begin_nested():
            for _alike, run in groupby(changes, key=_kind):
                await _revert_all(db, alike := list(run))
                await _find_again(db, alike)
            if decided:
                await rights.keep_an_admin(db)
            if await _unseen(db, who, unseen):  # whoever gave a client away may take that back
                raise OutOfSight
    except IntegrityError as error:
        raise Depended from error
    for row in list(db):  # what this session has read of them is not true any more
        if isinstance(row, TRACKED):
            db.expunge(row)
    return await db.get(Act, act_id)


def _is_an_admins(change: Change, who: Rep) -> bool:
    """Whether it is about people, and more than what they set for themselves."""
    told = {**(change.before or {}), **(change.after or {})}
    match change.noun:
        case Rep.__tablename__:
            return change.row_id != who.id or bool(STANDING & set(told))
        case Account.__tablename__:
            return bool(told.get("rep_id", who.id) != who.id)
        case Binding.__tablename__:
            return who.role is Role.REP  # who was a manager then
        case noun:
            return noun in (Company.__tablename__, Team.__tablename__)


async def _clients(db: AsyncSession, act_id: int, changes: Sequence[Change]) -> list[int]:
    """Whose the rows are that were changed."""
    about = {change.row_id for change in changes if change.noun == Client.__tablename__}
    about |= {
        told["client_id"] for c in changes for told in (c.before, c.after) if told and "client_id" in told
    }
    rows = select(Change.row_id).where(Change.act_id == act_id)
    for noun in (ContactPoint, Interaction, Deal, FollowUp):
        these = noun.id.in_(rows.where(Change.noun == noun.__tablename__))
        about |= set(await db.scalars(select(noun.client_id).where(these)))
    moved = Move.id.in_(rows.where(Change.noun == Move.__tablename__))
    about |= set(await db.scalars(select(Deal.client_id).join(Move).where(moved)))
    return sorted(about)


async def _unseen(db: AsyncSession, who: Rep, client_ids: Sequence[int]) -> list[int]:
    """Those of them that `who` may not see as things are."""
    found: list[int] = []
    for part in _parts(client_ids):
        found += await db.scalars(select(Client.id).where(Client.id.in_(part), ~visible(who)))
    return found


def _parts(row_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (row_ids[start : start + AT_ONCE] for start in range(0, len(row_ids), AT_ONCE))


def _kind(change: Change) -> object:
    """The same for changes that can be taken back together: those that set the same."""
    if change.before is None or change.after is None:
        return change.id
    return change.noun, json.dumps([change.before, change.after], sort_keys=True)


async def _revert_all(db: AsyncSession, alike: Sequence[Change]) -> None:
    first = alike[0]
    if len(alike) == 1:
        await _revert(db, first)
        return
    table = TABLES[first.noun]
    stands = [table.c[name] == value for name, value in _thawed(table, first.after or {}).items()]
    for part in _parts([change.row_id for change in alike]):
        back = update(table).where(table.c.id.in_(part), *stands).values(_thawed(table, first.before or {}))
        if len((await db.execute(back.returning(table.c.id))).all()) < len(part):
            raise Depended


async def _find_again(db: AsyncSession, reverted: Sequence[Change]) -> None:
    """What clients are found by follows from what they are called again."""
    told = {**(reverted[0].before or {}), **(reverted[0].after or {})}
    if reverted[0].noun == Client.__tablename__ and not told.keys().isdisjoint(vocabulary.FOUND_BY):
        ids = [change.row_id for change in reverted]
        await db.run_sync(lambda session: vocabulary.refill(session.connection(), ids))


async def _revert(db: AsyncSession, change: Change) -> None:
    table = TABLES[change.noun]
    this = table.c.id == change.row_id
    row = (await db.execute(select(table).where(this).with_for_update())).mappings().first()
    concern(db.sync_session, table.name, dict(row or {}))
    if change.after is None:
        await db.execute(insert(table).values(_thawed(table, change.before or {})))
        return
    if row is None or _frozen(table, {name: row[name] for name in change.after}) != change.after:
        raise Depended
    if change.before is None:
        if change.noun == Client.__tablename__:  # that somebody looked at it keeps nothing
            await db.execute(delete(Chat).where(Chat.client_id == change.row_id))
        await db.execute(delete(table).where(this))
    else:
        await db.execute(update(table).where(this).values(_thawed(table, change.before)))


@event.listens_for(TrackedSession, "after_flush")
def _write_down(session: Session, _context: Any) -> None:
    vocabulary.follow(session)
    if "act" not in session.info:
        return
    for row in _touched(session):
        concern(session, row.__tablename__, owners_before(row), vars(row))
    new, deleted = session.new, session.deleted  # asked for once: each time they are put together anew
    changes = [change for row in _touched(session) if (change := _change(row, new, deleted))]
    if changes:
        act_id = _act_id(session)
        session.connection().execute(insert(Change), [{**c, "act_id": act_id} for c in changes])


def _touched(session: Session) -> list[Base]:
    # A new client comes before its contact points, so that undo, going backwards, meets them first.
    rows = [*session.new, *session.dirty, *session.deleted]
    return sorted((row for row in rows if isinstance(row, TRACKED)), key=lambda row: TRACKED.index(type(row)))


def _act_id(session: Session) -> int:
    if "act_id" not in session.info:
        written = session.connection().execute(insert(Act).values(session.info["act"]).returning(Act.id))
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
        "before": before and _frozen(table, before),
        "after": after and _frozen(table, after),
    }


def _frozen(table: Table, values: Values) -> Values:
    return {name: _freeze(value) for name, value in values.items()}


def _freeze(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _thawed(table: Table, values: Values) -> Values:
    return {name: _thaw(table.c[name], value) for name, value in values.items()}


def _thaw(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and column.type.python_type in (datetime, date, time):
        return column.type.python_type.fromisoformat(value)
    return value
