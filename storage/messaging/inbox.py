"""Handled events: each platform event ID is claimed in the same transaction as its effects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import delete, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from storage.database.dialects import dialect_of, insert_on
from storage.database.lease import Query
from storage.models import Base, Inbox

INBOX = Base.metadata.tables["inbox"]
FORGOTTEN: dict[str, Any] = {"done": True, "raw": null(), "error": ""}


class FailedUpdate(NamedTuple):
    channel: str
    space: str
    key: str
    done: bool  # given up on
    tries: int


async def claim(db: AsyncSession, channel: str, space: str, key: str, at: datetime) -> bool:
    """Claim this event for this transaction; False if it has been handled."""
    return (await db.execute(*claim_query(db, channel, space, key, at))).first() is not None


def claim_query(db: AsyncSession, channel: str, space: str, key: str, at: datetime) -> Query:
    """Finds a row if the event has not been handled."""
    event = {"channel": channel, "space": space, "key": key, "at": at, "done": True}
    return _claiming(dialect_of(db)), event


async def is_done(db: AsyncSession, channel: str, space: str, key: str) -> bool:
    """Whether the event has been handled or given up on."""
    this = (Inbox.channel == channel, Inbox.space == space, Inbox.key == key)
    return await db.scalar(select(Inbox.done).where(*this)) or False


async def count_failure(
    db: AsyncSession,
    channel: str,
    space: str,
    key: str,
    at: datetime,
    *,
    raw: dict[str, Any],
    error: str,
    most: int,
    comes_again: bool = True,
) -> bool:
    """Count a failed try; after `most` of them give up on the event, store its raw form and return True.

    If the platform does not redeliver it (`comes_again`) that often, the raw form is stored from the first
    failure on, to be retried.
    """
    seen = await get(db, channel, space, key)
    if seen is None:
        seen = Inbox(channel=channel, space=space, key=key, at=at, tries=0, done=False)
        db.add(seen)
    seen.tries += 1
    seen.error = error
    if seen.tries >= most:
        seen.done, seen.raw = True, raw
    elif not comes_again and not seen.done:
        seen.raw = raw
    return seen.done


async def get(db: AsyncSession, channel: str, space: str, key: str) -> Inbox | None:
    return await db.get(Inbox, (channel, space, key))


def kind_of(update: Inbox) -> str:
    """The error's type, without its message, which may quote what somebody typed."""
    return update.error.partition(":")[0]


async def failed_updates(db: AsyncSession) -> Sequence[Inbox]:
    """Updates with a raw form, oldest first: those `done` are given up on, the others wait for a retry."""
    return (await db.scalars(select(Inbox).where(Inbox.raw.is_not(None)).order_by(Inbox.at))).all()


async def failed(db: AsyncSession) -> Sequence[FailedUpdate]:
    """Updates that have failed but are not `done`, and those that are given up on."""
    unfinished = Inbox.done.is_(False) | Inbox.raw.is_not(None)
    found = select(Inbox.channel, Inbox.space, Inbox.key, Inbox.done, Inbox.tries).where(unfinished)
    return [FailedUpdate(*row) for row in await db.execute(found)]


async def count_failed_updates(db: AsyncSession) -> Mapping[str, int]:
    """How many updates are given up on, by channel."""
    counted = select(Inbox.channel, func.count()).where(Inbox.raw.is_not(None), Inbox.done)
    rows = await db.execute(counted.group_by(Inbox.channel))
    return dict(rows.all())


async def try_again(db: AsyncSession, key: str | None) -> int:
    """Retry given-up updates: the one with that key, or all (None). Returns how many."""
    again = update(Inbox).where(Inbox.raw.is_not(None), Inbox.done)
    if key is not None:
        again = again.where(Inbox.key == key)
    return len((await db.execute(again.values(done=False, tries=0).returning(Inbox.key))).all())


async def drop(db: AsyncSession, key: str) -> int:
    """Forget a failed update but keep its key, so that it is not handled again. Returns how many."""
    gone = update(Inbox).where(Inbox.raw.is_not(None), Inbox.key == key)
    return len((await db.execute(gone.values(**FORGOTTEN).returning(Inbox.key))).all())


async def to_try_again(db: AsyncSession, channels: Sequence[str]) -> Sequence[Inbox]:
    waiting = select(Inbox).where(Inbox.raw.is_not(None), Inbox.done.is_(False), Inbox.channel.in_(channels))
    return (await db.scalars(waiting.order_by(Inbox.at, Inbox.key))).all()


async def finish(db: AsyncSession, channel: str, space: str, key: str) -> None:
    """Mark a retried event that claimed nothing (a look-up) as handled."""
    this = (Inbox.channel == channel, Inbox.space == space, Inbox.key == key, Inbox.done.is_(False))
    await db.execute(update(Inbox).where(*this).values(**FORGOTTEN))


async def forget(db: AsyncSession, before: datetime) -> None:
    """Telegram keeps updates for a day, Slack retries for minutes: older keys are not needed."""
    handled = delete(Inbox).where(Inbox.at < before, Inbox.done, Inbox.raw.is_(None))
    await db.execute(handled)


@cache
def _claiming(dialect: str) -> ReturningInsert[str]:
    event = insert_on(dialect, INBOX)
    fresh = event.on_conflict_do_update(
        index_elements=["channel", "space", "key"],
        set_={**FORGOTTEN, "at": event.excluded.at},
        where=INBOX.c.done.is_(False),  # it failed before, and may be retried
    )
    return fresh.returning(INBOX.c.key)
