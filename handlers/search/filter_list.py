"""The list of clients that match a filter, with the filter as it was understood."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.agenda import agenda_list
from handlers.agenda.agenda_view import View
from handlers.buttons.clients import open_client
from handlers.buttons.search import export_clients, list_filtered, open_filtered
from handlers.chat import (
    Card,
    Offset,
    Redraw,
    Reply,
    Request,
    Row,
    UserError,
    shorten,
)
from handlers.chat.paging import pager
from handlers.chat.unused_text import with_unused_text
from handlers.clients import card
from handlers.i18n import _, day, ngettext
from handlers.parsing.filters.filter_line import ParsedFilter
from handlers.resolve.deal import line_of
from handlers.resolve.visible_client import label
from handlers.search import deal_list
from handlers.search.filter_names import current_names, is_in
from handlers.search.filter_text import filter_text, resolve_filter
from handlers.search.filter_wire import code, fits_on_button, from_code
from handlers.text import ECHO
from handlers.working_time import local
from storage.models import Client
from storage.search import client_search, filters
from storage.search.filters import Filter, Talk

PAGE = 8


async def answer(req: Request, asked: ParsedFilter, otherwise: tuple[Row, ...]) -> Card:
    """The first page of matches. `otherwise`: buttons for other meanings of the words. Raises UserError."""
    if asked.unread:
        text = _(
            "I don't understand “{typed}”. Write amounts like > 10000, over 10k, from 1.2m USD, and"
            " times like 30 days, this month, March 2025."
        )
        raise UserError(text.format(typed=shorten(asked.unread, ECHO)), otherwise)
    if asked.follow_ups:
        shown = await agenda_list.card(req, View(owner=asked.owner or req.rep.id), otherwise)
        return with_unused_text(shown, asked.words)
    return await _page(req, resolve_filter(req, asked), asked.words, 0, otherwise)


async def deals_of_named(req: Request, asked: ParsedFilter, otherwise: tuple[Row, ...]) -> Card | None:
    """The deals of the one client that is named, in any grammatical case, though there may be none."""
    named = await client_search.find_named(req.db, req.rep, asked.words, limit=2)
    named = named or await _named_in_a_case(req, asked.words.split())
    if len(named) != 1:
        return None
    client = named[0]
    found = await answer(req, replace(asked, words=client.name), otherwise)
    return replace(found, buttons=((open_client.button(label(client), client.id),), *found.buttons))


async def _named_in_a_case(req: Request, said: Sequence[str]) -> list[Client]:
    near = await client_search.find_near(req.db, req.rep, said, limit=PAGE)
    return [client for client in near if all(is_in(word, f"{client.name} {client.company}") for word in said)]


async def offer(req: Request, asked: ParsedFilter) -> tuple[Row, ...]:
    """The same as a button, for words that are a client's name as well."""
    if asked.unread or asked.follow_ups:
        return ()
    wanted = resolve_filter(req, asked)
    if not _fits(code(wanted), asked.words):
        return ()
    understood = filter_text(req, wanted, asked.words, await current_names(req, wanted))
    return ((list_filtered.button(understood, 0, code(wanted), asked.words),),)


@list_filtered.handler
async def page(req: Request, offset: Offset, told: str, words: str) -> Reply:
    return Redraw(await _page(req, from_code(req, told), words, offset))


@open_filtered.handler
async def open_hit(req: Request, client_id: int, offset: Offset, told: str, words: str) -> Reply:
    """A client opened from the list, with a button back to it."""
    back = list_filtered.button(_("‹ Back to the list"), offset, told, words)
    return Redraw(await card.card(req, client_id, back))


async def _page(req: Request, asked: Filter, words: str, offset: int, otherwise: tuple[Row, ...] = ()) -> Card:
    if asked.dealing and not asked.clients:
        return await deal_list.card(req, asked, words, offset, otherwise)
    within = filters.within(req.rep, asked)
    found = await client_search.find_or_near(req.db, req.rep, words, limit=PAGE, offset=offset, within=within)
    understood = filter_text(req, asked, words, await current_names(req, asked))
    if not found.total:
        return Card(body=_("{filter}: none.").format(filter=understood), buttons=otherwise)
    shown = await client_search.get_all(req.db, req.rep, found.ids)
    known = await _known(req, asked, shown)
    body = "\n".join(" · ".join(filter(None, (c.name, c.company, known.get(c.id, "")))) for c in shown)
    if found.total > len(shown) and not _fits(code(asked), words):
        more = _("Showing the first {n}. Type more to narrow it down.").format(n=len(shown))
        body = f"{body}\n\n{more}"
    rows = (*_rows(asked, words, shown, found.total, offset), *otherwise)
    return Card(title=_title(understood, found.total, words), body=body, buttons=rows)


def _title(understood: str, total: int, words: str) -> str:
    title = ngettext("{filter}: {n} client", "{filter}: {n} clients", total)
    if words and total >= client_search.MAX_RANKED:
        title = _("{filter}: at least {n} clients")
    return title.format(filter=understood, n=total)


def _rows(asked: Filter, words: str, found: Sequence[Client], total: int, offset: int) -> tuple[Row, ...]:
    told = code(asked)
    if not _fits(told, words):
        return tuple((open_client.button(label(client), client.id),) for client in found)
    rows = tuple((open_filtered.button(label(client), client.id, offset, told, words),) for client in found)
    pages = pager(lambda text, at: list_filtered.button(text, at, told, words), offset, PAGE, total)
    return (*rows, *pages, (export_clients.button(_("Export"), told, words),))


def _fits(told: str, words: str) -> bool:
    return fits_on_button(open_filtered.name, told, words)


async def _known(req: Request, asked: Filter, found: Sequence[Client]) -> Mapping[int, str]:
    """For each client, what the filter asks about: the last interaction or the biggest deal."""
    ids = [client.id for client in found]
    if asked.dealing:
        deals = await filters.get_biggest_deals(req.db, req.rep, asked, ids)
        return {client_id: line_of(deal, stage) for client_id, (deal, stage) in deals.items()}
    zone = req.rep.timezone
    today = local(req.now, zone).date()
    if asked.cold_on:
        return {client.id: day(client.spoken_on, today) for client in found if client.spoken_on}
    talk = asked.spoken or (asked.silent and Talk(asked.silent.kind))
    if not talk:
        return {}
    last = await filters.get_last_contacts(req.db, req.rep, talk, ids)
    return {client_id: day(local(at, zone).date(), today) for client_id, at in last.items()}
