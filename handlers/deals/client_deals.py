"""All deals of a client, open and closed."""

from handlers.buttons.clients import list_deals_of, open_client
from handlers.buttons.deals import start_deal
from handlers.chat import Card, Offset, Redraw, Reply, Request
from handlers.deals.cards import row
from handlers.i18n import _
from handlers.resolve.deal import line_of
from handlers.resolve.visible_client import get_client
from handlers.text import bullets
from storage.deals import deals

PAGE = 8


@list_deals_of.handler
async def deals_of(req: Request, client_id: int, offset: Offset) -> Reply:
    client = await get_client(req, client_id)
    found = await deals.of_client(req.db, req.rep, client_id, limit=PAGE + 1, offset=offset)
    shown = found[:PAGE]
    later = (list_deals_of.button(_("‹ Later"), client_id, max(0, offset - PAGE)),) if offset else ()
    earlier = (list_deals_of.button(_("Earlier ›"), client_id, offset + PAGE),) if len(found) > PAGE else ()
    last = (start_deal.button(_("New deal"), client_id), open_client.button(_("‹ Back to the card"), client_id))
    rows = (*(row(deal, client) for deal, _stage, _client in shown), (*later, *earlier), last)
    body = bullets(line_of(deal, stage) for deal, stage, _client in shown) or _("No deals yet.")
    title = _("Deals: {name}").format(name=client.name)
    return Redraw(Card(title=title, body=body, buttons=tuple(filter(None, rows)), client=client_id))
