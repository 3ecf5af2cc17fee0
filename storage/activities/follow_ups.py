"""Follow-ups: planned next contacts with a client, and tasks without one. Due times are UTC."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities import recurrences
from storage.messaging.shown_cards import Message
from storage.models import Client, FollowUp, FollowUpKind, FollowUpState, Interaction, Outbox, Rep
from storage.rights import Who, visible, visible_follow_up

ClientFollowUp = tuple[FollowUp, Client | None]


async def add(
    db: AsyncSession,
    who: Rep,
    client: Client | None,
    text: str,
    due_at: datetime,
    now: datetime,
    *,
    kind: FollowUpKind = FollowUpKind.TASK,
    to: Rep | None = None,
) -> FollowUp:
    """`client`: None: a task without a client. `to`: to whom `who` gives it; None: to nobody else."""
    follow_up = FollowUp(
        client_id=client.id if client else None,
        owner_id=to.id if to else who.id,
        given_by_id=who.id if to and to.id != who.id else None,
        kind=kind,
        text=text,
        due_at=due_at,
        created_at=now,
    )
    db.add(follow_up)
    await db.flush()
    return follow_up


async def get(db: AsyncSession, who: Who, follow_up_id: int) -> ClientFollowUp | None:
    return (await db.execute(_open_or_not(who).where(FollowUp.id == follow_up_id))).first()


async def newest(db: AsyncSession, who: Who, client_id: int) -> int:
    """The ID of the client's newest follow-up in any state; 0: there is none."""
    theirs = select(func.max(FollowUp.id)).join(Client).where(visible(who), FollowUp.client_id == client_id)
    return await db.scalar(theirs) or 0


async def given_to(db: AsyncSession, who: Rep, *, limit: int) -> list[ClientFollowUp]:
    """The rep's open follow-ups that somebody else has given, the newest first."""
    given = (FollowUp.owner_id == who.id, FollowUp.given_by_id.is_not(None), FollowUp.given_by_id != who.id)
    return list(await db.execute(_open(who).where(*given).order_by(FollowUp.id.desc()).limit(limit)))


async def open_until(
    db: AsyncSession, who: Rep, until: datetime, *, since: datetime | None = None, limit: int
) -> list[ClientFollowUp]:
    """The rep's own open follow-ups due before `until` (and not before `since`), longest overdue first."""
    mine = _open(who).where(FollowUp.owner_id == who.id, FollowUp.due_at < until)
    if since:
        mine = mine.where(FollowUp.due_at >= since)
    rows = await db.execute(mine.order_by(FollowUp.due_at, FollowUp.id).limit(limit))
    return list(rows)


async def count_overdue(db: AsyncSession, who: Rep, now: datetime, *, since: datetime | None = None) -> int:
    """How many of the rep's own open follow-ups are due before `now`, and not before `since` (UTC)."""
    mine = _open(who).where(FollowUp.owner_id == who.id, FollowUp.due_at < now)
    if since:
        mine = mine.where(FollowUp.due_at >= since)
    return await db.scalar(select(func.count()).select_from(mine.subquery())) or 0


async def close(
    db: AsyncSession, who: Rep, follow_up_id: int, due_at: datetime, to: FollowUpState, at: datetime
) -> bool:
    """Close it if it is still open with the due time the rep saw; else return False.

    If it recurs, the next occurrence is opened.
    """
    follow_up = await lock(db, who, follow_up_id, due_at)
    if follow_up is None:
        return False
    follow_up.state, follow_up.closed_at = to, at
    await db.flush()
    if follow_up.recurrence_id is not None:
        await recurrences.open_next(db, follow_up, at)
    return True


async def came_to(db: AsyncSession, who: Rep, follow_up_id: int, interaction: Interaction) -> bool:
    """Link a follow-up to the interaction it led to, once; False if it has one."""
    mine = _open_or_not(who).where(FollowUp.id == follow_up_id, FollowUp.interaction_id.is_(None))
    found = (await db.execute(mine.with_for_update(of=FollowUp))).first()
    if found is None:
        return False
    found[0].interaction_id = interaction.id
    await db.flush()
    return True


async def snooze(db: AsyncSession, who: Rep, follow_up_id: int, due_at: datetime, until: datetime) -> bool:
    """Make it due at `until` if it is still open with the due time the rep saw; else return False."""
    follow_up = await lock(db, who, follow_up_id, due_at)
    if follow_up is None:
        return False
    follow_up.due_at, follow_up.reminded_at, follow_up.escalated_at = until, None, None
    await db.flush()
    return True


