"""The list of deals that match a filter, with their number and the sum per currency."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons.search import export_deals, list_found_deals, open_found_deal
from handlers.chat import Card, Offset, Redraw, Reply, Request, Row
from handlers.chat.paging import pager
from handlers.deals import cards
from handlers.i18n import _, day, ngettext
from handlers.resolve.deal import Found, line_of, with_sums
from handlers.search.filter_names import current_names
from handlers.search.filter_text import filter_text
from handlers.search.filter_wire import code, fits_on_button, from_code
from handlers.text import bullets
from handlers.working_time import local
from storage.deals import deal_lists
from storage.deals.deal_lists import ANY, Named
from storage.search import client_search, deal_search
from storage.search.filters import Filter, without_deals
from storage.search.filters import within as clients_within

PAGE = 8


async def card(req: Request, asked: Filter, words: str, offset: int, otherwise: tuple[Row, ...] = ()) -> Card:
    """A page of the list. `words`: of these clients. `otherwise`: buttons for other meanings of the words."""
    understood = filter_text(req, asked, words, await current_names(req, asked))
    named = await named_by(req, asked, words)
    totals = await deal_lists.totals(req.db, req.rep, asked, named)
    count = sum(each.count for each in totals)
    if not count:
        return Card(body=_("{filter}: none.").format(filter=understood), buttons=otherwise)
    rows = await deal_lists.page(req.db, req.rep, asked, named, limit=PAGE, offset=offset)
    found = [Found(*row) for row in rows]
    body = bullets(_line(req, asked, row) for row in found)
    if count > len(found) and not _fits(asked, words):
        more = _("Showing the first {n}. Type more to narrow it down.").format(n=len(found))
        body = f"{body}\n\n{more}"
    counted = ngettext("{filter}: {n} deal", "{filter}: {n} deals", count).format(filter=understood, n=count)
    return Card(
        title=with_sums(counted, totals),
        body=body,
        buttons=(*_rows(asked, words, found, count, offset), *otherwise),
    )


@open_found_deal.handler
async def open_deal(req: Request, deal_id: int, offset: Offset, told: str, words: str) -> Reply:
    """A deal opened from the list, with a button back to it."""
    shown = await cards.deal_card(req, deal_id)
    back = list_found_deals.button(_("‹ Back to the list"), offset, told, words)
    return Redraw(replace(shown, buttons=(*shown.buttons, (back,))))


@list_found_deals.handler
async def page(req: Request, offset: Offset, told: str, words: str) -> Reply:
    return Redraw(await card(req, from_code(req, told), words, offset))


async def named_by(req: Request, asked: Filter, words: str) -> Named:
    """The clients with these words, or else the deals, to which the list is limited; without words, any."""
    if not words:
        return ANY
    within = clients_within(req.rep, without_deals(asked))
    found = await client_search.find_or_near(
        req.db, req.rep, words, limit=client_search.MAX_RANKED, within=within
    )
    if found.total and not found.slipped:
        return Named(client_ids=found.ids)
    titled = await deal_search.find(req.db, req.rep, words)
    if titled.rows and not (titled.slipped and found.total):
        return Named(deal_ids=[deal.id for deal, _stage, _client in titled.rows])
    return Named(client_ids=found.ids)


def _line(req: Request, asked: Filter, found: Found) -> str:
    deal, stage, client = found
    parts = (client.name, client.company, line_of(deal, stage), _closes(req, asked, found))
    return " · ".join(filter(None, parts))


def _closes(req: Request, asked: Filter, found: Found) -> str:
    if not (found.deal.expected_close and asked.dealing and asked.dealing.closes):
        return ""
    return day(found.deal.expected_close, local(req.now, req.rep.timezone).date())


def _rows(asked: Filter, words: str, found: Sequence[Found], count: int, offset: int) -> tuple[Row, ...]:
    if not _fits(asked, words):
        return tuple(cards.row(deal, client) for deal, _stage, client in found)
    told = code(asked)
    rows = tuple(
        (open_found_deal.button(f"{deal.title} · {client.name}", deal.id, offset, told, words),)
        for deal, _stage, client in found
    )
    pages = pager(lambda text, at: list_found_deals.button(text, at, told, words), offset, PAGE, count)
    return (*rows, *pages, (export_deals.button(_("Export"), told, words),))


def _fits(asked: Filter, words: str) -> bool:
    return fits_on_button(open_found_deal.name, code(asked), words)
