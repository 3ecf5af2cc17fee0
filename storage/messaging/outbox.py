"""Outbox: messages committed together with their cause, then sent and marked (see claims.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Account, Outbox

ANSWER, REMINDER = 0, 1  # urgency: answers before reminders
CONSOLE = "console"
# Built once: building it takes longer than running it.
BEFORE = (
    select(Outbox.id)
    .where(
        Outbox.channel == bindparam("channel"),
        Outbox.space == bindparam("space"),
        Outbox.chat == bindparam("chat"),
        Outbox.urgency == ANSWER,
        Outbox.closed_at.is_(None),
    )
    .limit(1)
)


async def queue(
    db: AsyncSession,
    channel: str,
    space: str,
    chat: str,
    card: dict[str, Any],
    at: datetime,
    *,
    replaces: str | None = None,
    until: datetime | None = None,
) -> Outbox:
    """Queue an answer: a finished card, sent after the commit. `replaces`: the message to redraw.

    `until` (UTC): the caller sends it itself and holds the claim till then, if it is next in its chat.
    """
    claimed = until is not None and await _is_next(db, channel, space, chat)
    row = Outbox(
        channel=channel,
        space=space,
        chat=chat,
        card=card,
        replaces=replaces,
        urgency=ANSWER,
        due_at=at,
        created_at=at,
        lease_until=until if claimed else None,
    )
    db.add(row)
    await db.flush()
    return row


async def get(db: AsyncSession, row_id: int) -> Outbox | None:
    return await db.get(Outbox, row_id)


async def cards_since(
    db: AsyncSession, channel: str, space: str, chat: str, since: datetime
) -> Sequence[dict[str, Any] | None]:
    """The answers queued for that chat since then (UTC)."""
    there = (Outbox.channel == channel, Outbox.space == space, Outbox.chat == chat)
    recent = select(Outbox.card).where(*there, Outbox.urgency == ANSWER, Outbox.created_at >= since)
    return (await db.scalars(recent)).all()


@dataclass(frozen=True)
class Reminder:
    """`key` identifies the occasion and names no channel; `at` (UTC) is when it is sent."""

    key: str
    rep_id: int
    name: str
    args: dict[str, Any]
    at: datetime


async def put_reminder(
    db: AsyncSession, key: str, rep_id: int, name: str, args: dict[str, Any], at: datetime
) -> bool:
    """Queue a reminder once. False if it was queued before."""
    new = insert(db, Outbox).values(_waiting(Reminder(key, rep_id, name, args, at)))
    put = await db.execute(new.on_conflict_do_nothing(index_elements=["key"]).returning(Outbox.id))
    return put.first() is not None


async def put_reminders(db: AsyncSession, reminders: Sequence[Reminder]) -> None:
    """Queue many at once, each once: one statement locks the database for less time."""
    if reminders:
        new = insert(db, Outbox).on_conflict_do_nothing(index_elements=["key"])
        await db.execute(new, [_waiting(reminder) for reminder in reminders])


async def was_sent(db: AsyncSession, key: str) -> bool:
    """Whether that reminder has been sent to anybody."""
    return await db.scalar(select(Outbox.id).where(Outbox.key == key, Outbox.sent.is_not(None))) is not None


async def leaves_after(db: AsyncSession, key: str, moment: datetime) -> bool:
    """Whether that reminder is not closed yet, or was closed after the moment (UTC)."""
    later = or_(Outbox.closed_at.is_(None), Outbox.closed_at > moment)
    return await db.scalar(select(Outbox.id).where(Outbox.key == key, later)) is not None


async def count_overdue(db: AsyncSession, now: datetime) -> Mapping[int, tuple[int, datetime]]:
    """Overdue rows by urgency: how many, and since when the first waits (UTC).

    Without rows that are not due yet, and without reminders for people who cannot be reached on any channel.
    """
    can_be_told = select(Account.id).where(Account.rep_id == Outbox.rep_id, Account.unreachable_at.is_(None))
    tried = Outbox.error != ""
    since = func.min(case((tried, Outbox.created_at), else_=Outbox.due_at))
    rows = await db.execute(
        select(Outbox.urgency, func.count(), since)
        .where(
            Outbox.closed_at.is_(None),
            or_(Outbox.due_at <= now, tried),
            or_(Outbox.channel.is_not(None), can_be_told.exists()),
        )
        .group_by(Outbox.urgency)
    )
    return {urgency: (count, first) for urgency, count, first in rows}


async def forget(db: AsyncSession, before: datetime) -> None:
    """Reminders' keys are kept for good: a birthday is greeted once a year, whatever happens."""
    gone = delete(Outbox).where(Outbox.closed_at < before, Outbox.key.is_(None))
    await db.execute(gone)


async def _is_next(db: AsyncSession, channel: str, space: str, chat: str) -> bool:
    """Whether no other answer is queued for that chat."""
    return await db.scalar(BEFORE, {"channel": channel, "space": space, "chat": chat}) is None


def _waiting(reminder: Reminder) -> dict[str, Any]:
    return {
        "key": reminder.key,
        "rep_id": reminder.rep_id,
        "reminder": reminder.name,
        "args": reminder.args,
        "space": "",
        "urgency": REMINDER,
        "due_at": reminder.at,
        "created_at": reminder.at,
        "tries": 0,
        "error": "",
    }
