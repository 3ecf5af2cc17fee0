"""Reassign clients; their open deals and follow-ups move with them, and tasks without a client."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities import recurrences
from storage.audit import changes
from storage.clients import clients
from storage.models import (
    Act,
    Change,
    Client,
    Deal,
    FollowUp,
    FollowUpState,
    Interaction,
    Recurrence,
    Rep,
    Role,
    Stage,
    StageState,
    Visibility,
)
from storage.rights import SYSTEM, NotAllowed, Who, may_pass_on, visible, visible_follow_up


@dataclass(frozen=True)
class Load:
    """How many clients, open deals and open follow-ups a rep has."""

    clients: int
    deals: int
    follow_ups: int


@dataclass(frozen=True)
class Brief:
    """A short summary of a client for its new owner. Times are UTC."""

    client: Client
    deals: int  # open ones
    due_at: datetime | None  # of the next follow-up
    spoken_at: datetime | None


async def count_load(db: AsyncSession, who: Rep, owner: Rep) -> Load:
    mine = select(func.count(Client.id)).where(visible(who), Client.owner_id == owner.id)
    deals = _deals(who, owner.id).with_only_columns(func.count(Deal.id))
    follow_ups = _follow_ups(who, owner.id).with_only_columns(func.count(FollowUp.id))
    counts = [await db.scalar(count) or 0 for count in (mine, deals, follow_ups)]
    return Load(*counts)


async def owners(db: AsyncSession, who: Rep, *, limit: int) -> list[tuple[Rep, int]]:
    """Reps whose clients `who` may reassign, with the number of clients; inactive reps first."""
    count = func.count(Client.id)
    found = select(Rep, count).join(Client, Client.owner_id == Rep.id).where(visible(who), _managed_by(who))
    rows = await db.execute(found.group_by(Rep.id).order_by(Rep.active, Rep.name, Rep.id).limit(limit))
    return [(rep, int(number)) for rep, number in rows]


async def owner(db: AsyncSession, who: Rep, rep_id: int) -> Rep | None:
    """A rep, active or not, whose clients `who` may reassign."""
    return await db.scalar(select(Rep).where(Rep.id == rep_id, _managed_by(who)))


async def takers(db: AsyncSession, who: Rep) -> Sequence[Rep]:
    """The reps `who` may assign clients to."""
    found = select(Rep).where(Rep.active, _works_with(who)).order_by(Rep.name, Rep.id)
    return (await db.scalars(found)).all()


async def assign(db: AsyncSession, who: Rep, client_id: int, was: int, to: Rep, at: datetime) -> bool:
    """Assign one client; False if its owner is not `was` any more. Raises NotAllowed."""
    mine = select(Client).where(visible(who), Client.id == client_id).with_for_update()
    client = await db.scalar(mine.execution_options(populate_existing=True))
    if client is None or client.owner_id != was or was == to.id:
        return False
    if not may_pass_on(who, await db.get_one(Rep, was)):
        raise NotAllowed
    await _give(db, [client_id], was, [to])
    await _follow(db, SYSTEM, was, client_id)  # `who` may no longer see it
    await db.refresh(client)
    return True


async def take_client(db: AsyncSession, who: Rep, client_id: int, was: int) -> bool:
    """Make `who` the owner of a client offered to their team; False if the owner has changed meanwhile."""
    locked = select(Client).where(Client.id == client_id, Client.owner_id == was).with_for_update()
    client = await db.scalar(locked.execution_options(populate_existing=True))
    if client is None:
        return False
    if was != who.id:
        await _give(db, [client_id], was, [who])
        await _follow(db, SYSTEM, was, client_id)
        await db.refresh(client)
    return True


async def handover(db: AsyncSession, who: Rep, owner: Rep, to: Sequence[Rep]) -> Mapping[int, int]:
    """Distribute all the owner's clients evenly; return how many each rep got. Raises NotAllowed."""
    if not may_pass_on(who, owner):
        raise NotAllowed
    theirs = select(Client.id).where(visible(who), Client.owner_id == owner.id)
    ids = (await db.scalars(theirs.order_by(Client.id).with_for_update())).all()
    given = await _give(db, ids, owner.id, to)
    await _follow(db, who, owner.id)
    await _give_tasks(db, who, owner.id, to)
    return given


async def get_received(
    db: AsyncSession, who: Rep, act_id: int, *, limit: int, offset: int = 0
) -> tuple[Sequence[Brief], int]:
    """The clients that `who` got by that act and still has, and their total."""
    came = select(Change.row_id).where(Change.act_id == act_id, Change.noun == Client.__tablename__)
    stands = select(Act.id).where(Act.id == act_id, Act.undone_at.is_(None)).exists()
    mine = (visible(who), Client.owner_id == who.id, Client.id.in_(came), stands)
    total = await db.scalar(select(func.count(Client.id)).where(*mine)) or 0
    page = select(Client).where(*mine).order_by(Client.folded, Client.id).limit(limit).offset(offset)
    return await _briefs(db, (await db.scalars(page)).all()), total


