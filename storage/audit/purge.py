"""Purge what was deleted long ago: the list, and the changes that hold its data, a few rows at a time."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit.reversal import DELETION_LIFE
from storage.models import Change, Client, Deletion

AT_ONCE = 500  # changes per transaction


async def is_any_old(db: AsyncSession, now: datetime) -> bool:
    return bool(await db.scalar(select(exists(select(Deletion.id).where(Deletion.at < now - DELETION_LIFE)))))


async def purge_some(db: AsyncSession, now: datetime) -> bool:
    """Purge a part of the oldest deletion; True if there may be more. Only Rapport itself does this."""
    oldest = (
        select(Deletion).where(Deletion.at < now - DELETION_LIFE).order_by(Deletion.at, Deletion.id).limit(1)
    )
    deletion = await db.scalar(oldest.with_for_update(skip_locked=True))
    if deletion is None:
        return False
    if deletion.restored_at is None and await _purge_changes(db, deletion):
        return True
    await db.execute(delete(Deletion).where(Deletion.id == deletion.id))
    return True


async def _purge_changes(db: AsyncSession, deletion: Deletion) -> bool:
    """Delete some changes of rows that went with it; False if none is left."""
    gone = Change.act_id == deletion.act_id
    if deletion.noun == Client.__tablename__:  # also what it had lost before
        gone = (Change.act_id == deletion.act_id) | (Change.client_id == deletion.row_id)
    some = (await db.scalars(select(Change).where(gone).order_by(Change.id).limit(AT_ONCE))).all()
    by_noun: dict[str, set[int]] = {}
    for change in some:
        if change.after is None or change.client_id is not None:
            by_noun.setdefault(change.noun, set()).add(change.row_id)
    for noun, row_ids in by_noun.items():
        await db.execute(delete(Change).where(Change.noun == noun, Change.row_id.in_(row_ids)))
    await db.execute(delete(Change).where(Change.id.in_([change.id for change in some])))
    return bool(some)
