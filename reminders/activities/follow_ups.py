"""Reminders of due follow-ups."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.activities import follow_up_cards
from handlers.agenda import agenda
from handlers.chat import Card, Request
from handlers.working_time import after_quiet, local
from reminders.activities.digest import digest_key, is_time
from reminders.registry import check, reminder
from storage.activities import follow_ups
from storage.messaging import home_pages, outbox
from storage.messaging.outbox import Reminder
from storage.models import FollowUp, FollowUpState, Rep
from storage.team import accounts

BATCH = 100  # follow-ups per transaction
LATE = timedelta(hours=1)  # later than this the reminder can wait for the end of quiet hours
STALE = timedelta(days=1)  # later than this it belongs in the digest
MAX_SINGLE = 20  # due at once for one rep, each a message of its own; more become one message


@check(follow_ups.is_any_unreminded)
async def queue(db: AsyncSession, now: datetime) -> bool:
    due = await follow_ups.get_unreminded(db, now, limit=BATCH)
    if not due:
        return False
    told = []
    owners = await accounts.get_all(db, {follow_up.owner_id for follow_up in due})
    crowded = await _put_together(db, owners, now)
    for follow_up in due:
        owner = owners.get(follow_up.owner_id)
        if owner is not None and now - follow_up.due_at > STALE:
            await _catch_up(db, follow_up, owner, now)
        elif owner is not None and owner.id in crowded:
            continue
        elif owner is not None and not await _is_in_the_digest(db, follow_up.due_at, owner, now):
            told.append(_reminder(follow_up, owner, now))
    await outbox.put_reminders(db, told)
    await follow_ups.mark_reminded(db, [follow_up.id for follow_up in due], now)
    await home_pages.redraw(db, {follow_up.owner_id for follow_up in due}, now)
    return len(due) == BATCH


@reminder("follow_up")
async def draw(req: Request, follow_up_id: int, due_at: str) -> Card | None:
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found is None:
        return None
    follow_up, client = found
    moved = follow_up.due_at != datetime.fromisoformat(due_at)
    if follow_up.state is not FollowUpState.OPEN or moved or follow_up.owner_id != req.rep.id:
        return None
    return await follow_up_cards.card(req, follow_up, client)


@reminder("follow_ups")
async def draw_together(req: Request, since: str, until: str) -> Card | None:
    """Follow-ups that came due together, from the first due time to the last."""
    last = datetime.fromisoformat(until) + timedelta(seconds=1)  # include the last one
    return await agenda.due_together(req, datetime.fromisoformat(since), last)


async def _put_together(db: AsyncSession, owners: Mapping[int, Rep], now: datetime) -> Collection[int]:
    """For reps with many due follow-ups, one message about all of them, not only those in this batch."""
    waiting = await follow_ups.count_unreminded(db, owners, now - STALE, now)
    crowded = {owner_id: span for owner_id, (count, *span) in waiting.items() if count > MAX_SINGLE}
    for owner_id, (first, last) in crowded.items():
        owner = owners[owner_id]
        if not await _is_in_the_digest(db, last, owner, now):
            key = f"follow-ups:{owner_id}:{first:%Y%m%d%H%M}:{now:%Y%m%d%H%M}"  # also in two processes
            args = {"since": first.isoformat(), "until": last.isoformat()}
            reminder = Reminder(key, owner_id, "follow_ups", args, _leaves_at(last, owner, now))
            await outbox.put_reminders(db, [reminder])
        await follow_ups.mark_reminded_together(db, owner_id, now - STALE, now, now)
    return crowded


def _reminder(follow_up: FollowUp, owner: Rep, now: datetime) -> Reminder:
    args = {"follow_up_id": follow_up.id, "due_at": follow_up.due_at.isoformat()}
    leaves_at = _leaves_at(follow_up.due_at, owner, now)
    return Reminder(follow_ups.reminder_key(follow_up), owner.id, "follow_up", args, leaves_at)


def _leaves_at(due_at: datetime, owner: Rep, now: datetime) -> datetime:
    if now - due_at <= LATE:
        return now
    return after_quiet(now, owner.timezone, owner.quiet_from, owner.quiet_to)


async def _is_in_the_digest(db: AsyncSession, due_at: datetime, owner: Rep, now: datetime) -> bool:
    """After a downtime: do not repeat what today's digest contains or is about to contain."""
    if now - due_at <= LATE:
        return False
    today = local(now, owner.timezone).date()
    if owner.digest_on != today:
        return is_time(owner, now)
    return await outbox.leaves_after(db, digest_key(owner, today), due_at)


async def _catch_up(db: AsyncSession, follow_up: FollowUp, owner: Rep, now: datetime) -> None:
    """Put a stale follow-up into the digest: into a second one if today's has been sent without it."""
    today = local(now, owner.timezone).date()
    if owner.digest_on != today:
        return  # today's digest is still to come
    if not await outbox.leaves_after(db, digest_key(owner, today), follow_up.created_at):
        send_at = after_quiet(now, owner.timezone, owner.quiet_from, owner.quiet_to)
        await outbox.put_reminder(db, f"catch-up:{owner.id}:{today}", owner.id, "digest", {}, send_at)
