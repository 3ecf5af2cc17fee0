"""What was deleted: listed for 30 days to its owner and to admins, and restored as it was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit.recording import TABLES, parts, record, write
from storage.audit.reversal import DELETION_LIFE, Depended, mark_restored, put_back
from storage.models import Act, Base, Change, Client, Deletion, DeletionKey, FollowUp, Rep, Role
from storage.rights import Who, me, sight_of, visible, within
from storage.search import normalise

BACKWARDS = "<"  # begins the key of a phone, last digit first
NEAR = 50  # candidates
DETACHED = {"interaction_id": None}  # what a follow-up is set to when its interaction is deleted
LAST_LETTER = "\U0010ffff"

Found = tuple[Deletion, Rep]  # and who deleted it


def may_restore(who: Rep, deletion: Deletion) -> bool:
    """Whoever owned it may, and admins."""
    return who.active and (who.role is Role.ADMIN or deletion.owner_id == who.id)


async def add(
    db: AsyncSession, noun: type[Base], row_id: int, values: Mapping[str, Any], keys: Iterable[str] = ()
) -> Deletion:
    """List what this transaction's act has deleted. `values`: other columns; `keys`: what it is found by."""
    deletion = Deletion(act_id=db.info["act_id"], noun=noun.__tablename__, row_id=row_id, **values)
    db.add(deletion)
    await db.flush()
    db.add_all(DeletionKey(value=key, deletion_id=deletion.id) for key in dict.fromkeys(keys))
    await db.flush()
    return deletion


async def get(db: AsyncSession, who: Rep, deletion_id: int, now: datetime) -> Found | None:
    """None if it is or will be purged, or is not `who`'s to restore."""
    this = (Deletion.id == deletion_id, Deletion.at >= now - DELETION_LIFE)
    return (await db.execute(_joined().where(_restorable(who), *this))).first()


async def page(db: AsyncSession, who: Rep, *, limit: int, offset: int = 0) -> Sequence[Found]:
    """What `who` may restore, newest first."""
    listed = _joined().where(_restorable(who), Deletion.restored_at.is_(None))
    newest = listed.order_by(Deletion.at.desc(), Deletion.id.desc())
    return (await db.execute(newest.limit(limit).offset(offset))).all()


async def count(db: AsyncSession, who: Rep) -> int:
    listed = _deletions().where(_restorable(who), Deletion.restored_at.is_(None))
    return await db.scalar(listed.with_only_columns(func.count(Deletion.id))) or 0


async def find(db: AsyncSession, who: Rep, words: str, *, limit: int) -> Sequence[Found]:
    """Deleted clients that `who` may restore: their names have all these words, or their phones end so."""
    said = normalise.index_words(words)
    digits = "".join(filter(str.isdecimal, words))[::-1]
    begins = (
        f"{BACKWARDS}{digits}"
        if digits and not any(map(str.isalpha, words))
        else max(said, key=len, default="")
    )
    if not begins:
        return []
    keys = select(DeletionKey.deletion_id).where(*_starts_with(begins))
    listed = _joined().where(_restorable(who), Deletion.restored_at.is_(None), Deletion.id.in_(keys))
    rows = list(await db.execute(listed.order_by(Deletion.at.desc(), Deletion.id.desc()).limit(NEAR)))
    return [row for row in rows if begins.startswith(BACKWARDS) or _has_words(row[0], said)][:limit]


async def with_keys(db: AsyncSession, who: Who, keys: Sequence[str]) -> dict[str, list[Deletion]]:
    """By key: deleted clients that `who` would see if they were there."""
    found: dict[str, list[Deletion]] = {}
    for part in parts(keys):
        asked = select(DeletionKey.value, Deletion).join(Deletion, Deletion.id == DeletionKey.deletion_id)
        asked = asked.where(DeletionKey.value.in_(part), Deletion.restored_at.is_(None))
        mine = within(sight_of(who), Deletion.owner_id)
        for value, deletion in await db.execute(asked.where(mine).order_by(Deletion.id), me(who)):
            found.setdefault(value, []).append(deletion)
    return found


async def keys_of(db: AsyncSession, deletion_ids: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {deletion_id: set() for deletion_id in deletion_ids}
    for part in parts(deletion_ids):
        theirs = select(DeletionKey.deletion_id, DeletionKey.value).where(DeletionKey.deletion_id.in_(part))
        for deletion_id, value in await db.execute(theirs):
            found[deletion_id].add(value)
    return found


async def restore(db: AsyncSession, who: Rep, deletion_id: int, at: datetime) -> Deletion | None:
    """Insert again what was deleted; None if that is done, or not for `who` to do.

    Raises Depended if what it belonged to is gone.
    """
    this = (Deletion.id == deletion_id, Deletion.at >= at - DELETION_LIFE)
    locked = _deletions().where(_restorable(who), *this).with_for_update(of=Deletion)
    deletion = await db.scalar(locked.execution_options(populate_existing=True))
    if deletion is None or deletion.restored_at is not None:
        return None
    undone = update(Act).where(Act.id == deletion.act_id, Act.undone_at.is_(None)).values(undone_at=at)
    await db.execute(undone)
    found = select(Change).where(Change.act_id == deletion.act_id).order_by(Change.id.desc())
    changes = (await db.scalars(found)).all()
    gone = [change for change in changes if change.after is None]
    try:
        async with db.begin_nested():
            for _noun, alike in groupby(gone, key=lambda change: change.noun):
                await put_back(db, list(alike))
            await _attach(db, changes)
            await write(db)
    except IntegrityError as error:
        raise Depended from error
    await mark_restored(db, deletion.act_id, at)
    return deletion


async def _attach(db: AsyncSession, changes: Iterable[Change]) -> None:
    """Have the follow-ups that led to a deleted interaction refer to it again, unless they refer to another."""
    for change in changes:
        if change.after == DETACHED and change.before:
            this = (FollowUp.id == change.row_id, FollowUp.interaction_id.is_(None))
            again = update(FollowUp).where(*this).values(change.before).returning(FollowUp.id)
            back = (await db.scalars(again)).all()
            record(db.info, TABLES[FollowUp.__tablename__], back, DETACHED, change.before, is_undo=True)


def _deletions() -> Select[Deletion]:
    """With the client that is left, if any."""
    return select(Deletion).outerjoin(Client, Client.id == Deletion.client_id)


def _joined() -> Select[Deletion, Rep]:
    listed = _deletions().join(Act, Act.id == Deletion.act_id).join(Rep, Rep.id == Act.rep_id)
    return listed.with_only_columns(Deletion, Rep)


def _restorable(who: Rep) -> ColumnElement[bool]:
    """`may_restore` as a condition; what a client that is there has lost, its owner may restore now, too."""
    if not who.active:
        return false()
    owned = and_(Deletion.owner_id == who.id, or_(Client.id.is_(None), visible(who)))
    return true() if who.role is Role.ADMIN else or_(owned, Client.owner_id == who.id)


def _starts_with(begins: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """As a range of the index."""
    return DeletionKey.value >= begins, DeletionKey.value < begins + LAST_LETTER


def _has_words(deletion: Deletion, said: Sequence[str]) -> bool:
    known = normalise.index_words(f"{deletion.name} {deletion.company}")
    is_client = deletion.noun == Client.__tablename__
    return is_client and all(any(word.startswith(each) for word in known) for each in said)
