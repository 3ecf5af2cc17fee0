"""What a client's card shows, in one round trip."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities import interactions
from storage.database.session import execute_all
from storage.deals import deals
from storage.models import Client, ContactPoint, Deal, FollowUp, FollowUpState, Interaction, Rep, Stage
from storage.rights import Sight, Who, me, sight_of, within


class ClientCard(NamedTuple):
    """A client with owner, contact points, the next open follow-ups, open deals and the last interactions."""

    client: Client
    owner: Rep
    points: Sequence[ContactPoint]
    next_steps: Sequence[FollowUp]
    deals: list[tuple[Deal, Stage]]
    recent: Sequence[Interaction]


async def load(
    db: AsyncSession, who: Who, client_id: int, *, max_deals: int, max_recent: int, max_steps: int
) -> ClientCard | None:
    """None if there is no such client that `who` may see."""
    far, asked = sight_of(who), {**me(who), "client": client_id}
    found, points, next_steps, open_deals, recent = await execute_all(
        db,
        (_client(far), asked),
        (_points(far), asked),
        (_next_steps(far), {**asked, "most": max_steps}),
        deals.open_of_client_query(who, client_id, limit=max_deals),
        interactions.of_client_query(who, client_id, limit=max_recent),
    )
    row = found.first()
    if row is None:
        return None
    return ClientCard(
        client=row[0],
        owner=row[1],
        points=points.scalars().all(),
        next_steps=next_steps.scalars().all(),
        deals=[(deal, stage) for deal, stage, _client in open_deals],
        recent=recent.scalars().all(),
    )


@cache
def _client(far: Sight) -> Select[Client, Rep]:
    found = select(Client, Rep).join(Rep, Rep.id == Client.owner_id)
    return found.where(within(far), Client.id == bindparam("client"))


@cache
def _points(far: Sight) -> Select[ContactPoint]:
    theirs = select(ContactPoint).join(Client).where(within(far), ContactPoint.client_id == bindparam("client"))
    return theirs.order_by(ContactPoint.id)


@cache
def _next_steps(far: Sight) -> Select[FollowUp]:
    promised = select(FollowUp).join(Client).where(within(far), FollowUp.client_id == bindparam("client"))
    promised = promised.where(FollowUp.state == FollowUpState.OPEN)
    return promised.order_by(FollowUp.due_at, FollowUp.id).limit(bindparam("most", type_=Integer))
