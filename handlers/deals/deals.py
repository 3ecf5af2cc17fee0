"""Open, show and edit a deal."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.buttons.deals import edit_deal, open_deal, start_deal
from handlers.chat import (
    Form,
    Line,
    Redraw,
    Reply,
    Request,
    command,
)
from handlers.chat.hidden_links import with_short_addresses
from handlers.chat.max_length import check_length
from handlers.deals.cards import deal_card, with_undo
from handlers.deals.deal_lines import open_from_form, open_from_line
from handlers.deals.forms import AMOUNT, EDIT, NEW
from handlers.i18n import N_, money
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.money.amount_reader import Money
from handlers.resolve.client import names_somebody, resolve_client
from handlers.resolve.deal import get_deal
from handlers.resolve.names import split_name
from handlers.resolve.visible_client import get_client
from handlers.text import NAME
from storage.deals import deals
from storage.models import Client
from storage.search import client_search, names_in_text

PARTS = lazy_regex(r"[,;]\s|[，；]")
MIN_PARTS = 3  # a name, a title and an amount; of two, the first may be the title
MAX_CASED_WORDS = 2  # words of a name in another grammatical case


async def _is_deal(req: Request, rest: str) -> bool:
    """Without a slash: it names a client, maybe in another grammatical case."""
    begins = rest.split()[:MAX_CASED_WORDS]
    return await names_somebody(req, rest) or bool(
        await client_search.find_near(req.db, req.rep, begins, limit=1)
        or await names_in_text.find_cased(req.db, req.rep, begins, limit=1)
    )


@command("deal", N_("Open a deal"), example=N_("/deal Acme: annual licence 12 000 USD"), plain=_is_deal)
async def new(req: Request, line: Line) -> Reply:
    named = await resolve_client(req, _with_name_apart(line))
    links = line.links or req.links
    if named is None:
        return NEW.filled(title=check_length(with_short_addresses(line.rest, links, NAME)[0], NAME))
    client, rest = named
    if not rest.rest:
        return _form(client)
    return await open_from_line(req, client, rest.rest, links)


def _with_name_apart(line: Line) -> Line:
    """With a colon after the name in "new deal: Acme, annual licence, 12k": known or not, it is a client's."""
    if not line.bare or split_name(line.rest)[0]:
        return line
    name, *more = PARTS.split(line.rest, MIN_PARTS - 1)
    return replace(line, rest=f"{name}: {', '.join(more)}") if len(more) == MIN_PARTS - 1 else line


@NEW.submit
async def make(
    req: Request, client: int, title: str, amount: Money | None, expected_close: date | None
) -> Reply:
    return await open_from_form(req, await get_client(req, client), title, amount, expected_close)


@start_deal.handler
async def start(req: Request, client_id: int) -> Reply:
    return _form(await get_client(req, client_id))


@open_deal.handler
async def show(req: Request, deal_id: int) -> Reply:
    return Redraw(await deal_card(req, deal_id))


@edit_deal.handler
async def edit(req: Request, deal_id: int) -> Reply:
    deal, _stage, _client = await get_deal(req, deal_id)
    close = deal.expected_close
    return EDIT.concerning(deal_id=deal_id).filled(
        title=deal.title,
        amount=money(deal.amount, deal.currency) if deal.amount is not None else "",
        expected_close=f"{close:%d.%m.%Y}" if close else "",
        probability=f"{deal.probability}%" if deal.probability is not None else "",
    )


@EDIT.submit
async def change(req: Request, deal_id: int, **changed: Any) -> Reply:
    """`changed` has only the fields that were changed."""
    if "amount" in changed:
        amount = changed.pop("amount")
        changed |= {"amount": amount.amount, "currency": amount.currency} if amount else {"amount": None}
    await deals.edit(req.db, req.rep, deal_id, changed)
    return await with_undo(req, deal_id)


@AMOUNT.submit
async def set_amount(req: Request, deal_id: int, amount: Money | None) -> Reply:
    return await change(req, deal_id, amount=amount)


def _form(client: Client) -> Form:
    return NEW.about(client)
