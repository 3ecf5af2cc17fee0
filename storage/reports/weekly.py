"""A team's week in figures: activity, closed and open deals; amounts in minor units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, Deal, FollowUp, FollowUpState, Interaction, Rep, Stage, StageState
from storage.rights import visible, visible_follow_up


@dataclass
class Heap:
    """A number of deals and their sum per currency (ISO 4217), never added up across currencies."""

    count: int = 0
    sums: dict[str, int] = field(default_factory=dict)


@dataclass
class Week:
    """One rep's week."""

    interactions: int = 0
    won: Heap = field(default_factory=Heap)
    lost: Heap = field(default_factory=Heap)
    open: Heap = field(default_factory=Heap)
    overdue: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened and nothing is overdue."""
        return not (self.interactions or self.won.count or self.lost.count or self.overdue)


async def weeks(
    db: AsyncSession, who: Rep, reps: Sequence[Rep], since: datetime, until: datetime, now: datetime
) -> Mapping[int, Week]:
    """By rep: what happened from `since` to `until`, and what is open now (UTC), as far as `who` may see it."""
    told = {rep.id: Week() for rep in reps}
    spoken = select(Interaction.rep_id, func.count(Interaction.id)).join(Client)
    spoken = spoken.where(visible(who), Interaction.at >= since, Interaction.at < until)
    for rep_id, count in await db.execute(spoken.group_by(Interaction.rep_id)):
        if rep_id in told:
            told[rep_id].interactions = count
    late = select(FollowUp.owner_id, func.count(FollowUp.id)).outerjoin(Client)
    late = late.where(visible_follow_up(who), FollowUp.state == FollowUpState.OPEN, FollowUp.due_at < now)
    for rep_id, count in await db.execute(late.group_by(FollowUp.owner_id)):
        if rep_id in told:
            told[rep_id].overdue = count
    closed = _deals(who).where(Deal.closed_at >= since, Deal.closed_at < until)
    for counted in (closed, _deals(who).where(Stage.state == StageState.OPEN)):
        for rep_id, state, currency, count, amount in await db.execute(counted):
            if rep_id in told:
                _add(getattr(told[rep_id], state.value), currency, count, int(amount or 0))
    return told


def _deals(who: Rep) -> Select[int, StageState, str, int, int | None]:
    worth = (func.count(Deal.id), func.coalesce(func.sum(Deal.amount), 0))
    joined = select(Deal.owner_id, Stage.state, Deal.currency, *worth).join(Stage, Stage.id == Deal.stage_id)
    mine = joined.join(Client, Client.id == Deal.client_id).where(visible(who))
    return mine.group_by(Deal.owner_id, Stage.state, Deal.currency).order_by(Deal.currency)


def _add(heap: Heap, currency: str, count: int, amount: int) -> None:
    heap.count += count
    if amount:
        heap.sums[currency] = heap.sums.get(currency, 0) + amount