async def set_text(
    db: AsyncSession, who: Rep, follow_up_id: int, due_at: datetime, text: str, kind: FollowUpKind
) -> bool:
    """Change what is to be done if it is still open with the due time the rep saw; else return False."""
    follow_up = await lock(db, who, follow_up_id, due_at)
    if follow_up is None:
        return False
    follow_up.text, follow_up.kind = text, kind
    await db.flush()
    return True


async def get_given(db: AsyncSession, who: Rep, follow_up_id: int, giver: int) -> ClientFollowUp | None:
    """An open follow-up of `who`, given by `giver`: this one, or the open one of those it recurs with."""
    return (await db.execute(_given(who, follow_up_id, giver))).first()


async def give_back(db: AsyncSession, who: Rep, follow_up_id: int, giver: Rep) -> FollowUp | None:
    """Make one that `get_given` finds the giver's again, with all to come; None if there is none any more."""
    found = (await db.execute(_given(who, follow_up_id, giver.id).with_for_update(of=FollowUp))).first()
    if found is None:
        return None
    follow_up = found[0]
    follow_up.owner_id, follow_up.given_by_id = giver.id, None
    await db.flush()
    if follow_up.recurrence_id is not None:
        await recurrences.pass_on(db, follow_up.recurrence_id, giver)
    return follow_up


async def get_unreminded(db: AsyncSession, now: datetime, *, limit: int) -> Sequence[FollowUp]:
    """Due and open follow-ups without a reminder yet, longest overdue first. Does not check rights."""
    due = select(FollowUp).where(*_not_reminded(now))
    ordered = due.order_by(FollowUp.due_at, FollowUp.id).limit(limit)
    return (await db.scalars(ordered.with_for_update(skip_locked=True))).all()


async def is_any_unreminded(db: AsyncSession, now: datetime) -> bool:
    """Whether any is `waiting`. Does not check rights."""
    return bool(await db.scalar(select(exists(select(FollowUp.id).where(*_not_reminded(now))))))


async def count_unreminded(
    db: AsyncSession, owner_ids: Collection[int], since: datetime, until: datetime
) -> Mapping[int, tuple[int, datetime, datetime]]:
    """`waiting` follow-ups due between these times, by owner: count, first and last due time."""
    span = (func.count(), func.min(FollowUp.due_at), func.max(FollowUp.due_at))
    theirs = select(FollowUp.owner_id, *span).where(
        *_not_reminded(until), FollowUp.due_at >= since, FollowUp.owner_id.in_(owner_ids)
    )
    rows = await db.execute(theirs.group_by(FollowUp.owner_id))
    return {owner_id: (count, first, last) for owner_id, count, first, last in rows}


async def mark_reminded_together(
    db: AsyncSession, owner_id: int, since: datetime, until: datetime, at: datetime
) -> None:
    """Mark the owner's `waiting` follow-ups due between these times as reminded. Does not check rights."""
    theirs = (*_not_reminded(until), FollowUp.due_at >= since, FollowUp.owner_id == owner_id)
    free = select(FollowUp.id).where(*theirs).with_for_update(skip_locked=True)  # skips rows in use
    update_all = update(FollowUp).where(FollowUp.id.in_(free)).values(reminded_at=at)
    await db.execute(update_all.execution_options(synchronize_session=False))


async def mark_reminded(db: AsyncSession, follow_up_ids: Sequence[int], at: datetime) -> None:
    these = update(FollowUp).where(FollowUp.id.in_(follow_up_ids))
    await db.execute(these.values(reminded_at=at))


def reminder_key(follow_up: FollowUp) -> str:
    """The outbox key of its reminder, unique per due time."""
    return f"follow-up:{follow_up.id}:{follow_up.due_at:%Y%m%d%H%M}"


async def reminded_by(db: AsyncSession, who: Rep, client_id: int | None, message: Message) -> FollowUp | None:
    """The rep's own open follow-up with that client whose reminder is this message, unless snoozed since.

    `client_id`: None: a task without a client.
    """
    mine = _open(who).where(FollowUp.owner_id == who.id, FollowUp.client_id == client_id)
    keys = {reminder_key(follow_up): follow_up for follow_up, _client in await db.execute(mine)}
    channel, space, chat, number = message
    here = (Outbox.channel == channel, Outbox.space == space, Outbox.chat == chat, Outbox.sent == number)
    key = await db.scalar(select(Outbox.key).where(Outbox.key.in_(keys), *here))
    return keys.get(key) if key else None


