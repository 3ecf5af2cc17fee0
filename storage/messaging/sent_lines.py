"""What came of a line somebody typed, so that a change of the line can take its place."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import dialects
from storage.messaging.shown_cards import KEY, Message
from storage.models import Base, Place, Typed

TYPED = Base.metadata.tables["typed"]
LAST_ASKED = (Typed.draft_id.desc().nulls_last(), Typed.at.desc())


async def get(db: AsyncSession, message: Message, user: str) -> Typed | None:
    """Only of a line of that user."""
    row = await db.get(Typed, message)
    return row if row and row.user == user else None


async def of_album(db: AsyncSession, place: Place, album: str) -> Typed | None:
    """Of what that user has sent together: what was asked about last, else what did something last."""
    here = (Typed.channel == place.channel, Typed.space == place.space, Typed.user == place.user)
    something = or_(Typed.act_id.is_not(None), Typed.draft_id.is_not(None))
    return await db.scalar(
        select(Typed).where(*here, Typed.album == album, something).order_by(*LAST_ASKED).limit(1)
    )


async def put(db: AsyncSession, message: Message, user: str, at: datetime, **came: Any) -> None:
    """`came`: the other columns of it."""
    row = {**dict(zip(KEY, message, strict=True)), "user": user, "at": at, **came}
    await dialects.put(db, TYPED, KEY, row)


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Typed).where(Typed.at < before))
