"""Clients have come to somebody: one message, however many there are."""

from handlers import handover
from handlers.chat import Card, Request
from reminders import reminder


@reminder("handover")
async def draw(req: Request, act_id: int) -> Card | None:
    return await handover.brief(req, act_id)
