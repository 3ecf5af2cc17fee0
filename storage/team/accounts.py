"""Reps and their accounts on the channels."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import Account, Invitation, Outbox, Place, Rep, Role

PREFERENCE = (Account.preferred_at.desc().nulls_last(), Account.id)
# Built once, because every event needs it. The parameters are those of a Place.
SPEAKS = (
    select(Rep)
    .join(Account)
    .where(
        Account.channel == bindparam("channel"),
        Account.space == bindparam("space"),
        Account.user == bindparam("user"),
        Rep.active,
    )
)


async def get(db: AsyncSession, rep_id: int) -> Rep | None:
    return await db.get(Rep, rep_id)


async def get_all(db: AsyncSession, rep_ids: Collection[int]) -> dict[int, Rep]:
    return {rep.id: rep for rep in await db.scalars(select(Rep).where(Rep.id.in_(rep_ids)))}


async def active(db: AsyncSession) -> Sequence[Rep]:
    return (await db.scalars(select(Rep).where(Rep.active).order_by(Rep.id))).all()


async def admins(db: AsyncSession) -> Sequence[Rep]:
    return (await db.scalars(_admins())).all()


async def first_admin(db: AsyncSession) -> Rep | None:
    return await db.scalar(_admins().limit(1))


async def get_manager(db: AsyncSession, rep_id: int) -> Rep | None:
    """Who to inform about that rep: a reachable manager of the same team, else an admin, never the rep."""
    of_rep = aliased(Rep)
    can_be_told = select(Account.id).where(Account.rep_id == Rep.id, Account.unreachable_at.is_(None)).exists()
    team = select(of_rep.team_id).where(of_rep.id == rep_id).scalar_subquery()
    manages = and_(Rep.role == Role.MANAGER, Rep.team_id.is_not_distinct_from(team))
    others = select(Rep).where(Rep.active, or_(manages, Rep.role == Role.ADMIN), Rep.id != rep_id)
    return await db.scalar(others.where(can_be_told).order_by(Rep.role == Role.ADMIN, Rep.id).limit(1))


async def find_by_account(db: AsyncSession, place: Place) -> Rep | None:
    """The active rep with this account, or None for a stranger."""
    return await db.scalar(SPEAKS, vars(place))


async def get_at(db: AsyncSession, place: Place) -> Account | None:
    """The account there, even of a suspended or removed rep."""
    return await db.scalar(select(Account).where(*_at(place)))


async def reachable(db: AsyncSession, rep_id: int) -> Sequence[Account]:
    """The rep's reachable accounts, the preferred one first, then in order of joining."""
    accounts = select(Account).where(Account.rep_id == rep_id, Account.unreachable_at.is_(None))
    return (await db.scalars(accounts.order_by(*PREFERENCE))).all()


async def get_of(db: AsyncSession, who: Rep) -> Sequence[Account]:
    """All accounts of the person, the preferred one first, then in order of joining."""
    mine = select(Account).where(Account.rep_id == who.id)
    return (await db.scalars(mine.order_by(*PREFERENCE))).all()


async def prefer(db: AsyncSession, who: Rep, account_id: int, at: datetime) -> bool:
    """Make this the account for reminders; False if it is not the person's own."""
    for account in await get_of(db, who):
        if account.id == account_id:
            account.preferred_at = at
            await db.flush()
            return True
    return False


async def with_menus(db: AsyncSession, channel: str) -> Sequence[tuple[Account, Rep]]:
    """Accounts with a menu of their own, or that should have one: managers and admins, current and former."""
    special = or_(Rep.role != Role.REP, Account.menu.is_not(None))
    found = select(Account, Rep).join(Rep, Rep.id == Account.rep_id).where(Account.channel == channel, special)
    return [(account, rep) for account, rep in await db.execute(found.order_by(Account.id))]


async def set_menu(db: AsyncSession, account_id: int, menu: str | None) -> None:
    await db.execute(update(Account).where(Account.id == account_id).values(menu=menu))


async def drop(db: AsyncSession, account: Account) -> None:
    """Remove the account. Messages waiting for its chat go to the person's other channels."""
    here = (Outbox.channel == account.channel, Outbox.space == account.space, Outbox.chat == account.chat)
    waiting = update(Outbox).where(*here, Outbox.closed_at.is_(None), Outbox.rep_id == account.rep_id)
    waiting = waiting.where(Outbox.replaces.is_(None))  # a redraw only makes sense in its own chat
    await db.execute(waiting.values(channel=None, chat=None, space="", lease_until=None))
    await db.delete(account)
    await db.flush()


async def join(
    db: AsyncSession,
    name: str,
    role: Role,
    *,
    locale: str,
    timezone: str,
    at: datetime,
    team_id: int | None = None,
) -> Rep:
    """Create a rep; `timezone` is an IANA name."""
    rep = Rep(name=name, role=role, team_id=team_id, locale=locale, timezone=timezone, created_at=at)
    db.add(rep)
    await db.flush()
    await db.refresh(
        rep, ["sees", "dials_in", "trades_in"]
    )  # computed by the database, and nothing is lazily loaded later
    return rep


async def come_back(db: AsyncSession, account: Account, invitation: Invitation, place: Place) -> Rep:
    """Reactivate a suspended or removed rep, with the invitation's role and team."""
    rep = await db.get_one(Rep, account.rep_id)
    rep.active, rep.left_at = True, None
    rep.role, rep.team_id = invitation.role, invitation.team_id
    account.chat, account.unreachable_at = place.chat, None
    await db.flush()
    return rep


async def add(db: AsyncSession, rep: Rep, place: Place, at: datetime) -> Account:
    account = Account(
        rep_id=rep.id,
        channel=place.channel,
        space=place.space,
        user=place.user,
        chat=place.chat,
        created_at=at,
    )
    db.add(account)
    await db.flush()
    return account


async def put(db: AsyncSession, rep: Rep, place: Place, now: datetime) -> None:
    """Give the account to this rep, creating it if needed."""
    account = await get_at(db, place)
    if account is None:
        await add(db, rep, place, now)
    else:
        account.rep_id = rep.id
        await db.flush()


async def get_account(db: AsyncSession, account_id: int) -> Account | None:
    return await db.get(Account, account_id)


async def mark_unreachable(
    db: AsyncSession, channel: str, space: str, chat: str, at: datetime
) -> Account | None:
    """Mark the account as unreachable. None if it was already."""
    here = (Account.channel == channel, Account.space == space, Account.chat == chat)
    account = await db.scalar(select(Account).where(*here, Account.unreachable_at.is_(None)))
    if account:
        account.unreachable_at = at
    return account


async def mark_seen(db: AsyncSession, rep_id: int, place: Place, at: datetime) -> None:
    """The rep wrote here, so can be reached here. An older time never replaces a newer one."""
    newer = Rep.seen_at.is_(None) | (Rep.seen_at < at)
    await db.execute(update(Rep).where(Rep.id == rep_id, newer).values(seen_at=at))
    lost = update(Account).where(*_at(place), Account.unreachable_at < at)
    await db.execute(lost.values(unreachable_at=None))


async def is_empty(db: AsyncSession) -> bool:
    """Whether nobody has joined yet."""
    return not await db.scalar(select(func.count()).select_from(Rep))


def _admins() -> Select[Rep]:
    return select(Rep).where(Rep.role == Role.ADMIN, Rep.active).order_by(Rep.id)


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        Account.channel == place.channel,
        Account.space == place.space,
        Account.user == place.user,
    )
