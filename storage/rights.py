"""Access rights. Every function that returns or changes client data builds on `visible`."""

from enum import Enum
from typing import Any, Literal

from sqlalchemy import ColumnElement, Integer, and_, bindparam, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Client, Company, FollowUp, Rep, Role, Visibility


class NotAllowed(Exception):
    """The person may not do that."""


class LastAdmin(Exception):
    """There would be no admin left."""


class System(Enum):
    """Rapport itself, for reminders and file imports."""

    SYSTEM = "system"


SYSTEM = System.SYSTEM
ESCALATE_AFTER = 48  # hours, unless an admin sets another number
Who = Rep | Literal[System.SYSTEM]
RANKS = {role: rank for rank, role in enumerate((Role.REP, Role.MANAGER, Role.ADMIN))}


class Sight(Enum):
    """Whose clients somebody may see."""

    ALL = "all"
    TEAM = "team"
    OWN = "own"
    NONE = "none"


def visible(who: Who) -> ColumnElement[bool]:
    """The clients `who` may see, as a condition on `Client`; none for an inactive person.

    Admins see all clients, managers at least their team's, reps at least their own.
    """
    match sight_of(who):
        case Sight.ALL:
            return true()
        case Sight.TEAM if who is not SYSTEM:
            return Client.owner_id.in_(select(Rep.id).where(Rep.team_id == who.team_id))
        case Sight.OWN if who is not SYSTEM:
            return Client.owner_id == who.id
        case _:
            return false()


def sight_of(who: Who) -> Sight:
    """Whose clients `who` may see, as a cache key for statements built with `within` and `me`."""
    if who is SYSTEM:
        return Sight.ALL
    if not who.active:
        return Sight.NONE
    if who.role is Role.ADMIN or who.sees is Visibility.ALL:
        return Sight.ALL
    is_in_a_team = who.team_id is not None
    return (
        Sight.TEAM if is_in_a_team and (who.role is Role.MANAGER or who.sees is Visibility.TEAM) else Sight.OWN
    )


def within(far: Sight, owner_id: Any = Client.owner_id) -> ColumnElement[bool]:
    """`visible` for everybody with this sight; the parameters are `me(who)`."""
    team = select(Rep.id).where(Rep.team_id == bindparam("my_team", type_=Integer))
    own: ColumnElement[bool] = owner_id == bindparam("my_id", type_=Integer)
    ours: ColumnElement[bool] = owner_id.in_(team)
    return {Sight.ALL: true(), Sight.TEAM: ours, Sight.OWN: own, Sight.NONE: false()}[far]


def me(who: Who) -> dict[str, int | None]:
    return {"my_id": None, "my_team": None} if who is SYSTEM else {"my_id": who.id, "my_team": who.team_id}


def visible_follow_up(who: Who) -> ColumnElement[bool]:
    """The follow-ups `who` may see, as a condition on `FollowUp`, outer joined with `Client`.

    Those with a client are seen by whoever sees the client; tasks without one by their owner, by whoever gave
    them, and by whoever manages the owner.
    """
    has_client = FollowUp.client_id.is_not(None)
    return or_(and_(has_client, visible(who)), and_(~has_client, _visible_task(who)))


def within_follow_up(far: Sight, managed: Sight) -> ColumnElement[bool]:
    """`visible_follow_up` for everybody who sees and manages as far; the parameters are `me(who)`."""
    mine: ColumnElement[bool] = FollowUp.given_by_id == bindparam("my_id", type_=Integer)
    tasks = or_(within(managed, FollowUp.owner_id), within(Sight.OWN, FollowUp.owner_id), mine)
    has_client = FollowUp.client_id.is_not(None)
    return or_(
        and_(has_client, within(far)), and_(~has_client, tasks if managed is not Sight.NONE else false())
    )


