"""Where people can come in: each channel that has ever connected, and what it calls us."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Door


async def every(db: AsyncSession) -> Mapping[str, str]:
    """Our name by channel: of the bot in Telegram, of the workspace in Slack."""
    return {door.channel: door.name for door in await db.scalars(select(Door).order_by(Door.channel))}


async def put(db: AsyncSession, channel: str, name: str) -> None:
    door = insert(db, Door).values(channel=channel, name=name)
    await db.execute(door.on_conflict_do_update(index_elements=["channel"], set_={"name": name}))
