"""Home pages (Slack App Home): who has one, and what it last showed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert, one_of
from storage.messaging.outbox import REMINDER
from storage.models import Home, Outbox, Place, Rep

HOME_TAB = "home"  # in `replaces`: show the card as the home page
ALL = select(Home).where(Home.rep_id.is_not(None))
THEIRS = select(Home).where(one_of(Home.rep_id, "reps"))
NAME = "home"  # of the reminder that draws the page


async def put_opened(db: AsyncSession, place: Place, rep: Rep | None, *, is_blank: bool) -> None:
    """Record that the person opened the page. `is_blank`: it shows nothing (any more), whatever we sent."""
    key = {"channel": place.channel, "space": place.space, "user": place.user}
    seen = {"rep_id": rep and rep.id, **({"digest": ""} if is_blank else {})}
    put = insert(db, Home).values(**{"digest": "", **key, **seen})
    await db.execute(put.on_conflict_do_update(index_elements=list(key), set_=seen))


async def digest(db: AsyncSession, channel: str, space: str, user: str) -> str:
    """Digest of what the page shows; "" if unknown."""
    return await db.scalar(select(Home.digest).where(_at(channel, space, user))) or ""


async def put_shown(db: AsyncSession, channel: str, space: str, user: str, digest: str) -> None:
    await db.execute(update(Home).where(_at(channel, space, user)).values(digest=digest))


async def redraw(db: AsyncSession, rep_ids: Collection[int] | None, at: datetime) -> bool:
    """Queue the pages of these people (None: of everybody), once each; False if there are none."""
    if rep_ids is not None and not rep_ids:
        return False
    pages = await (db.scalars(ALL) if rep_ids is None else db.scalars(THEIRS, {"reps": sorted(rep_ids)}))
    found = pages.all()
    for page in found:
        await queue(db, page, at)
    return bool(found)


async def get(db: AsyncSession, place: Place) -> Home | None:
    return await db.scalar(select(Home).where(_at(place.channel, place.space, place.user)))


async def queue(db: AsyncSession, page: Home, at: datetime) -> None:
    """Queue a redraw, unless one is waiting. One in flight does not count: it may show the old state."""
    here = (Outbox.channel == page.channel, Outbox.space == page.space, Outbox.chat == page.user)
    waits = select(Outbox.id).where(*here, Outbox.reminder == NAME, Outbox.closed_at.is_(None))
    if await db.scalar(waits.where(Outbox.lease_until.is_(None)).limit(1)) is not None:
        return
    where = {"channel": page.channel, "space": page.space, "chat": page.user, "replaces": HOME_TAB}
    args = {"channel": page.channel, "space": page.space, "user": page.user}
    what = {"rep_id": page.rep_id, "reminder": NAME, "args": args, "urgency": REMINDER}
    db.add(Outbox(**where, **what, due_at=at, created_at=at))
    await db.flush()


def _at(channel: str, space: str, user: str) -> ColumnElement[bool]:
    return and_(Home.channel == channel, Home.space == space, Home.user == user)
