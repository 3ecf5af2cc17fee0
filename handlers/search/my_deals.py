"""/deals lists my open deals, or those that match a filter."""

from handlers.buttons.deals import list_deals
from handlers.chat import Card, Line, Offset, Redraw, Reply, Request, command
from handlers.chat.paging import pager
from handlers.chat.unused_text import with_unused_text
from handlers.deals.cards import row
from handlers.i18n import N_, _, ngettext
from handlers.resolve.deal import line_of, with_sums
from handlers.search import filter_list
from handlers.search.filter_names import find_filter
from handlers.text import bullets, colon
from storage.deals import deal_lists, deals
from storage.models import StageState
from storage.search.filters import Dealing, Filter, Whose

PAGE = 8
MY_OPEN = Filter(Whose.MINE, dealing=Dealing(StageState.OPEN))


@command("deals", N_("My open deals"), reads=True)
async def mine(req: Request, line: Line) -> Reply:
    return await _mine_where(req, line.rest) if line.rest else await _mine(req, 0)


@list_deals.handler
async def page(req: Request, offset: Offset) -> Reply:
    return Redraw(await _mine(req, offset))


async def _mine_where(req: Request, said: str) -> Card:
    """ "/deals over 5k": my deals that match a filter."""
    asked = await find_filter(req, f"my deals {said}")
    return await filter_list.answer(req, asked, ()) if asked else with_unused_text(await _mine(req, 0), said)


async def _mine(req: Request, offset: int) -> Card:
    totals = await deal_lists.totals(req.db, req.rep, MY_OPEN)
    total = sum(each.count for each in totals)
    if not total:
        return Card(body=_("You have no open deals. Open one with /deal."))
    found = await deals.open_of(req.db, req.rep, limit=PAGE, offset=offset)
    rows = (
        *(row(deal, client) for deal, _stage, client in found),
        *pager(list_deals.button, offset, PAGE, total),
    )
    counted = ngettext("{n} open deal", "{n} open deals", total).format(n=total)
    return Card(
        title=with_sums(counted, totals),
        body=bullets(colon(client.name, line_of(deal, stage)) for deal, stage, client in found),
        buttons=rows,
    )
