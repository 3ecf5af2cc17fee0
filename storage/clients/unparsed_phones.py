"""Phones that are kept as they were typed, since no country was known for them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients.new_client import Point
from storage.models import Client, ContactPoint, PointKind
from storage.rights import Who, visible
from storage.search import derived_columns

FIRST_DIGIT = "0"  # what is dialled from anywhere begins with a plus, which comes before


async def of_no_country(db: AsyncSession, who: Who, *, limit: int) -> Sequence[ContactPoint]:
    """The newest first."""
    found = select(ContactPoint).join(Client, Client.id == ContactPoint.client_id).where(visible(who))
    found = found.where(ContactPoint.kind == PointKind.PHONE, ContactPoint.value >= FIRST_DIGIT)
    return (await db.scalars(found.order_by(ContactPoint.id.desc()).limit(limit))).all()


async def renumber(db: AsyncSession, point: ContactPoint, new: Point) -> None:
    """The same phone, now that it is known how it is dialled; left alone where the client has that one, too."""
    same = (
        ContactPoint.client_id == point.client_id,
        ContactPoint.kind == PointKind.PHONE,
        ContactPoint.value == new.value,
    )
    if await db.scalar(select(ContactPoint.id).where(*same)) is None:
        point.value = new.value
        derived_columns.fill(point)
        await db.flush()
