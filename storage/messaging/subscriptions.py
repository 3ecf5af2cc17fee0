"""Group subscriptions: which group hears about a team, a pipeline or a deal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.deals import deals
from storage.messaging import notify
from storage.messaging.outbox import REMINDER
from storage.models import Binding, Deal, Outbox, Place, Rep, Role, Stage
from storage.rights import NotAllowed
from storage.team import accounts

BoundChat = tuple[str, str, str]  # channel, space, chat


@dataclass(frozen=True)
class Aim:
    """What a group subscribes to: one of these."""

    team_id: int | None = None
    pipeline_id: int | None = None
    deal_id: int | None = None


async def get_at(db: AsyncSession, room: BoundChat) -> Binding | None:
    return await db.scalar(select(Binding).where(_at(room)))


async def get(db: AsyncSession, binding_id: int) -> Binding | None:
    return await db.get(Binding, binding_id)


async def put(db: AsyncSession, who: Rep, room: BoundChat, aim: Aim, at: datetime) -> Binding:
    """Subscribe the group to this only. Raises NotAllowed."""
    await notify.take_turn(db, Place(*room, user=""))  # there may be no row to lock yet
    binding = await _take(db, who, room)
    if not await _may_aim(db, who, aim):
        raise NotAllowed
    if binding is None:
        channel, space, chat = room
        binding = Binding(channel=channel, space=space, chat=chat)
        db.add(binding)
    for name, value in asdict(aim).items():
        setattr(binding, name, value)
    binding.by_id, binding.at = who.id, at
    await db.flush()
    return binding


async def drop(db: AsyncSession, who: Rep, room: BoundChat) -> bool:
    """False if there was no subscription. Raises NotAllowed."""
    binding = await _take(db, who, room)
    if binding is None:
        return False
    await db.delete(binding)
    await db.flush()
    return True


async def of_team(db: AsyncSession, team_id: int) -> Sequence[Binding]:
    return (await db.scalars(select(Binding).where(Binding.team_id == team_id).order_by(Binding.id))).all()


async def of_deal(db: AsyncSession, deal: Deal, stage: Stage) -> Sequence[Binding]:
    """The groups that hear about this deal."""
    team = select(Rep.team_id).where(Rep.id == deal.owner_id).scalar_subquery()
    bound = (Binding.deal_id == deal.id, Binding.pipeline_id == stage.pipeline_id, Binding.team_id == team)
    found = (await db.scalars(select(Binding).where(or_(*bound)).order_by(Binding.id))).all()
    return [binding for binding in found if await may_show(db, binding, deal)]


async def may_show(db: AsyncSession, binding: Binding, deal: Deal) -> bool:
    """A team's group hears about the team's deals, any other about deals its subscriber may see."""
    if binding.team_id is not None:
        owner = await accounts.get(db, deal.owner_id)
        return owner is not None and owner.team_id == binding.team_id
    by = await accounts.get(db, binding.by_id)
    return by is not None and await deals.get(db, by, deal.id) is not None


async def queue_notice(
    db: AsyncSession,
    binding: Binding,
    key: str | None,
    name: str,
    args: dict[str, Any],
    at: datetime,
    replaces: str | None = None,
) -> None:
    """Queue a reminder for the group; with a key only once."""
    new = insert(db, Outbox).values(
        key=key,
        channel=binding.channel,
        space=binding.space,
        chat=binding.chat,
        rep_id=binding.by_id,  # defines the language
        replaces=replaces,
        reminder=name,
        args={**args, "binding_id": binding.id},
        urgency=REMINDER,
        due_at=at,
        created_at=at,
        tries=0,
        error="",
    )
    await db.execute(new.on_conflict_do_nothing(index_elements=["key"]))


async def _may_aim(db: AsyncSession, who: Rep, aim: Aim) -> bool:
    if not who.active or who.role is Role.REP:
        return False
    if aim.deal_id is not None:
        return await deals.get(db, who, aim.deal_id) is not None
    return who.role is Role.ADMIN or aim.team_id is None or aim.team_id == who.team_id


async def _take(db: AsyncSession, who: Rep, room: BoundChat) -> Binding | None:
    """The group's subscription, locked until the transaction ends. Raises NotAllowed."""
    locked = select(Binding).where(_at(room)).with_for_update()
    binding = await db.scalar(locked.execution_options(populate_existing=True))
    if binding is None or who.role is Role.ADMIN or binding.by_id == who.id:
        return binding
    aim = Aim(binding.team_id, binding.pipeline_id, binding.deal_id)
    if aim.pipeline_id is not None or not await _may_aim(db, who, aim):
        raise NotAllowed
    return binding


def _at(room: BoundChat) -> ColumnElement[bool]:
    channel, space, chat = room
    return and_(Binding.channel == channel, Binding.space == space, Binding.chat == chat)
