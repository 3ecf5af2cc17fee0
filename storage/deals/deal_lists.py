"""Deals that match a filter: one page, the count, and the sum per currency."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, Deal, Rep, Stage
from storage.rights import visible
from storage.search.filters import Filter, client_conditions, deal_conditions


@dataclass(frozen=True)
class Total:
    """The deals in one currency (ISO 4217)."""

    currency: str
    count: int
    amount: int  # minor units


@dataclass(frozen=True)
class Named:
    """Only these clients' deals, or only these; None: any."""

    client_ids: Sequence[int] | None = None
    deal_ids: Sequence[int] | None = None


ANY = Named()


async def page(
    db: AsyncSession, who: Rep, asked: Filter, named: Named = ANY, *, limit: int, offset: int = 0
) -> list[tuple[Deal, Stage, Client]]:
    """By expected close if the filter has one, then biggest first."""
    found = select(Deal, Stage, Client).join(Stage, Stage.id == Deal.stage_id)
    found = found.join(Client, Client.id == Deal.client_id).where(*_conditions(who, asked, named))
    rows = await db.execute(found.order_by(*_order(asked)).limit(limit).offset(offset))
    return list(rows)


async def totals(db: AsyncSession, who: Rep, asked: Filter, named: Named = ANY) -> list[Total]:
    """Count and sum per currency, never across currencies; the currency with most deals first."""
    counted = select(Deal.currency, func.count(Deal.id), func.coalesce(func.sum(Deal.amount), 0))
    counted = counted.join(Stage, Stage.id == Deal.stage_id).join(Client, Client.id == Deal.client_id)
    counted = counted.where(*_conditions(who, asked, named)).group_by(Deal.currency)
    rows = await db.execute(counted.order_by(func.count(Deal.id).desc(), Deal.currency))
    return [Total(currency, count, int(amount or 0)) for currency, count, amount in rows]


def _conditions(who: Rep, asked: Filter, named: Named) -> Iterator[ColumnElement[bool]]:
    yield visible(who)
    yield from deal_conditions(who, asked)
    yield from client_conditions(asked)
    if named.client_ids is not None:
        yield Client.id.in_(named.client_ids)
    if named.deal_ids is not None:
        yield Deal.id.in_(named.deal_ids)


def _order(asked: Filter) -> Iterator[Any]:
    if asked.dealing and asked.dealing.closes:
        yield Deal.expected_close
    yield Deal.amount.desc().nulls_last()
    yield Deal.id
