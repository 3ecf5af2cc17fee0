"""Short ways to put people and clients into a base, for tests that do not go through a chat."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients import clients
from storage.clients.new_client import NewClient, Point
from storage.models import Client, PointKind, Rep, Role
from storage.team import accounts


async def rep(
    db: AsyncSession, name: str, at: datetime, *, role: Role = Role.REP, timezone: str = "UTC"
) -> Rep:
    """A rep who has confirmed the time there."""
    new = await accounts.join(db, name, role, locale="en", timezone=timezone, at=at)
    new.setup_at = at
    await db.flush()
    return new


async def client(db: AsyncSession, owner: Rep, name: str, company: str = "", *phones_and_emails: str) -> Client:
    points = tuple(
        Point(PointKind.EMAIL if "@" in value else PointKind.PHONE, value.lower(), value)
        for value in phones_and_emails
    )
    return await clients.add(db, owner, NewClient(name, company=company, points=points), owner.created_at)
