"""Notices of a handover, and of its undo: one message for all clients."""

from handlers.chat import Card, Request
from handlers.clients import handover
from handlers.i18n import _, ngettext
from reminders.registry import reminder
from storage.audit import changes
from storage.messaging import outbox
from storage.team import accounts


@reminder("handover")
async def draw(req: Request, act_id: int) -> Card | None:
    return await handover.brief(req, act_id)


@reminder("handover.back")
async def draw_back(req: Request, act_id: int, count: int) -> Card | None:
    """Only for reps who were notified of the handover."""
    act = await changes.get(req.db, act_id)
    by = await accounts.get(req.db, act.rep_id) if act else None
    if by is None or not await outbox.was_sent(req.db, f"handover:{act_id}:{req.rep.id}"):
        return None
    title = ngettext("{n} client is no longer yours", "{n} clients are no longer yours", count)
    body = _("{name} has undone the handover.").format(name=by.name)
    return Card(title=title.format(n=count), body=body)
