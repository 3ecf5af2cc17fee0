"""Escalate follow-ups that stay open after their reminder to a manager or admin, once."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.activities.follow_up_lines import follow_up_line, subject
from handlers.agenda.agenda import SHOWN as SHOWN_TOGETHER
from handlers.agenda.agenda import and_more
from handlers.buttons.activities import open_follow_up
from handlers.buttons.clients import choose_owner, open_client
from handlers.chat import Card, Request, Row, shorten
from handlers.i18n import _, moment, ngettext
from handlers.text import SHOWN
from handlers.working_time import after_quiet
from reminders.activities.follow_ups import MAX_SINGLE
from reminders.registry import check, reminder
from storage import rights
from storage.activities import follow_ups
from storage.activities.follow_ups import ClientFollowUp
from storage.messaging import outbox
from storage.messaging.outbox import Reminder
from storage.models import FollowUp, FollowUpState, Rep
from storage.team import accounts, teams

BATCH = 100  # follow-ups per transaction
MAX_AGE = timedelta(days=7)  # follow-ups ignored for longer when this is switched on are left out


async def is_due(db: AsyncSession, now: datetime) -> bool:
    hours = await rights.escalate_after(db)
    until = now - timedelta(hours=hours or 0)
    return bool(hours) and await follow_ups.is_any_ignored(db, until - MAX_AGE, until)


@check(is_due)
async def queue(db: AsyncSession, now: datetime) -> bool:
    hours = await rights.escalate_after(db)
    if not hours:
        return False
    until = now - timedelta(hours=hours)
    found = await follow_ups.get_ignored(db, until - MAX_AGE, until, limit=BATCH)
    owners = await accounts.get_all(db, {follow_up.owner_id for follow_up in found})
    crowded = await _put_together(db, owners, until, now)
    single = [follow_up for follow_up in found if follow_up.owner_id not in crowded]
    told = [reminder for follow_up in single for reminder in await _reminders(db, follow_up, owners, now)]
    await outbox.put_reminders(db, told)
    await follow_ups.mark_escalated(db, [follow_up.id for follow_up in found], now)
    return len(found) == BATCH


@reminder("escalation")
async def draw(req: Request, follow_up_id: int, due_at: str) -> Card | None:
    """None: it was done, snoozed or reassigned meanwhile."""
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found is None:
        return None
    follow_up, client = found
    owner = await accounts.get(req.db, follow_up.owner_id)
    moved = follow_up.due_at != datetime.fromisoformat(due_at)
    if follow_up.state is not FollowUpState.OPEN or moved or owner is None or owner.id == req.rep.id:
        return None
    fields = (
        (_("Owner"), owner.name),
        (_("Company"), client.company if client else ""),
        (_("Due"), moment(follow_up.due_at, req.rep.timezone, req.now)),
        (_("To do"), shorten(follow_up.text, SHOWN)),
    )
    text = _("{name} was reminded when the follow-up was due, but it's still open.")
    return Card(
        title=_("Missed follow-up: {name}").format(name=subject(found)),
        fields=fields,
        body=text.format(name=owner.name),
        buttons=(_row(found, _("Open card") if client else _("Open")),),
        client=follow_up.client_id,
    )


@reminder("escalations")
async def draw_together(req: Request, owner_id: int, since: str, until: str) -> Card | None:
    """One rep's ignored follow-ups. None: all were done, snoozed or reassigned meanwhile."""
    owner = await accounts.get(req.db, owner_id)
    span = datetime.fromisoformat(since), datetime.fromisoformat(until)
    found, count = await follow_ups.get_reminded_between(req.db, req.rep, owner_id, *span, limit=SHOWN_TOGETHER)
    if not found or owner is None or owner.id == req.rep.id:
        return None
    title = ngettext("{name} missed {n} follow-up", "{name} missed {n} follow-ups", count).format(
        name=owner.name, n=count
    )
    lines = (*(follow_up_line(req, each, dated=True) for each in found), *and_more(count - len(found)))
    rows = tuple(_row(each, subject(each)) for each in found)
    return Card(title, body="\n".join(lines), buttons=rows)


def _row(promise: ClientFollowUp, label: str) -> Row:
    """Open the client and reassign it; of a task without one, open the task."""
    follow_up, client = promise
    if client is None:
        return (open_follow_up.button(label, follow_up.id),)
    return (open_client.button(label, client.id), choose_owner.button(_("Reassign"), client.id, 0))


async def _put_together(
    db: AsyncSession, owners: Mapping[int, Rep], until: datetime, now: datetime
) -> Collection[int]:
    """For reps who ignored many, one message about all of their follow-ups, not only those in this batch."""
    ignored = await follow_ups.count_ignored(db, owners, until - MAX_AGE, until)
    crowded = {owner_id: span for owner_id, (count, *span) in ignored.items() if count > MAX_SINGLE}
    for owner_id, (first, last) in crowded.items():
        args = {"owner_id": owner_id, "since": first.isoformat(), "until": last.isoformat()}
        key = f"escalations:{owner_id}:{first:%Y%m%d%H%M}:{now:%Y%m%d%H%M}"  # the same key in another process
        others = await teams.get_managers(db, owners[owner_id])
        told = [
            Reminder(f"{key}:{other.id}", other.id, "escalations", args, _leaves_at(other, now))
            for other in others
        ]
        await outbox.put_reminders(db, told)
        await follow_ups.mark_escalated_together(db, owner_id, until - MAX_AGE, until, now)
    return crowded


async def _reminders(
    db: AsyncSession, follow_up: FollowUp, owners: Mapping[int, Rep], now: datetime
) -> list[Reminder]:
    owner = owners.get(follow_up.owner_id)
    others = await teams.get_managers(db, owner) if owner else ()
    return [_reminder(follow_up, other, now) for other in others]


def _reminder(follow_up: FollowUp, to: Rep, now: datetime) -> Reminder:
    key = f"escalation:{follow_up.id}:{follow_up.due_at:%Y%m%d%H%M}:{to.id}"
    args = {"follow_up_id": follow_up.id, "due_at": follow_up.due_at.isoformat()}
    return Reminder(key, to.id, "escalation", args, _leaves_at(to, now))


def _leaves_at(to: Rep, now: datetime) -> datetime:
    return after_quiet(now, to.timezone, to.quiet_from, to.quiet_to)
