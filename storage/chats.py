"""The client a chat looked at last, so that a sentence need not name it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.accounts import Place
from storage.dialects import insert
from storage.models import Chat


async def get(db: AsyncSession, place: Place) -> Chat | None:
    here = (Chat.channel == place.channel, Chat.space == place.space, Chat.chat == place.chat)
    return await db.scalar(select(Chat).where(*here))


async def look(db: AsyncSession, channel: str, space: str, chat: str, client_id: int, at: datetime) -> None:
    """The chat looks at that client now. An older look never replaces a newer one."""
    seen = insert(db, Chat).values(channel=channel, space=space, chat=chat, client_id=client_id, at=at)
    await db.execute(
        seen.on_conflict_do_update(
            index_elements=["channel", "space", "chat"],
            set_={"client_id": client_id, "at": at},
            where=Chat.at <= at,
        )
    )
