"""Clients to keep in touch with: how often, and who is going cold. Days are local to the asking rep."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Date, Integer, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, Rep
from storage.rights import Sight, me, sight_of, within


async def put(db: AsyncSession, client: Client, every: int | None, start: date) -> None:
    """Keep in touch every so many days, counted from `start` and from each interaction; None: no more.

    The caller got the client through `get`.
    """
    client.contact_every, client.contact_from = every, start if every else None
    await db.flush()


async def going_cold(db: AsyncSession, who: Rep, on: date, *, limit: int) -> Sequence[Client]:
    """The rep's own clients with whom the next contact is due by that day, longest over first."""
    asked = {**me(who), "owner": who.id, "day": on, "most": limit}
    return (await db.scalars(_cold(sight_of(who)), asked)).all()


@cache
def _cold(far: Sight) -> Select[Client]:
    due = (
        Client.owner_id == bindparam("owner", type_=Integer),
        Client.contact_due <= bindparam("day", type_=Date),
    )
    theirs = select(Client).where(within(far), *due).order_by(Client.contact_due, Client.id)
    return theirs.limit(bindparam("most", type_=Integer))
