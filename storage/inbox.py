"""Which events have been handled: each platform's own event id is claimed with the effects, or not at all."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dialects import insert
from storage.models import Inbox


async def claim(db: AsyncSession, channel: str, space: str, key: str, at: datetime) -> bool:
    """Whether this event is ours to handle, in this transaction; False if it has been handled."""
    statement = insert(db, Inbox).values(channel=channel, space=space, key=key, at=at, done=True)
    fresh = statement.on_conflict_do_update(
        index_elements=["channel", "space", "key"],
        set_={"done": True, "at": at},
        where=Inbox.done.is_(False),  # it has failed before, and may be tried again
    )
    claimed = await db.execute(fresh.returning(Inbox.key))
    return claimed.first() is not None


async def is_done(db: AsyncSession, channel: str, space: str, key: str) -> bool:
    """Whether the event has been handled or set aside."""
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
) -> bool:
    """Count a failed try; after `most` of them set the event aside, with its raw form, and return True."""
    seen = await db.get(Inbox, (channel, space, key))
    if seen is None:
        seen = Inbox(channel=channel, space=space, key=key, at=at, tries=0, done=False)
        db.add(seen)
    seen.tries += 1
    seen.error = error
    if seen.tries >= most:
        seen.done, seen.raw = True, raw
    return seen.done


async def forget(db: AsyncSession, before: datetime) -> None:
    """Telegram keeps updates for a day, Slack retries for minutes: older keys are not needed."""
    handled = delete(Inbox).where(Inbox.at < before, Inbox.done, Inbox.raw.is_(None))
    await db.execute(handled)
