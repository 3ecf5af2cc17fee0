"""Clients offered to a team: announced in the team's groups; the first to take one becomes its owner."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients import handover
from storage.messaging import subscriptions
from storage.models import Binding, Change, Client, Offer, Outbox, Rep, Role, Team, Visibility
from storage.rights import NotAllowed, may_pass_on, visible

NAME = "lead"  # of the reminder drawn in the team's groups


async def get(db: AsyncSession, offer_id: int) -> Offer | None:
    return await db.get(Offer, offer_id)


async def teams(db: AsyncSession, who: Rep, *, limit: int) -> Sequence[Team]:
    """Teams that `who` may offer clients to, and that have a subscribed group."""
    if not who.active:
        return ()
    bound = select(Binding.id).where(Binding.team_id == Team.id).exists()
    found = select(Team).where(bound).order_by(Team.name, Team.id)
    if not _knows_all(who):
        found = found.where(Team.id == who.team_id)
    return (await db.scalars(found.limit(limit))).all()


async def put(db: AsyncSession, who: Rep, client_id: int, team_id: int, at: datetime) -> bool:
    """Offer the client to the team in its groups; False: it is on offer already. Raises NotAllowed."""
    locked = select(Client).where(visible(who), Client.id == client_id).with_for_update()
    client = await db.scalar(locked.execution_options(populate_existing=True))
    if client is None or not may_pass_on(who, await db.get_one(Rep, client.owner_id)):
        raise NotAllowed
    if not _knows_all(who) and team_id != who.team_id:
        raise NotAllowed
    to = {"client_id": client_id, "team_id": team_id, "owner_id": client.owner_id}
    if await db.scalar(select(Offer.id).filter_by(**to).where(Offer.taken_by_id.is_(None)).limit(1)):
        return False
    offer = Offer(**to, by_id=who.id, at=at)
    db.add(offer)
    await db.flush()
    await update_posts(db, offer, at)
    return True


async def take_offer(db: AsyncSession, who: Rep, offer_id: int, at: datetime) -> bool:
    """Make `who` the owner of an offered client; False: the offer is closed. Raises NotAllowed."""
    locked = select(Offer).where(Offer.id == offer_id).with_for_update()
    offer = await db.scalar(locked.execution_options(populate_existing=True))
    if offer is None:
        return False
    if not who.active or who.team_id != offer.team_id:
        raise NotAllowed
    if offer.taken_by_id is not None or not await handover.take_client(
        db, who, offer.client_id, offer.owner_id
    ):
        return False
    offer.taken_by_id, offer.taken_at = who.id, at
    await db.flush()
    return True


async def update_posts(db: AsyncSession, offer: Offer, at: datetime) -> None:
    """Show the offer's current state in each of the team's groups: a new card, or a redraw of the one sent."""
    for binding in await subscriptions.of_team(db, offer.team_id):
        key, args = f"lead:{offer.id}:{binding.id}", {"offer_id": offer.id}
        sent = await db.scalar(select(Outbox.sent).where(Outbox.key == key))
        if sent:
            await subscriptions.queue_notice(
                db, binding, None, NAME, {**args, "again": True}, at, replaces=sent
            )
        else:
            await subscriptions.queue_notice(db, binding, key, NAME, args, at)


async def taken_back(db: AsyncSession, act_id: int, at: datetime) -> None:
    """After an undo, redraw the offers that the act had changed."""
    found = select(Change).where(Change.act_id == act_id, Change.noun == Offer.__tablename__)
    for change in await db.scalars(found):
        told = {**(change.before or {}), **(change.after or {})}
        offer = await db.get(Offer, change.row_id, populate_existing=True)
        await update_posts(db, offer or Offer(id=change.row_id, team_id=told["team_id"]), at)


def _knows_all(who: Rep) -> bool:
    return who.role is Role.ADMIN or who.sees is Visibility.ALL
