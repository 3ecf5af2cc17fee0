"""Notices in subscribed groups, in the language of the rep who subscribed them."""

from handlers.chat import Card, Request
from handlers.clients import offers as words
from handlers.sharing import win_notice
from reminders.registry import reminder
from storage.clients import offers


@reminder(win_notice.WON, may_come_true=True, outlasts=True, stays=True)
async def draw_win(req: Request, deal_id: int, binding_id: int) -> Card | None:
    return await win_notice.win(req, deal_id, binding_id)


@reminder(offers.NAME, may_come_true=True, outlasts=True, stays=True)
async def draw_lead(req: Request, offer_id: int, binding_id: int, *, again: bool = False) -> Card | None:
    return await words.offer_card(req, offer_id, binding_id, again=again)