async def _give(db: AsyncSession, ids: Sequence[int], was: int, to: Sequence[Rep]) -> Mapping[int, int]:
    shares = {rep.id: ids[start :: len(to)] for start, rep in enumerate(to)}
    for rep_id, share in shares.items():
        await changes.set_alike(db, Client, share, {"owner_id": was}, {"owner_id": rep_id})
        if share:
            await clients.look_again(db, rep_id)
    await db.flush()
    return {rep_id: len(share) for rep_id, share in shares.items()}


async def _give_tasks(db: AsyncSession, who: Rep, was: int, to: Sequence[Rep]) -> None:
    """Distribute the open tasks without a client evenly, with the rules by which they recur."""
    theirs = _follow_ups(who, was).where(FollowUp.client_id.is_(None)).order_by(FollowUp.id)
    columns = theirs.with_only_columns(FollowUp.id, FollowUp.recurrence_id)
    tasks = (await db.execute(columns.with_for_update(of=FollowUp))).all()
    for start, rep in enumerate(to):
        share, before, after = tasks[start :: len(to)], {"owner_id": was}, {"owner_id": rep.id}
        await changes.set_alike(db, FollowUp, [row_id for row_id, _rule in share], before, after)
        if rules := [rule for _row_id, rule in share if rule is not None]:
            await changes.set_alike(db, Recurrence, rules, before, after)
            await _replan(db, was, rep.id)


async def _follow(db: AsyncSession, who: Who, was: int, client_id: int | None = None) -> None:
    """Move the open deals and follow-ups of reassigned clients, and what recurs, to the new owners."""
    this, moved = Client.id == client_id if client_id is not None else true(), list[int]()
    for noun, open_ones in (
        (Deal, _deals(who, was)),
        (Recurrence, _recurrences(who, was)),
        (FollowUp, _follow_ups(who, was)),
    ):
        left = open_ones.where(this, Client.owner_id != was).with_for_update(of=noun)
        by_owner: dict[int, list[int]] = defaultdict(list)
        for row_id, owner_id in await db.execute(left):
            by_owner[owner_id].append(row_id)
        for owner_id, ids in by_owner.items():
            await changes.set_alike(db, noun, sorted(ids), {"owner_id": was}, {"owner_id": owner_id})
            if noun is Recurrence:
                moved.append(owner_id)
    for owner_id in moved:
        await _replan(db, was, owner_id)


async def _replan(db: AsyncSession, was: int, owner_id: int) -> None:
    """Have what recurs be due at the local time of its new owner."""
    before, owner = await db.get_one(Rep, was), await db.get_one(Rep, owner_id)
    await recurrences.replan(db, owner, before.timezone)


async def _briefs(db: AsyncSession, found: Sequence[Client]) -> Sequence[Brief]:
    ids = [client.id for client in found]
    deals = select(Deal.client_id, func.count(Deal.id)).join(Stage, Stage.id == Deal.stage_id)
    deals = deals.where(Deal.client_id.in_(ids), Stage.state == StageState.OPEN).group_by(Deal.client_id)
    due = select(FollowUp.client_id, func.min(FollowUp.due_at)).where(
        FollowUp.client_id.in_(ids), FollowUp.state == FollowUpState.OPEN
    )
    spoken = select(Interaction.client_id, func.max(Interaction.at)).where(Interaction.client_id.in_(ids))
    counts = {row[0]: row[1] for row in await db.execute(deals)}
    dues = {row[0]: row[1] for row in await db.execute(due.group_by(FollowUp.client_id))}
    talks = {row[0]: row[1] for row in await db.execute(spoken.group_by(Interaction.client_id))}
    return [Brief(c, counts.get(c.id, 0), dues.get(c.id), talks.get(c.id)) for c in found]


def _deals(who: Who, owner_id: int) -> Select[int, int]:
    joined = select(Deal.id, Client.owner_id).join(Stage, Stage.id == Deal.stage_id)
    mine = (visible(who), Deal.owner_id == owner_id, Stage.state == StageState.OPEN)
    return joined.join(Client, Client.id == Deal.client_id).where(*mine)


def _follow_ups(who: Who, owner_id: int) -> Select[int, int]:
    joined = select(FollowUp.id, Client.owner_id).outerjoin(Client, Client.id == FollowUp.client_id)
    open_ones = (FollowUp.owner_id == owner_id, FollowUp.state == FollowUpState.OPEN)
    return joined.where(visible_follow_up(who), *open_ones)


def _recurrences(who: Who, owner_id: int) -> Select[int, int]:
    joined = select(Recurrence.id, Client.owner_id).join(Client, Client.id == Recurrence.client_id)
    return joined.where(visible(who), Recurrence.owner_id == owner_id, Recurrence.ended_at.is_(None))


def _managed_by(who: Rep) -> ColumnElement[bool]:
    """may_pass_on as an SQL condition on Rep."""
    if not who.active:
        return false()
    if who.role is Role.ADMIN:
        return true()
    if who.role is Role.MANAGER and who.team_id is not None:
        return or_(Rep.id == who.id, Rep.team_id == who.team_id)
    return Rep.id == who.id


def _works_with(who: Rep) -> ColumnElement[bool]:
    if who.role is Role.ADMIN or who.sees is Visibility.ALL:
        return true()
    return Rep.team_id == who.team_id if who.team_id is not None else Rep.id == who.id
