"""Number, sum and weighted sum of the deals in each stage, per currency."""

from dataclasses import dataclass

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.deals import deals
from storage.models import Client, Deal, Stage, StageState
from storage.rights import Who, visible


@dataclass(frozen=True)
class Sum:
    """The deals of one stage in one currency."""

    stage: Stage
    currency: str
    count: int
    amount: int  # minor units
    weighted: int  # the same times the probability of each deal in percent


async def sums(db: AsyncSession, who: Who, *, of: int | None = None) -> list[Sum]:
    """Number and sum of deals per stage of the first pipeline and currency: never across currencies.

    `of`: only that rep's deals.
    """
    counted = (
        select(
            Deal.stage_id,
            Deal.currency,
            Deal.probability,
            func.count(Deal.id),
            func.coalesce(func.sum(Deal.amount), 0),
        )
        .join(Client, Client.id == Deal.client_id)
        .where(visible(who), true() if of is None else Deal.owner_id == of)
        .group_by(Deal.stage_id, Deal.currency, Deal.probability)
        .order_by(Deal.currency)
    )
    rows = (await db.execute(counted)).all()
    found: dict[tuple[int, str], Sum] = {}
    for stage in await deals.stages(db):
        for stage_id, currency, probability, count, amount in rows:
            if stage_id == stage.id:
                before = found.get((stage.id, currency), Sum(stage, currency, 0, 0, 0))
                found[stage.id, currency] = _added(before, count, int(amount or 0), probability)
    return [*found.values()]


def probability_of(deal: Deal, stage: Stage) -> int:
    """In percent: the deal's own while it is open, else that of the stage."""
    return _percent(stage, deal.probability)


def _added(before: Sum, count: int, amount: int, probability: int | None) -> Sum:
    weighted = before.weighted + amount * _percent(before.stage, probability)
    return Sum(before.stage, before.currency, before.count + count, before.amount + amount, weighted)


def _percent(stage: Stage, own: int | None) -> int:
    return stage.probability if own is None or stage.state is not StageState.OPEN else own
