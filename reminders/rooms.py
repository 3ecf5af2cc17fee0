"""What bound groups and channels are told: for them alone, in the language of whoever has bound them."""

from handlers import rooms
from handlers.chat import Card, Request
from reminders import reminder


@reminder(rooms.WON, may_come_true=True, outlasts=True, stays=True)
async def draw_win(req: Request, deal_id: int, binding_id: int) -> Card | None:
    return await rooms.win(req, deal_id, binding_id)
