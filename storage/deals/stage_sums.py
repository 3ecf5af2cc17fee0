"""Number, sum and weighted sum of the deals in each stage, per currency."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.deals import deals
from storage.deals.deal_lists import Total
from storage.models import Client, Deal, Stage, StageState
from storage.rights import Who, visible


@dataclass(frozen=True)
class Sum:
    """The deals of one stage in one currency."""

    stage: Stage
    currency: str
    count: int = 0
    amount: int = 0  # minor units
    weighted: int = 0  # the same times the probability of each deal in percent
    oldest: datetime | None = None  # since when the first of them has been in the stage
    moved: int = 0  # how many have come lately


async def sums(db: AsyncSession, who: Who, since: datetime, *, of: int | None = None) -> list[Sum]:
    """The open deals per stage of the first pipeline and currency, never across currencies.

    `since` (UTC): which of them count as moved. `of`: only that rep's deals.
    """
    stages = [stage for stage in await deals.stages(db) if stage.state is StageState.OPEN]
    counted = (
        select(
            Deal.stage_id,
            Deal.currency,
            Deal.probability,
            func.count(Deal.id),
            func.coalesce(func.sum(Deal.amount), 0),
            func.min(Deal.moved_at),
            func.count(case((Deal.moved_at >= since, Deal.id))),
        )
        .join(Client, Client.id == Deal.client_id)
        .where(visible(who), Deal.stage_id.in_([stage.id for stage in stages]))
        .where(true() if of is None else Deal.owner_id == of)
        .group_by(Deal.stage_id, Deal.currency, Deal.probability)
        .order_by(Deal.currency)
    )
    rows = (await db.execute(counted)).all()
    found: dict[tuple[int, str], Sum] = {}
    for stage in stages:
        for stage_id, currency, probability, count, amount, oldest, moved in rows:
            if stage_id == stage.id:
                more = Sum(stage, currency, count, int(amount or 0), 0, oldest, moved)
                before = found.get((stage.id, currency), Sum(stage, currency))
                found[stage.id, currency] = _added(before, more, probability)
    return [*found.values()]


async def totals(
    db: AsyncSession, who: Who, stage_id: int, *, closed_since: datetime | None = None
) -> list[Total]:
    """The deals in a stage per currency, most first; `closed_since` (UTC): only those closed since then."""
    counted = select(Deal.currency, func.count(Deal.id), func.coalesce(func.sum(Deal.amount), 0))
    counted = counted.join(Client, Client.id == Deal.client_id).where(visible(who), Deal.stage_id == stage_id)
    if closed_since:
        counted = counted.where(Deal.closed_at >= closed_since)
    rows = await db.execute(counted.group_by(Deal.currency).order_by(func.count(Deal.id).desc(), Deal.currency))
    return [Total(currency, count, int(amount or 0)) for currency, count, amount in rows]


def probability_of(deal: Deal, stage: Stage) -> int:
    """In percent: the deal's own while it is open, else that of the stage."""
    return _percent(stage, deal.probability)


def _added(before: Sum, more: Sum, probability: int | None) -> Sum:
    return Sum(
        stage=before.stage,
        currency=before.currency,
        count=before.count + more.count,
        amount=before.amount + more.amount,
        weighted=before.weighted + more.amount * _percent(before.stage, probability),
        oldest=min(filter(None, (before.oldest, more.oldest)), default=None),
        moved=before.moved + more.moved,
    )


def _percent(stage: Stage, own: int | None) -> int:
    return stage.probability if own is None or stage.state is not StageState.OPEN else own
