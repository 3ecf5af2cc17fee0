"""Phones stored as typed because their country was not known."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients.new_client import Point
from storage.models import Client, ContactPoint, PointKind
from storage.rights import Who, visible

FIRST_DIGIT = "0"  # E.164 numbers start with a plus, which sorts before


async def of_no_country(db: AsyncSession, who: Who, *, limit: int) -> Sequence[ContactPoint]:
    """Phones without a country code, newest first."""
    found = select(ContactPoint).join(Client, Client.id == ContactPoint.client_id).where(visible(who))
    found = found.where(ContactPoint.kind == PointKind.PHONE, ContactPoint.value >= FIRST_DIGIT)
    return (await db.scalars(found.order_by(ContactPoint.id.desc()).limit(limit))).all()


async def renumber(db: AsyncSession, point: ContactPoint, new: Point) -> None:
    """Store the normalised number, unless the client has it already."""
    same = (
        ContactPoint.client_id == point.client_id,
        ContactPoint.kind == PointKind.PHONE,
        ContactPoint.value == new.value,
    )
    if await db.scalar(select(ContactPoint.id).where(*same)) is None:
        point.value = new.value
        await db.flush()
