"""Interactions with clients: calls, meetings, e-mails, messages and notes."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.lease import Query
from storage.models import Client, Direction, Interaction, InteractionKind, Outcome, Rep
from storage.rights import Sight, Who, me, sight_of, visible, within


async def add(
    db: AsyncSession,
    who: Rep,
    client: Client,
    kind: InteractionKind,
    *,
    at: datetime,
    now: datetime,
    text: str = "",
    outcome: Outcome | None = None,
    seconds: int | None = None,
    direction: Direction = Direction.OUT,
    deal_id: int | None = None,
) -> Interaction:
    """Log an interaction. `at` is when it happened (UTC), `seconds` how long it took."""
    interaction = Interaction(
        client_id=client.id,
        rep_id=who.id,
        kind=kind,
        direction=direction,
        outcome=outcome,
        text=text,
        at=at,
        seconds=seconds,
        deal_id=deal_id,
        created_at=now,
    )
    db.add(interaction)
    await db.flush()
    return interaction


async def get(db: AsyncSession, who: Who, interaction_id: int) -> Interaction | None:
    found = select(Interaction).join(Client).where(visible(who), Interaction.id == interaction_id)
    return await db.scalar(found)


async def of_client(
    db: AsyncSession, who: Who, client_id: int, *, limit: int, offset: int = 0
) -> Sequence[Interaction]:
    """The client's interactions, newest first."""
    return (await db.scalars(*of_client_query(who, client_id, limit=limit, offset=offset))).all()


async def newest_of(
    db: AsyncSession, who: Who, client_ids: Sequence[int], kind: InteractionKind | None, *, limit: int
) -> Sequence[Interaction]:
    """The interactions of that kind (None: of any) with these clients, newest first."""
    theirs = select(Interaction).join(Client).where(visible(who), Interaction.client_id.in_(client_ids))
    if kind:
        theirs = theirs.where(Interaction.kind == kind)
    newest = theirs.order_by(Interaction.at.desc(), Interaction.id.desc())
    return (await db.scalars(newest.limit(limit))).all()


def of_client_query(who: Who, client_id: int, *, limit: int, offset: int = 0) -> Query:
    return _newest(sight_of(who)), {**me(who), "client": client_id, "most": limit, "skip": offset}


@cache
def _newest(far: Sight) -> Select[Interaction]:
    theirs = select(Interaction).join(Client).where(within(far), Interaction.client_id == bindparam("client"))
    newest = theirs.order_by(Interaction.at.desc(), Interaction.id.desc())
    return newest.limit(bindparam("most", type_=Integer)).offset(bindparam("skip", type_=Integer))
