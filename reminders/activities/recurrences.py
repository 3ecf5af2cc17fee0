"""Recurring follow-ups: the open one becomes the next when that is due; rules without an active owner."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.buttons.clients import choose_owner, open_client
from handlers.chat import Card, Request, shorten
from handlers.i18n import _
from handlers.recurrence.rule_texts import rule_text
from handlers.text import SHOWN
from handlers.working_time import after_quiet, local
from reminders.registry import check, reminder
from storage.activities import recurrences
from storage.clients import clients
from storage.messaging import outbox
from storage.team import accounts

BATCH = 100  # rules per transaction


@check(recurrences.is_any_due)
async def advance(db: AsyncSession, now: datetime) -> bool:
    return await recurrences.advance(db, now, limit=BATCH) == BATCH


@check(recurrences.is_any_orphaned)
async def report_orphans(db: AsyncSession, now: datetime) -> bool:
    """Tell a manager or an admin of rules that make nothing, because their owner is not active."""
    found = await recurrences.get_orphans(db, now, limit=BATCH)
    for recurrence in found:
        recurrence.reported_at = now
        if (to := await accounts.get_manager(db, recurrence.owner_id)) is None:
            continue
        key = f"recurrence:{recurrence.id}:{now:%Y%m%d%H%M}:{to.id}"
        send_at = after_quiet(now, to.timezone, to.quiet_from, to.quiet_to)
        args = {"recurrence_id": recurrence.id}
        await outbox.put_reminder(db, key, to.id, "recurrence.orphan", args, send_at)
    await db.flush()
    return len(found) == BATCH


@reminder("recurrence.orphan")
async def draw(req: Request, recurrence_id: int) -> Card | None:
    """None: it has ended, its owner is back, or its client is out of sight."""
    recurrence = await recurrences.get(req.db, recurrence_id)
    owner = await accounts.get(req.db, recurrence.owner_id) if recurrence else None
    if recurrence is None or owner is None or recurrence.ended_at or owner.active:
        return None
    client = await clients.get(req.db, req.rep, recurrence.client_id) if recurrence.client_id else None
    if recurrence.client_id and client is None:
        return None
    rule = recurrences.rule_of(recurrence)
    fields = (
        (_("Owner"), owner.name),
        (_("Client"), client.name if client else ""),
        (_("Repeats"), rule_text(rule, local(req.now, req.rep.timezone).date())),
        (_("To do"), shorten(recurrence.text, SHOWN)),
    )
    handing = (
        ((open_client.button(_("Open card"), client.id), choose_owner.button(_("Reassign"), client.id, 0)),)
        if client
        else ()
    )
    text = _("{name} is not active, so nobody is reminded of this. Reassign the client to keep it going.")
    body = text if client else _("{name} is not active, so nobody is reminded of this task any more.")
    return Card(_("Nobody is reminded"), fields, body.format(name=owner.name), handing)
