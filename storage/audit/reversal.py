"""Undo: restore what an act has changed, unless a later change depends on it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rights
from storage.audit.recording import TABLES, TRACKED, Values, parts, record, to_json_values, write
from storage.database.dialects import dialect_of
from storage.models import (
    Account,
    Act,
    Binding,
    Change,
    Chat,
    Client,
    Company,
    ContactPoint,
    Deal,
    Deletion,
    FollowUp,
    FollowUpState,
    Interaction,
    Move,
    Recurrence,
    Rep,
    Role,
    Team,
)
from storage.rights import NotAllowed, visible

DELETION_LIFE = timedelta(days=30)  # then what was deleted is purged
ONCE = {"recurrence_id": None, "occurs_on": None}  # of a follow-up that does not recur
STANDING = {"role", "team_id", "active", "left_at"}  # of a rep: set by admins


@dataclass(frozen=True)
class Undone:
    """An act that was undone, and what happened to the clients it had assigned."""

    act: Act
    gone: Mapping[int, int]  # how many clients each rep gave back
    stay: Sequence[int]  # clients that have been reassigned since


class Depended(Exception):
    """A later change depends on this one and must be undone first."""


class Purged(Exception):
    """What the act deleted is gone for good."""


class OutOfSight(Exception):
    """The change is about a client that the person may no longer see."""


async def undo(db: AsyncSession, who: Rep, act_id: int, at: datetime) -> Undone | None:
    """Undo the act if it is `who`'s and not undone yet; else return None.

    Clients that were reassigned since keep their owner, if at least one can be given back. Raises Depended,
    Purged, OutOfSight, NotAllowed, LastAdmin.
    """
    claimed = update(Act).where(Act.id == act_id, Act.rep_id == who.id, Act.undone_at.is_(None))
    if (await db.scalars(claimed.values(undone_at=at).returning(Act.id))).first() is None:
        return None
    found = await db.scalars(select(Change).where(Change.act_id == act_id).order_by(Change.id.desc()))
    changes = found.all()
    if not changes or await _is_too_old(db, act_id, at):
        raise Purged
    was_deletion = await mark_restored(db, act_id, at)
    about = await _clients(db, act_id, changes)
    await _lock_clients(db, about)
    decided = any(_is_an_admins(change, who) for change in changes) and not was_deletion
    if decided and who.id not in await rights.lock_admins(db):
        raise NotAllowed
    unseen, gone, stay = await _unseen(db, who, about), Counter[int](), set[int]()
    try:
        async with db.begin_nested():
            for _alike, run in groupby(changes, key=_kind):
                await _taken_back(db, list(run), gone, stay)
            await write(db)
            if stay and not gone:
                raise Depended
            if decided:
                await rights.keep_an_admin(db)
            # Somebody who assigned a client to others may take it back, even without seeing it now.
            if await _unseen(db, who, sorted({*unseen} - stay)):
                raise OutOfSight
    except IntegrityError as error:
        raise Depended from error
    for row in list(db):  # objects loaded by this session are out of date now
        if isinstance(row, TRACKED):
            db.expunge(row)
    return Undone(await db.get_one(Act, act_id), gone, sorted(stay))


async def _taken_back(db: AsyncSession, alike: Sequence[Change], gone: Counter[int], stay: set[int]) -> None:
    if not _is_given(alike[0]):
        await _revert_all(db, alike)
        return
    back = await _give_back(db, alike)
    if alike[0].noun == Client.__tablename__:
        gone.update([(alike[0].after or {})["owner_id"]] * len(back))
        stay.update(change.row_id for change in alike if change.row_id not in back)


def _is_an_admins(change: Change, who: Rep) -> bool:
    """Whether the change is about people, beyond their own settings."""
    told = {**(change.before or {}), **(change.after or {})}
    match change.noun:
        case Rep.__tablename__:
            return change.row_id != who.id or bool(STANDING & set(told))
        case Account.__tablename__:
            return bool(told.get("rep_id", who.id) != who.id)
        case Binding.__tablename__:
            return who.role is Role.REP  # was a manager then
        case noun:
            return noun in (Company.__tablename__, Team.__tablename__)


async def _clients(db: AsyncSession, act_id: int, changes: Sequence[Change]) -> list[int]:
    """The clients that the changed rows belong to."""
    about = {change.row_id for change in changes if change.noun == Client.__tablename__}
    about |= {
        told["client_id"] for c in changes for told in (c.before, c.after) if told and "client_id" in told
    }
    rows = select(Change.row_id).where(Change.act_id == act_id)
    for noun in (ContactPoint, Interaction, Deal, Recurrence, FollowUp):
        these = noun.id.in_(rows.where(Change.noun == noun.__tablename__))
        about |= set(await db.scalars(select(noun.client_id).where(these)))
    moved = Move.id.in_(rows.where(Change.noun == Move.__tablename__))
    about |= set(await db.scalars(select(Deal.client_id).join(Move).where(moved)))
    return sorted(about - {None})


async def _lock_clients(db: AsyncSession, client_ids: Sequence[int]) -> None:
    """Before their rows, as everybody does who changes both. SQLite has one writer."""
    for part in parts(client_ids) if dialect_of(db) == "postgresql" else ():
        these = select(Client.id).where(Client.id.in_(part)).order_by(Client.id)
        await db.execute(these.with_for_update())


async def _unseen(db: AsyncSession, who: Rep, client_ids: Sequence[int]) -> list[int]:
    """Those of the clients that `who` may not see in the current state."""
    found: list[int] = []
    for part in parts(client_ids):
        found += await db.scalars(select(Client.id).where(Client.id.in_(part), ~visible(who)))
    return found


def _kind(change: Change) -> object:
    """Equal for changes that can be undone together: those that set the same values, or deleted rows."""
    if change.after is None:
        return change.noun
    if change.before is None:
        return change.id
    return change.noun, json.dumps([change.before, change.after], sort_keys=True)


def _is_given(change: Change) -> bool:
    """Whether the change only assigned a client, or an open row of one, to another owner."""
    return change.before is not None and (change.after or {}).keys() == {"owner_id"}


async def _give_back(db: AsyncSession, alike: Sequence[Change]) -> set[int]:
    """Give back the rows whose owner has not changed since; return their IDs."""
    table, back = TABLES[alike[0].noun], set[int]()
    before, after = alike[0].before or {}, alike[0].after or {}
    for part in parts([change.row_id for change in alike]):
        stands = update(table).where(table.c.id.in_(part), table.c.owner_id == after["owner_id"])
        back |= set(await db.scalars(stands.values(owner_id=before["owner_id"]).returning(table.c.id)))
    record(db.info, table, back, after, before, is_undo=True)
    return back


async def _is_too_old(db: AsyncSession, act_id: int, at: datetime) -> bool:
    """Whether the act deleted something so long ago that a part of it may be purged."""
    old = select(Deletion.id).where(Deletion.act_id == act_id, Deletion.at < at - DELETION_LIFE)
    return await db.scalar(old.limit(1)) is not None


async def mark_restored(db: AsyncSession, act_id: int, at: datetime) -> bool:
    """Note that what the act deleted is there again; False if it deleted nothing that is listed."""
    gone = update(Deletion).where(Deletion.act_id == act_id, Deletion.restored_at.is_(None))
    return (await db.scalars(gone.values(restored_at=at).returning(Deletion.id))).first() is not None


async def put_back(db: AsyncSession, alike: Sequence[Change]) -> None:
    """Insert deleted rows of one table again, as they were."""
    table = TABLES[alike[0].noun]
    rows: Sequence[Values] = [_thawed(table, change.before or {}) for change in alike]
    if table.name == Binding.__tablename__:
        rows = [row for row in rows if await _is_free(db, row)]
    if table.name == FollowUp.__tablename__:
        rows = await _without_rules(db, rows)
    for part in parts(rows):
        await db.execute(insert(table), part)
    for row in rows:
        record(db.info, table, [row["id"]], None, row, is_undo=True)


async def _without_rules(db: AsyncSession, follow_ups: Sequence[Values]) -> Sequence[Values]:
    """Open occurrences of rules of which another one is open now: these no longer recur."""
    again = [row for row in follow_ups if row["state"] == FollowUpState.OPEN and row.get("recurrence_id")]
    rules = FollowUp.recurrence_id.in_([row["recurrence_id"] for row in again])
    opened = select(FollowUp.recurrence_id).where(rules, FollowUp.state == FollowUpState.OPEN)
    taken = {*(await db.scalars(opened))} if again else set[int | None]()
    single = {row["id"] for row in again if row["recurrence_id"] in taken}
    return [{**row, **ONCE} if row["id"] in single else row for row in follow_ups]


async def _is_free(db: AsyncSession, binding: Values) -> bool:
    """Whether the chat has not been given another subscription since."""
    there = {name: binding[name] for name in ("channel", "space", "chat")}
    return await db.scalar(select(Binding.id).filter_by(**there)) is None


async def _revert_all(db: AsyncSession, alike: Sequence[Change]) -> None:
    first = alike[0]
    if first.after is None:
        await put_back(db, alike)
        return
    if len(alike) == 1:
        await _revert(db, first)
        return
    table = TABLES[first.noun]
    after, before = _decided(table, first.after or {}), _decided(table, first.before or {})
    stands = [table.c[name] == value for name, value in _thawed(table, after).items()]
    for part in parts([change.row_id for change in alike]):
        back = update(table).where(table.c.id.in_(part), *stands).values(_thawed(table, before))
        if len((await db.execute(back.returning(table.c.id))).all()) < len(part):
            raise Depended
    record(db.info, table, [change.row_id for change in alike], after, before, is_undo=True)


async def _revert(db: AsyncSession, change: Change) -> None:
    table = TABLES[change.noun]
    this = table.c.id == change.row_id
    row = (await db.execute(select(table).where(this).with_for_update())).mappings().first()
    known = dict(row or {})
    after = _decided(table, change.after or {})
    if row is None or to_json_values({name: row[name] for name in after}) != after:
        raise Depended
    if change.before is None:
        if change.noun == Client.__tablename__:  # that a chat viewed the client does not prevent the undo
            await db.execute(delete(Chat).where(Chat.client_id == change.row_id))
        await db.execute(delete(table).where(this))
        change.client_id = known.get("client_id")
        record(db.info, table, [change.row_id], known, None, is_undo=True)
    else:
        values = _thawed(table, _decided(table, change.before))
        await db.execute(update(table).where(this).values(values))
        record(db.info, table, [change.row_id], after, values, known=known, is_undo=True)


def _decided(table: Table, values: Values) -> Values:
    """Without derived columns: older acts contain them, and a migration may have recomputed them."""
    kept = {name: value for name, value in values.items() if name in table.c}
    return {name: value for name, value in kept.items() if not table.c[name].info.get("derived")}


def _thawed(table: Table, values: Values) -> Values:
    """Without columns that there are no more."""
    return {name: _thaw(table.c[name], value) for name, value in values.items() if name in table.c}


def _thaw(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and column.type.python_type in (datetime, date, time):
        return column.type.python_type.fromisoformat(value)
    return value
