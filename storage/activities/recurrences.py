"""Recurring follow-ups: a rule, and the one of its occurrences that is open. Due times are UTC.

The next occurrence is made when the open one is closed, in the same transaction. If it is still open when the
next one is due, it becomes that one: so never two are open. Indexes keep an occurrence from being made twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.activities.recurrence_days import Rule, days_after, first_day, moment_on, newest_day, next_day
from storage.models import Client, FollowUp, FollowUpKind, FollowUpState, Recurrence, Rep

RULE = tuple(field.name for field in fields(Rule))


class NoSuchDay(Exception):
    """The rule has no day to come."""


def rule_of(recurrence: Recurrence) -> Rule:
    return Rule(**{name: getattr(recurrence, name) for name in RULE})


async def add(
    db: AsyncSession,
    who: Rep,
    client: Client | None,
    text: str,
    rule: Rule,
    now: datetime,
    *,
    kind: FollowUpKind = FollowUpKind.TASK,
    to: Rep | None = None,
) -> FollowUp:
    """Add a recurring follow-up, and return its first occurrence. Raises NoSuchDay.

    `to`: to whom `who` gives it; its times are local there.
    """
    owner = to or who
    day = first_day(rule, now, owner.timezone)
    if day is None:
        raise NoSuchDay
    recurrence = Recurrence(
        client_id=client and client.id,
        owner_id=owner.id,
        kind=kind,
        text=text,
        created_at=now,
        next_at=_moment_after(rule, day, owner.timezone),
        **vars(rule),
    )
    db.add(recurrence)
    await db.flush()
    given_by = who.id if owner.id != who.id else None
    return await _open(db, recurrence, day, owner.timezone, now, given_by=given_by)


async def get(db: AsyncSession, recurrence_id: int) -> Recurrence | None:
    """For reminders, which check the rights to its client themselves."""
    return await db.get(Recurrence, recurrence_id)


async def get_of(db: AsyncSession, follow_up: FollowUp) -> Recurrence | None:
    """The rule by which it occurs. The caller has checked the rights."""
    return await db.get(Recurrence, follow_up.recurrence_id) if follow_up.recurrence_id else None


async def open_next(db: AsyncSession, closed: FollowUp, now: datetime) -> None:
    """Open the occurrence after one that was closed, or end the rule if it was the last."""
    recurrence = await _lock(db, closed.recurrence_id)
    if recurrence is None or recurrence.ended_at or closed.occurs_on is None:
        return
    owner = await db.get_one(Rep, recurrence.owner_id)
    rule = rule_of(recurrence)
    day = next_day(rule, closed.occurs_on, now, owner.timezone)
    if day is None:
        recurrence.next_at, recurrence.ended_at = None, now
        await db.flush()
        return
    recurrence.next_at = _moment_after(rule, day, owner.timezone)
    await _open(db, recurrence, day, owner.timezone, now, given_by=closed.given_by_id)


async def stop(db: AsyncSession, follow_up: FollowUp, now: datetime) -> bool:
    """End the rule and drop its open occurrence; False: it has ended. The caller has checked the rights."""
    recurrence = await _lock(db, follow_up.recurrence_id)
    if recurrence is None or recurrence.ended_at:
        return False
    recurrence.next_at, recurrence.ended_at = None, now
    for occurrence in await _open_ones(db, [recurrence.id]):
        occurrence.state, occurrence.closed_at = FollowUpState.DROPPED, now
    await db.flush()
    return True


async def change(
    db: AsyncSession,
    follow_up: FollowUp,
    now: datetime,
    *,
    rule: Rule | None = None,
    what: tuple[str, FollowUpKind] | None = None,
) -> bool:
    """Change all occurrences to come: the rule, or what is to be done; False: it has ended. Raises NoSuchDay.

    The caller has checked the rights.
    """
    recurrence = await _lock(db, follow_up.recurrence_id)
    if recurrence is None or recurrence.ended_at:
        return False
    if what is not None:
        recurrence.text, recurrence.kind = what
        for occurrence in await _open_ones(db, [recurrence.id]):
            occurrence.text, occurrence.kind = what
    if rule is not None:
        for name in RULE:
            setattr(recurrence, name, getattr(rule, name))
        await _begin_anew(db, recurrence, now)
    await db.flush()
    return True


async def pass_on(db: AsyncSession, recurrence_id: int, to: Rep) -> None:
    """Make it that rep's, at their local times. The caller has passed on the open one, and checked rights."""
    recurrence = await _lock(db, recurrence_id)
    if recurrence is None or recurrence.ended_at:
        return
    was_in = (await db.get_one(Rep, recurrence.owner_id)).timezone
    recurrence.owner_id = to.id
    await db.flush()
    await replan(db, to, was_in)


async def replan(db: AsyncSession, owner: Rep, was_in: str) -> None:
    """Keep the local times of the owner's rules after a move from that time zone, to it or to the owner.

    What was moved by hand, or reminded of, stays.
    """
    if owner.timezone == was_in:
        return
    theirs = select(Recurrence).where(Recurrence.owner_id == owner.id, Recurrence.ended_at.is_(None))
    found = (await db.scalars(theirs.order_by(Recurrence.id).with_for_update())).all()
    rules = {recurrence.id: recurrence for recurrence in found}
    for occurrence in await _open_ones(db, rules):
        recurrence = rules[occurrence.recurrence_id or 0]
        rule, day = rule_of(recurrence), occurrence.occurs_on or recurrence.starts_on
        if occurrence.reminded_at is None and occurrence.due_at == moment_on(rule, day, was_in):
            occurrence.due_at = moment_on(rule, day, owner.timezone)
        recurrence.next_at = _moment_after(rule, day, owner.timezone)
    await db.flush()