def managed_by(who: Who) -> Sight:
    """Whose tasks `who` manages, besides their own."""
    if who is SYSTEM:
        return Sight.ALL
    if not who.active:
        return Sight.NONE
    if who.role is Role.ADMIN:
        return Sight.ALL
    return Sight.TEAM if who.role is Role.MANAGER and who.team_id is not None else Sight.OWN


def _visible_task(who: Who) -> ColumnElement[bool]:
    match managed_by(who):
        case Sight.ALL:
            return true()
        case Sight.TEAM if who is not SYSTEM:
            team = FollowUp.owner_id.in_(select(Rep.id).where(Rep.team_id == who.team_id))
            return or_(team, _is_party(who))
        case Sight.OWN if who is not SYSTEM:
            return _is_party(who)
        case _:
            return false()


def _is_party(who: Rep) -> ColumnElement[bool]:
    return or_(FollowUp.owner_id == who.id, FollowUp.given_by_id == who.id)


def includes_role(role: Role, other: Role) -> bool:
    """Whether that role may do what the other one may."""
    return RANKS[role] >= RANKS[other]


def may_invite(who: Rep, role: Role, team_id: int | None) -> bool:
    """Admins may invite anyone, managers reps into their own team."""
    into_own_team = role is Role.REP and team_id is not None and team_id == who.team_id
    return who.active and (who.role is Role.ADMIN or (who.role is Role.MANAGER and into_own_team))


def may_give(who: Rep, to: Rep) -> bool:
    """Whether `who` may give tasks without a client to somebody: in the same team, or as an admin."""
    return who.active and to.active and (who.role is Role.ADMIN or who.team_id == to.team_id)


def may_pass_on(who: Rep, owner: Rep) -> bool:
    """Whether `who` may reassign the owner's clients: the owner, their manager or an admin may."""
    if not who.active:
        return False
    manages = who.role is Role.MANAGER and who.team_id is not None and who.team_id == owner.team_id
    return who.id == owner.id or who.role is Role.ADMIN or manages


async def lock_admins(db: AsyncSession) -> set[int]:
    """The IDs of all admins, locked until the transaction ends."""
    admins = select(Rep.id).where(Rep.role == Role.ADMIN, Rep.active).order_by(Rep.id)
    return set(await db.scalars(admins.with_for_update()))


async def keep_an_admin(db: AsyncSession) -> None:
    """Check after a change of roles that an admin is left. Raises LastAdmin."""
    await db.flush()
    if not await lock_admins(db):
        raise LastAdmin


async def set_visibility(db: AsyncSession, to: Visibility) -> None:
    """Set what reps may see, effective with their next request."""
    (await company(db)).visibility = to
    await db.flush()


async def escalate_after(db: AsyncSession) -> int:
    """Hours after which an ignored follow-up is escalated to a manager; 0: never."""
    hours = await db.scalar(select(Company.escalate_after))
    return ESCALATE_AFTER if hours is None else hours


async def set_country(db: AsyncSession, code: str) -> None:
    """Set the country for phone numbers without a country code: ISO 3166; "": none."""
    (await company(db)).country = code or None
    await db.flush()


async def set_currency(db: AsyncSession, code: str) -> None:
    """Set the currency of amounts without one: ISO 4217; "": that of the settings."""
    (await company(db)).currency = code or None
    await db.flush()


async def country(db: AsyncSession) -> str:
    """The ISO 3166 code set by an admin, or ""."""
    return await db.scalar(select(Company.country)) or ""


async def ask_country(db: AsyncSession) -> bool:
    """Whether to ask for the country: True once."""
    if await db.scalar(select(Company.country_asked)):
        return False
    (await company(db)).country_asked = True
    await db.flush()
    return True


async def company(db: AsyncSession) -> Company:
    """The company's settings row, for changing it; created if needed."""
    first = insert(db, Company).values(id=1, visibility=Visibility.ALL)
    await db.execute(first.on_conflict_do_nothing(index_elements=["id"]))
    return await db.get_one(Company, 1)
