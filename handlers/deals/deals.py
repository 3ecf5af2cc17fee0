"""Open, show and edit a deal."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.buttons.deals import edit_deal, open_deal, start_deal
from handlers.chat import (
    Card,
    Form,
    Line,
    Redraw,
    Reply,
    Request,
    command,
    requests,
    shorten,
)
from handlers.chat.hidden_links import with_short_addresses
from handlers.chat.max_length import check_length
from handlers.chat.unused_text import with_unused_text
from handlers.deals.cards import deal_card, with_undo
from handlers.deals.forms import AMOUNT, EDIT, NEW
from handlers.i18n import N_, _, money
from handlers.parsing.money.amount_reader import Money
from handlers.parsing.money.amounts import split_money, unclear_amount
from handlers.parsing.time.close_date import expected_close
from handlers.resolve.client import names_somebody, resolve_client
from handlers.resolve.deal import get_deal
from handlers.resolve.visible_client import get_client
from handlers.text import ECHO, NAME, on_one_line
from storage.deals import deals
from storage.models import Client

PROBABILITY = re.compile(r"(?P<before>.*\d.*)[\s,;]\s?(?P<percent>\d{1,3}\s?[%％])", re.DOTALL)


@command("deal", N_("Open a deal"), example=N_("/deal Acme: annual licence 12 000 USD"), plain=names_somebody)
async def new(req: Request, line: Line) -> Reply:
    named = await resolve_client(req, line)
    links = line.links or req.links
    if named is None:
        return NEW.filled(title=check_length(with_short_addresses(line.rest, links, NAME)[0], NAME))
    client, rest = named
    if not rest.rest:
        return _form(client)
    said, close = expected_close(requests.scene(req), rest.rest)
    amount, title, unused = _amount_of(req, said)
    title = on_one_line(title or client.company or client.name)
    title, left_out = with_short_addresses(title, links, NAME)
    opened = await _open(req, client, check_length(title, NAME), amount, close)
    if amount is None and (unclear := unclear_amount(said)):
        return _which_amount(opened, unclear)
    return with_unused_text(opened, f"{unused} {left_out}")


@NEW.submit
async def make(
    req: Request, client: int, title: str, amount: Money | None, expected_close: date | None
) -> Reply:
    """The title may be typed like a line: "website, 9k, closing dec 15"."""
    if amount is None and expected_close is None:
        return await new(req, Line("deal", title, client=client))
    return await _open(req, await get_client(req, client), title, amount, expected_close)


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


def _amount_of(req: Request, said: str) -> tuple[Money | None, str, str]:
    """The amount, the title, and a probability after the amount, which is not used: the stage has its own."""
    if found := PROBABILITY.fullmatch(said):
        amount, title = split_money(found["before"], req.currency, req.rep.locale)
        if amount:
            return amount, title, found["percent"]
    return *split_money(said, req.currency, req.rep.locale), ""


def _which_amount(opened: Card, unclear: str) -> Form:
    """Ask for the amount of a deal that was just opened."""
    title = _("{deal}: how much is “{amount}”?").format(deal=opened.title, amount=shorten(unclear, ECHO))
    return replace(AMOUNT, title=title).concerning(deal_id=opened.deal)


async def _open(
    req: Request, client: Client, title: str, amount: Money | None, expected_close: date | None
) -> Card:
    deal = await deals.add(
        req.db,
        req.rep,
        client,
        title,
        amount.amount if amount else None,
        amount.currency if amount else req.currency,
        req.now,
        expected_close=expected_close,
    )
    return await with_undo(req, deal.id)


def _form(client: Client) -> Form:
    return NEW.about(client)