async def is_any_due(db: AsyncSession, now: datetime) -> bool:
    """Whether an occurrence is due while the one before is still open. Does not check rights."""
    return bool(await db.scalar(select(exists(_due(now)))))


async def advance(db: AsyncSession, now: datetime, *, limit: int) -> int:
    """Turn open occurrences into the latest that is due; return how many rules were looked at.

    One that was moved by hand to a later time keeps it. Does not check rights.
    """
    due = _due(now).order_by(Recurrence.next_at, Recurrence.id).limit(limit)
    found = (await db.scalars(due.with_for_update(skip_locked=True, of=Recurrence))).all()
    owners = select(Rep.id, Rep.timezone).where(Rep.id.in_({r.owner_id for r in found}))
    zones = dict(iter(await db.execute(owners)))
    occurrences = {o.recurrence_id: o for o in await _open_ones(db, [r.id for r in found], skip_locked=True)}
    for recurrence in found:
        if occurrence := occurrences.get(recurrence.id):
            _advance(recurrence, occurrence, zones[recurrence.owner_id], now)
    await db.flush()
    return len(found)


async def get_orphans(db: AsyncSession, now: datetime, *, limit: int) -> Sequence[Recurrence]:
    """Rules that are due, whose owner is not active, and of which nobody was told. Does not check rights."""
    left = select(Recurrence).join(Rep, Rep.id == Recurrence.owner_id).where(*_orphaned(now))
    return (await db.scalars(left.order_by(Recurrence.id).limit(limit).with_for_update(skip_locked=True))).all()


async def is_any_orphaned(db: AsyncSession, now: datetime) -> bool:
    """Whether there are any of these. Does not check rights."""
    orphans = select(Recurrence.id).join(Rep, Rep.id == Recurrence.owner_id).where(*_orphaned(now))
    return bool(await db.scalar(select(exists(orphans))))


def _advance(recurrence: Recurrence, occurrence: FollowUp, zone: str, now: datetime) -> None:
    rule, was = rule_of(recurrence), occurrence.occurs_on or recurrence.starts_on
    day = newest_day(rule, was, now, zone)
    if day is not None:
        occurrence.occurs_on = day
        if occurrence.due_at <= now:
            occurrence.due_at = moment_on(rule, day, zone)
            occurrence.reminded_at, occurrence.escalated_at = None, None
    recurrence.next_at = _moment_after(rule, day or was, zone)
    recurrence.reported_at = None


async def _begin_anew(db: AsyncSession, recurrence: Recurrence, now: datetime) -> None:
    """Have the open occurrence be the first of a changed rule. Raises NoSuchDay."""
    zone = (await db.get_one(Rep, recurrence.owner_id)).timezone
    rule = rule_of(recurrence)
    for occurrence in await _open_ones(db, [recurrence.id]):
        day = first_day(rule, now, zone)
        if day is None:
            raise NoSuchDay
        occurrence.occurs_on, occurrence.due_at = day, moment_on(rule, day, zone)
        occurrence.reminded_at, occurrence.escalated_at = None, None
        recurrence.next_at = _moment_after(rule, day, zone)


async def _open(
    db: AsyncSession, recurrence: Recurrence, day: date, zone: str, now: datetime, *, given_by: int | None
) -> FollowUp:
    occurrence = FollowUp(
        client_id=recurrence.client_id,
        owner_id=recurrence.owner_id,
        given_by_id=given_by,
        kind=recurrence.kind,
        text=recurrence.text,
        due_at=moment_on(rule_of(recurrence), day, zone),
        created_at=now,
        recurrence_id=recurrence.id,
        occurs_on=day,
    )
    db.add(occurrence)
    await db.flush()
    return occurrence


def _moment_after(rule: Rule, day: date, zone: str) -> datetime | None:
    following = next(days_after(rule, day), None)
    return moment_on(rule, following, zone) if following else None


async def _lock(db: AsyncSession, recurrence_id: int | None) -> Recurrence | None:
    this = select(Recurrence).where(Recurrence.id == recurrence_id).with_for_update()
    return await db.scalar(this.execution_options(populate_existing=True))


async def _open_ones(
    db: AsyncSession, recurrence_ids: Collection[int], *, skip_locked: bool = False
) -> Sequence[FollowUp]:
    theirs = select(FollowUp).where(
        FollowUp.recurrence_id.in_(recurrence_ids), FollowUp.state == FollowUpState.OPEN
    )
    return (await db.scalars(theirs.with_for_update(skip_locked=skip_locked))).all()


def _due(now: datetime) -> Any:
    return (
        select(Recurrence)
        .join(Rep, Rep.id == Recurrence.owner_id)
        .where(Recurrence.ended_at.is_(None), Recurrence.next_at <= now, Rep.active)
    )


def _orphaned(now: datetime) -> tuple[Any, ...]:
    gone = (~Rep.active, Recurrence.reported_at.is_(None))
    return Recurrence.ended_at.is_(None), Recurrence.next_at <= now, *gone
