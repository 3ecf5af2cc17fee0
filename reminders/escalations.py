"""A promise was not kept, and nobody has said why: whoever looks after the rep hears of it once."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request, shorten
from handlers.handover import choose as hand_on
from handlers.i18n import _, moment
from handlers.letters import SHOWN
from handlers.links import open_client
from handlers.rules import after_quiet
from reminders import job, reminder
from storage import accounts, follow_ups, outbox, rights, teams
from storage.models import FollowUp, FollowUpState, Rep
from storage.outbox import Reminder

BATCH = 100  # in one transaction
LONGEST_BACK = timedelta(days=7)  # what was ignored for longer when this was switched on is not brought up


@job
async def queue(db: AsyncSession, now: datetime) -> bool:
    hours = await rights.escalate_after(db)
    if not hours:
        return False
    until = now - timedelta(hours=hours)
    found = await follow_ups.ignored(db, until - LONGEST_BACK, until, limit=BATCH)
    told = [reminder for follow_up in found for reminder in await _reminders(db, follow_up, now)]
    await outbox.put_reminders(db, told)
    await follow_ups.escalated(db, [follow_up.id for follow_up in found], now)
    return len(found) == BATCH


@reminder("escalation")
async def draw(req: Request, follow_up_id: int, due_at: str) -> Card | None:
    """None: it was kept, put off or handed on meanwhile."""
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
        (_("Company"), client.company),
        (_("Due"), moment(follow_up.due_at, req.rep.timezone, req.now)),
        (_("What"), shorten(follow_up.text, SHOWN)),
    )
    text = _("The follow-up was due, {name} was reminded of it, and it is still open.")
    opened, handed = open_client.button(_("Open card"), client.id), hand_on.button(_("Hand on"), client.id, 0)
    return Card(
        title=_("Nobody has seen to it: {name}").format(name=client.name),
        fields=tuple((name, value) for name, value in fields if value),
        body=text.format(name=owner.name),
        buttons=((opened, handed),),
        client=client.id,
    )


async def _reminders(db: AsyncSession, follow_up: FollowUp, now: datetime) -> list[Reminder]:
    owner = await accounts.get(db, follow_up.owner_id)
    others = await teams.overseers(db, owner) if owner else ()
    return [_reminder(follow_up, other, now) for other in others]


def _reminder(follow_up: FollowUp, to: Rep, now: datetime) -> Reminder:
    key = f"escalation:{follow_up.id}:{follow_up.due_at:%Y%m%d%H%M}:{to.id}"
    args = {"follow_up_id": follow_up.id, "due_at": follow_up.due_at.isoformat()}
    return Reminder(key, to.id, "escalation", args, after_quiet(now, to.timezone, to.quiet_from, to.quiet_to))
