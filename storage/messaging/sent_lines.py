"""What a sent line led to, so that an edit of the line can replace it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import dialects
from storage.messaging.shown_cards import KEY, Message
from storage.models import Base, Place, SentLine

SENT_LINES = Base.metadata.tables["typed"]
NEWEST_FIRST = (SentLine.draft_id.desc().nulls_last(), SentLine.at.desc())


async def get(db: AsyncSession, message: Message, user: str) -> SentLine | None:
    """Only if that user sent the line."""
    row = await db.get(SentLine, message)
    return row if row and row.user == user else None


async def of_album(db: AsyncSession, place: Place, album: str) -> SentLine | None:
    """The newest line of that user's album: preferably one with a question, else one that did something."""
    here = (SentLine.channel == place.channel, SentLine.space == place.space, SentLine.user == place.user)
    something = or_(SentLine.act_id.is_not(None), SentLine.draft_id.is_not(None))
    return await db.scalar(
        select(SentLine).where(*here, SentLine.album == album, something).order_by(*NEWEST_FIRST).limit(1)
    )


async def put(db: AsyncSession, message: Message, user: str, at: datetime, **came: Any) -> None:
    """`came`: the values of the other columns."""
    row = {**dict(zip(KEY, message, strict=True)), "user": user, "at": at, **came}
    await dialects.put(db, SENT_LINES, KEY, row)


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(SentLine).where(SentLine.at < before))
