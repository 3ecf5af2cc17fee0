"""Leases: one process at a time runs a channel, as long as it renews its lease."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Lease


async def moment(db: AsyncSession) -> datetime:
    """The database's time (PostgreSQL): leases are shared by machines whose clocks may differ."""
    return (await db.execute(select(func.now()))).scalar_one()


async def hold(db: AsyncSession, channel: str, holder: str, now: datetime, life: timedelta) -> bool:
    """Take or renew the lease; False while another process holds it."""
    mine = insert(db, Lease).values(channel=channel, holder=holder, until=now + life)
    free = (Lease.holder == holder) | (Lease.until <= now)
    held = await db.execute(
        mine.on_conflict_do_update(
            index_elements=["channel"], set_={"holder": holder, "until": now + life}, where=free
        ).returning(Lease.channel)
    )
    return held.first() is not None


async def leave(db: AsyncSession, channel: str, holder: str) -> None:
    """Give up the lease, so that another process can take it at once."""
    await db.execute(delete(Lease).where(Lease.channel == channel, Lease.holder == holder))
