"""The clients or deals that match a filter, by ranges of IDs: nothing is lost or repeated between two.

A range takes no longer if few in it match.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, ContactPoint, Deal, Rep, Stage
from storage.rights import visible
from storage.search import filters
from storage.search.filters import Filter


@dataclass(frozen=True)
class ClientRow:
    client: Client
    owner: str  # name
    points: Sequence[ContactPoint]


@dataclass(frozen=True)
class DealRow:
    deal: Deal
    stage: Stage
    client: Client
    owner: str  # name


async def last_client_id(db: AsyncSession) -> int:
    return await db.scalar(select(func.max(Client.id))) or 0


async def last_deal_id(db: AsyncSession) -> int:
    return await db.scalar(select(func.max(Deal.id))) or 0


async def clients_between(
    db: AsyncSession, who: Rep, asked: Filter, after: int, last: int, *, among: Sequence[int] | None = None
) -> list[ClientRow]:
    """The clients with higher IDs than `after`, up to `last`. `among`: only these."""
    found = select(Client, Rep.name).join(Rep, Rep.id == Client.owner_id)
    found = found.where(visible(who), *filters.within(who, asked).matches, *_among(among))
    found = found.where(Client.id > after, Client.id <= last)
    rows = (await db.execute(found.order_by(Client.id))).all()
    points = await _points(db, [client.id for client, _owner in rows])
    return [ClientRow(client, owner, points.get(client.id, ())) for client, owner in rows]


async def deals_between(
    db: AsyncSession,
    who: Rep,
    asked: Filter,
    after: int,
    last: int,
    *,
    clients: Sequence[int] | None = None,
    among: Sequence[int] | None = None,
) -> list[DealRow]:
    """The deals with higher IDs than `after`, up to `last`. `clients`: only theirs; `among`: only these."""
    found = select(Deal, Stage, Client, Rep.name).join(Stage, Stage.id == Deal.stage_id)
    found = found.join(Client, Client.id == Deal.client_id).join(Rep, Rep.id == Deal.owner_id)
    found = found.where(visible(who), *filters.deal_conditions(who, asked), *filters.client_conditions(asked))
    found = found.where(Deal.id > after, Deal.id <= last, *_among(clients))
    if among is not None:
        found = found.where(Deal.id.in_(among))
    rows = await db.execute(found.order_by(Deal.id))
    return [DealRow(*row) for row in rows]


def _among(ids: Sequence[int] | None) -> Iterator[ColumnElement[bool]]:
    if ids is not None:
        yield Client.id.in_(ids)


async def _points(db: AsyncSession, client_ids: Sequence[int]) -> dict[int, list[ContactPoint]]:
    """The caller has found the clients."""
    found: dict[int, list[Any]] = {}
    if client_ids:
        theirs = select(ContactPoint).where(ContactPoint.client_id.in_(client_ids)).order_by(ContactPoint.id)
        for point in await db.scalars(theirs):
            found.setdefault(point.client_id, []).append(point)
    return found
