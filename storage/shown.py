"""Which client a message shows, so that a reply to it is about them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dialects import insert
from storage.models import Shown

KEY = ("channel", "space", "chat", "message")
Message = tuple[str, str, str, str]  # channel, space, chat, and the platform's number of it there


async def get(db: AsyncSession, message: Message) -> Shown | None:
    """Its ids only: who asks looks them up as themselves."""
    return await db.get(Shown, message)


async def put(db: AsyncSession, message: Message, client_id: int, deal_id: int | None, at: datetime) -> None:
    now = {"client_id": client_id, "deal_id": deal_id, "at": at}
    row = insert(db, Shown).values(**dict(zip(KEY, message, strict=True)), **now)
    await db.execute(row.on_conflict_do_update(index_elements=KEY, set_=now))


async def put_all(db: AsyncSession, noted: Mapping[Message, tuple[int, int | None, datetime]]) -> None:
    """The same of many, in one statement."""
    if noted:
        row = insert(db, Shown)
        now = {name: row.excluded[name] for name in ("client_id", "deal_id", "at")}
        names = (*KEY, *now)
        rows = [dict(zip(names, (*message, *what), strict=True)) for message, what in noted.items()]
        await db.execute(row.on_conflict_do_update(index_elements=KEY, set_=now), rows)


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Shown).where(Shown.at < before))
