"""The client a message shows, so that a reply to the message is about that client."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import dialects
from storage.models import Base, Shown

SHOWN = Base.metadata.tables["shown"]
KEY = ("channel", "space", "chat", "message")
Message = tuple[str, str, str, str]  # channel, space, chat, and the platform's message ID


async def get(db: AsyncSession, message: Message) -> Shown | None:
    """IDs only: the caller loads the client with its own rights."""
    return await db.get(Shown, message)


async def put(db: AsyncSession, noted: Mapping[Message, tuple[int, int | None, datetime]]) -> None:
    """For each message: client, deal, and when it was sent (UTC)."""
    names = (*KEY, "client_id", "deal_id", "at")
    rows = [dict(zip(names, (*message, *what), strict=True)) for message, what in noted.items()]
    if rows:
        await dialects.put(db, SHOWN, KEY, *rows)


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Shown).where(Shown.at < before))
