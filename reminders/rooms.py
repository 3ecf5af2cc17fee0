"""What bound groups and channels are told: for them alone, in the language of whoever has bound them."""

from handlers import leads as words
from handlers import rooms
from handlers.chat import Card, Request
from reminders import reminder
from storage import leads


@reminder(rooms.WON, may_come_true=True, outlasts=True, stays=True)
async def draw_win(req: Request, deal_id: int, binding_id: int) -> Card | None:
    return await rooms.win(req, deal_id, binding_id)


@reminder(leads.NAME, may_come_true=True, outlasts=True, stays=True)
async def draw_lead(req: Request, offer_id: int, binding_id: int, *, again: bool = False) -> Card | None:
    return await words.drawn(req, offer_id, binding_id, again=again)
