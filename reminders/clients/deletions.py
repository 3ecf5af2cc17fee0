"""Tell owners of deleted clients, and purge what was deleted 30 days ago."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request
from handlers.deletions import deletion_list
from handlers.deletions.deletions import NOTICE
from reminders.registry import check, reminder
from storage.audit import purge


@reminder(NOTICE)
async def draw(req: Request, deletion_id: int) -> Card | None:
    return await deletion_list.notice(req, deletion_id)


async def is_due(db: AsyncSession, now: datetime) -> bool:
    return await purge.is_any_old(db, now)


@check(is_due)
async def purge_old(db: AsyncSession, now: datetime) -> bool:
    return await purge.purge_some(db, now)
