"""The client a chat last viewed, so that a sentence need not name it."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.database.dialects import insert
from storage.models import Account, Binding, Chat, Draft, Outbox, Place


async def get(db: AsyncSession, place: Place) -> Chat | None:
    here = (Chat.channel == place.channel, Chat.space == place.space, Chat.chat == place.chat)
    return await db.scalar(select(Chat).where(*here))


async def put(db: AsyncSession, channel: str, space: str, chat: str, client_id: int, at: datetime) -> None:
    """Record that the chat views this client now. An older view never replaces a newer one."""
    seen = insert(db, Chat).values(channel=channel, space=space, chat=chat, client_id=client_id, at=at)
    await db.execute(
        seen.on_conflict_do_update(
            index_elements=["channel", "space", "chat"],
            set_={"client_id": client_id, "at": at},
            where=Chat.at <= at,
        )
    )


async def move(db: AsyncSession, channel: str, space: str, was: str, now: str) -> None:
    """The platform changed the chat's ID: move everything stored for it."""
    left = aliased(Chat)
    moves = select(left.chat).where(left.channel == channel, left.space == space, left.chat == was).exists()
    there = (Chat.channel == channel, Chat.space == space, Chat.chat == now)
    await db.execute(delete(Chat).where(*there, moves))
    # If the new ID already has a subscription, it replaces the old one.
    bound, again = (Binding.channel == channel, Binding.space == space), aliased(Binding)
    newer = select(again.id).where(again.channel == channel, again.space == space, again.chat == now)
    await db.execute(delete(Binding).where(*bound, Binding.chat == was, newer.exists()))
    for kept in (Account, Binding, Chat, Draft, Outbox):
        here = (kept.channel == channel, kept.space == space, kept.chat == was)
        await db.execute(update(kept).where(*here).values(chat=now))
