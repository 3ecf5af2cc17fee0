"""Clients have come to somebody, or have gone again: one message, however many there are."""

from handlers import handover
from handlers.chat import Card, Request
from handlers.i18n import _, ngettext
from reminders import reminder
from storage import accounts, changes, outbox


@reminder("handover")
async def draw(req: Request, act_id: int) -> Card | None:
    return await handover.brief(req, act_id)


@reminder("handover.back")
async def draw_back(req: Request, act_id: int, count: int) -> Card | None:
    """Only to those who were told that the clients had come."""
    act = await changes.get(req.db, act_id)
    by = await accounts.get(req.db, act.rep_id) if act else None
    if by is None or not await outbox.was_sent(req.db, f"handover:{act_id}:{req.rep.id}"):
        return None
    title = ngettext("{n} client is not yours any more", "{n} clients are not yours any more", count)
    body = _("{name} has taken the handover back.").format(name=by.name)
    return Card(title=title.format(n=count), body=body)
