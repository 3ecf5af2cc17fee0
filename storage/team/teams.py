"""Members, their roles and teams. Team members see each other's clients if the company allows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rights
from storage.models import Account, Rep, Role, Team
from storage.rights import NotAllowed
from storage.team import invitations

Member = tuple[Rep, Team | None]


async def get_all(db: AsyncSession) -> Sequence[Team]:
    return (await db.scalars(select(Team).order_by(Team.name, Team.id))).all()


async def get(db: AsyncSession, team_id: int) -> Team | None:
    return await db.get(Team, team_id)


async def find(db: AsyncSession, name: str) -> Team | None:
    """The team with that name, ignoring case."""
    wanted = " ".join(name.split()).casefold()
    return next((team for team in await get_all(db) if team.name.casefold() == wanted), None)


async def put(db: AsyncSession, name: str) -> Team:
    """The team with that name, created if there is none."""
    team = await find(db, name)
    if team is None:
        team = Team(name=" ".join(name.split()))
        db.add(team)
        await db.flush()
    return team


async def members(db: AsyncSession, who: Rep, *, limit: int, offset: int = 0) -> list[Member]:
    """Everybody who has not left, sorted by team: an admin sees all, others their own team."""
    everybody = _members(who).order_by(Team.name.nulls_last(), Rep.name, Rep.id)
    return [(rep, team) for rep, team in await db.execute(everybody.limit(limit).offset(offset))]


async def member(db: AsyncSession, who: Rep, rep_id: int) -> Member | None:
    found = (await db.execute(_members(who).where(Rep.id == rep_id))).first()
    return (found[0], found[1]) if found else None


async def get_managers(db: AsyncSession, rep: Rep) -> Sequence[Rep]:
    """Who oversees a rep's work: the other managers of the team; without any, the other admins."""
    others = select(Rep).where(Rep.active, Rep.id != rep.id).order_by(Rep.id)
    if rep.team_id is not None:
        managing = others.where(Rep.role == Role.MANAGER, Rep.team_id == rep.team_id)
        if found := (await db.scalars(managing)).all():
            return found
    return (await db.scalars(others.where(Rep.role == Role.ADMIN))).all()


async def channels(db: AsyncSession, rep_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The channels of each of them."""
    found = select(Account.rep_id, Account.channel).where(Account.rep_id.in_(rep_ids)).order_by(Account.id)
    told: dict[int, list[str]] = {rep_id: [] for rep_id in rep_ids}
    for rep_id, channel in await db.execute(found):
        if channel not in told[rep_id]:
            told[rep_id].append(channel)
    return told


async def set_role(db: AsyncSession, who: Rep, rep_id: int, was: Role, to: Role) -> bool:
    """False if the role is not `was` any more. This and the functions below raise NotAllowed, LastAdmin."""
    rep = await _take(db, who, rep_id)
    if rep is None or rep.role is not was:
        return False
    rep.role = to
    await rights.keep_an_admin(db)
    return True


async def set_team(db: AsyncSession, who: Rep, rep_id: int, was: int | None, to: int | None) -> bool:
    rep = await _take(db, who, rep_id)
    if rep is None or rep.team_id != was:
        return False
    rep.team_id = to
    await db.flush()
    return True


async def suspend(db: AsyncSession, who: Rep, rep_id: int, at: datetime) -> bool:
    """Suspend a rep until `bring_back`. Their open codes end for good."""
    if not await _set_active(db, who, rep_id, active=False):
        return False
    await invitations.end_codes(db, rep_id, at)
    return True


async def bring_back(db: AsyncSession, who: Rep, rep_id: int) -> bool:
    return await _set_active(db, who, rep_id, active=True)


async def remove(db: AsyncSession, who: Rep, rep_id: int, at: datetime) -> bool:
    """Mark a rep as having left. What they did stays under their name."""
    rep = await _take(db, who, rep_id)
    if rep is None:
        return False
    rep.active, rep.left_at = False, at
    await invitations.end_codes(db, rep_id, at)
    await rights.keep_an_admin(db)
    return True


async def _set_active(db: AsyncSession, who: Rep, rep_id: int, *, active: bool) -> bool:
    rep = await _take(db, who, rep_id)
    if rep is None or rep.active is active:
        return False
    rep.active = active
    await rights.keep_an_admin(db)
    return True


async def _take(db: AsyncSession, who: Rep, rep_id: int) -> Rep | None:
    """The member, locked until the transaction ends. Raises NotAllowed."""
    if who.id not in await rights.lock_admins(db):
        raise NotAllowed
    found = select(Rep).where(Rep.id == rep_id, Rep.left_at.is_(None)).with_for_update(of=Rep)
    return await db.scalar(found.execution_options(populate_existing=True))


def _members(who: Rep) -> Select[Rep, Team]:
    joined = select(Rep, Team).outerjoin(Team, Team.id == Rep.team_id)
    return joined.where(Rep.left_at.is_(None), _known_to(who))


def _known_to(who: Rep) -> ColumnElement[bool]:
    if not who.active:
        return false()
    if who.role is Role.ADMIN:
        return true()
    return Rep.id == who.id if who.team_id is None else Rep.team_id == who.team_id
