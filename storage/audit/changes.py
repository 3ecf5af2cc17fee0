"""Audit log: record who changed which rows, with the values before and after.

A transaction on behalf of a rep calls `act`; from then on every flush records the changed rows of the tracked
tables.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit.recording import TABLES, Values, parts, record, write
from storage.models import Act, Base, Change, Client, Rep
from storage.rights import visible

MAX_LOOKED_THROUGH = 1_000  # of a person's acts
FILE = "file"  # the channel of a file import: too much for one undo


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


async def names_used(db: AsyncSession, who: Rep) -> set[str]:
    """The names of the person's newest acts; "undo" if one of them was undone."""
    newest = select(Act.name, Act.undone_at).where(Act.rep_id == who.id).order_by(Act.id.desc())
    acts = newest.limit(MAX_LOOKED_THROUGH).subquery()
    found = await db.execute(select(acts.c.name, acts.c.undone_at.is_not(None)).distinct())
    return {each for name, is_undone in found for each in (name, *(("undo",) if is_undone else ()))}


async def set_alike(
    db: AsyncSession, noun: type[Base], row_ids: Sequence[int], before: Values, after: Values
) -> None:
    """Set the same values in many rows with few statements, recorded like any other change.

    The caller has locked the rows and checked that they equal `before`.
    """
    table = TABLES[noun.__tablename__]
    for part in parts(row_ids):
        await db.execute(update(table).where(table.c.id.in_(part)).values(after))
    record(db.info, table, row_ids, before, after)
    await write(db)


async def get(db: AsyncSession, act_id: int) -> Act | None:
    return await db.get(Act, act_id)


async def last(db: AsyncSession, who: Rep) -> Act | None:
    """The newest act of `who` that has not been undone or purged, except file imports."""
    acts = select(Act).where(Act.rep_id == who.id, Act.undone_at.is_(None), Act.channel != FILE)
    acts = acts.where(exists().where(Change.act_id == Act.id))
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