async def get_ignored(db: AsyncSession, since: datetime, until: datetime, *, limit: int) -> Sequence[FollowUp]:
    """Open follow-ups reminded of between these times and not escalated yet. Does not check rights."""
    left = select(FollowUp).where(*_ignored(since, until))
    ordered = left.order_by(FollowUp.reminded_at, FollowUp.id).limit(limit)
    return (await db.scalars(ordered.with_for_update(skip_locked=True))).all()


async def is_any_ignored(db: AsyncSession, since: datetime, until: datetime) -> bool:
    """Whether any is `ignored`. Does not check rights."""
    return bool(await db.scalar(select(exists(select(FollowUp.id).where(*_ignored(since, until))))))


async def count_ignored(
    db: AsyncSession, owner_ids: Collection[int], since: datetime, until: datetime
) -> Mapping[int, tuple[int, datetime, datetime]]:
    """`ignored` follow-ups by owner: count, first and last reminder time."""
    span = (func.count(), func.min(FollowUp.reminded_at), func.max(FollowUp.reminded_at))
    theirs = select(FollowUp.owner_id, *span).where(*_ignored(since, until), FollowUp.owner_id.in_(owner_ids))
    rows = await db.execute(theirs.group_by(FollowUp.owner_id))
    return {owner_id: (count, first, last) for owner_id, count, first, last in rows if first and last}


async def get_reminded_between(
    db: AsyncSession, who: Rep, owner_id: int, since: datetime, until: datetime, *, limit: int
) -> tuple[list[ClientFollowUp], int]:
    """The owner's open follow-ups reminded of between these times, longest overdue first, and their total."""
    then = (FollowUp.owner_id == owner_id, FollowUp.reminded_at >= since, FollowUp.reminded_at <= until)
    theirs = _open(who).where(*then)
    count = await db.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    found = await db.execute(theirs.order_by(FollowUp.due_at, FollowUp.id).limit(limit))
    return list(found), count


async def mark_escalated_together(
    db: AsyncSession, owner_id: int, since: datetime, until: datetime, at: datetime
) -> None:
    """Mark the owner's follow-ups `ignored` between these times as escalated. Does not check rights."""
    theirs = select(FollowUp.id).where(*_ignored(since, until), FollowUp.owner_id == owner_id)
    free = theirs.with_for_update(skip_locked=True)  # another transaction has the others
    update_all = update(FollowUp).where(FollowUp.id.in_(free)).values(escalated_at=at)
    await db.execute(update_all.execution_options(synchronize_session=False))


async def mark_escalated(db: AsyncSession, follow_up_ids: Sequence[int], at: datetime) -> None:
    these = update(FollowUp).where(FollowUp.id.in_(follow_up_ids))
    await db.execute(these.values(escalated_at=at))


async def lock(db: AsyncSession, who: Rep, follow_up_id: int, due_at: datetime) -> FollowUp | None:
    """Get it, if it is still open with the due time the rep saw, and keep others from changing it."""
    seen = (FollowUp.id == follow_up_id, FollowUp.due_at == due_at)
    locked = _open(who).where(*seen).with_for_update(of=FollowUp)
    found = (await db.execute(locked.execution_options(populate_existing=True))).first()
    return found and found[0]


def _given(who: Rep, follow_up_id: int, giver: int) -> Select[FollowUp, Client | None]:
    rule = select(FollowUp.recurrence_id).where(FollowUp.id == follow_up_id).scalar_subquery()
    this_or_next = or_(FollowUp.id == follow_up_id, FollowUp.recurrence_id == rule)
    return _open(who).where(FollowUp.owner_id == who.id, FollowUp.given_by_id == giver, this_or_next)


def _ignored(since: datetime, until: datetime) -> Sequence[ColumnElement[bool]]:
    return (
        FollowUp.state == FollowUpState.OPEN,
        FollowUp.escalated_at.is_(None),
        FollowUp.reminded_at > since,
        FollowUp.reminded_at <= until,
    )


def _not_reminded(until: datetime) -> Sequence[ColumnElement[bool]]:
    return FollowUp.state == FollowUpState.OPEN, FollowUp.reminded_at.is_(None), FollowUp.due_at <= until


def _open(who: Who) -> Select[FollowUp, Client | None]:
    return _open_or_not(who).where(FollowUp.state == FollowUpState.OPEN)


def _open_or_not(who: Who) -> Select[FollowUp, Client | None]:
    joined = select(FollowUp, Client).outerjoin(Client, Client.id == FollowUp.client_id)
    return joined.where(visible_follow_up(who))
