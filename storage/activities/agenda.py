"""The open follow-ups of a rep or with a client, between two moments: when they are due, and a page of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities.follow_ups import ClientFollowUp
from storage.models import Client, FollowUp, FollowUpState
from storage.rights import Sight, Who, managed_by, me, sight_of, within_follow_up

MAX_COUNTED = 1000  # follow-ups


@dataclass(frozen=True)
class Range:
    """Whose follow-ups, of a rep (`owner`) or with a client; due from `since` until before `until` (UTC)."""

    owner: int | None = None
    client: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def values(self) -> Mapping[str, Any]:
        given = {"owner": self.owner, "client": self.client, "since": self.since, "until": self.until}
        return {name: value for name, value in given.items() if value is not None}


async def due_times(db: AsyncSession, who: Who, of: Range) -> Sequence[datetime]:
    """When each is due, longest overdue first: not more than MAX_COUNTED."""
    chosen = _ordered(sight_of(who), managed_by(who), tuple(of.values()), of_times=True)
    return (await db.scalars(chosen, {**me(who), **of.values(), "most": MAX_COUNTED, "skip": 0})).all()


async def page(db: AsyncSession, who: Who, of: Range, *, limit: int, offset: int = 0) -> list[ClientFollowUp]:
    """Longest overdue first."""
    chosen = _ordered(sight_of(who), managed_by(who), tuple(of.values()), of_times=False)
    return list(await db.execute(chosen, {**me(who), **of.values(), "most": limit, "skip": offset}))


@cache
def _ordered(far: Sight, managed: Sight, given: tuple[str, ...], *, of_times: bool) -> Select[Any]:
    columns: tuple[Any, ...] = (FollowUp.due_at,) if of_times else (FollowUp, Client)
    joined = select(*columns).select_from(FollowUp).outerjoin(Client, Client.id == FollowUp.client_id)
    conditions = {
        "owner": FollowUp.owner_id == bindparam("owner"),
        "client": FollowUp.client_id == bindparam("client"),
        "since": FollowUp.due_at >= bindparam("since"),
        "until": FollowUp.due_at < bindparam("until"),
    }
    asked = (conditions[name] for name in given)
    chosen = joined.where(within_follow_up(far, managed), FollowUp.state == FollowUpState.OPEN, *asked)
    ordered = chosen.order_by(FollowUp.due_at, FollowUp.id)
    return ordered.limit(bindparam("most", type_=Integer)).offset(bindparam("skip", type_=Integer))
