"""What came of a line somebody typed, so that a change of the line can take its place."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dialects import insert
from storage.models import Typed
from storage.shown import KEY, Message


async def get(db: AsyncSession, message: Message, user: str) -> Typed | None:
    """Only of a line of that user."""
    row = await db.get(Typed, message)
    return row if row and row.user == user else None


async def put(db: AsyncSession, message: Message, user: str, at: datetime, **came: Any) -> None:
    """`came`: the other columns of it."""
    now = {"user": user, "at": at, **came}
    row = insert(db, Typed).values(**dict(zip(KEY, message, strict=True)), **now)
    await db.execute(row.on_conflict_do_update(index_elements=KEY, set_=now))


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Typed).where(Typed.at < before))
