"""Channels that have ever connected, and the bot's name on each."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Door


async def get_all(db: AsyncSession) -> Mapping[str, str]:
    """Our name by channel: the bot's on Telegram, the workspace's on Slack."""
    return {door.channel: door.name for door in await db.scalars(select(Door).order_by(Door.channel))}


async def put(db: AsyncSession, channel: str, name: str) -> None:
    door = insert(db, Door).values(channel=channel, name=name)
    await db.execute(door.on_conflict_do_update(index_elements=["channel"], set_={"name": name}))
