"""Open a deal from a line, and show how its amount was understood."""

from dataclasses import replace
from datetime import date

from handlers.buttons.deals import set_deal_amount
from handlers.chat import Button, Card, Form, Redraw, Reply, Request, Row, requests, shorten
from handlers.chat.hidden_links import with_short_addresses
from handlers.chat.max_length import check_length
from handlers.chat.unused_text import with_unused_text
from handlers.deals.cards import with_undo, with_value
from handlers.deals.forms import AMOUNT
from handlers.i18n import _, money
from handlers.parsing.deals.deal_line import DealLine, read_deal
from handlers.parsing.deals.quantity import Priced
from handlers.parsing.money.amount_reader import Money
from handlers.parsing.money.amounts import unclear_amount
from handlers.resolve.deal import get_deal
from handlers.text import ECHO, NAME, on_one_line
from storage.deals import deals
from storage.models import Client

Links = tuple[tuple[str, str], ...]


async def open_from_line(req: Request, client: Client, said: str, links: Links) -> Reply:
    read = read_deal(said, requests.scene(req))
    title = on_one_line(read.title or client.company or client.name)
    title, left_out = with_short_addresses(title, links, NAME)
    opened = await open_deal(req, client, replace(read, title=check_length(title, NAME)))
    if read.amount is None and (unclear := unclear_amount(said)):
        return _which_amount(opened, unclear)
    return with_unused_text(opened, left_out)


async def open_from_form(
    req: Request, client: Client, title: str, amount: Money | None, close: date | None
) -> Reply:
    """The title may be typed like a line: "website, 9k, closing dec 15"; what the other fields say counts."""
    read = read_deal(title, requests.scene(req))
    agrees = read.amount in (None, amount or read.amount) and read.close in (None, close or read.close)
    if agrees:
        read = replace(read, amount=read.amount or amount, close=read.close or close)
        return await open_deal(req, client, replace(read, title=read.title or title))
    return await open_deal(req, client, DealLine(title, amount=amount, close=close))


async def open_deal(req: Request, client: Client, read: DealLine) -> Card:
    """The card shows how the amount was calculated, and offers what else it may be."""
    amount = read.amount
    deal = await deals.add(
        req.db,
        req.rep,
        client,
        read.title,
        amount.amount if amount else None,
        amount.currency if amount else req.currency,
        req.now,
        expected_close=read.close,
        probability=read.probability,
    )
    drawn = await with_undo(req, deal.id)
    if read.priced:
        shown = money(read.priced.amount.amount, read.priced.amount.currency)
        drawn = with_value(drawn, shown, _calculated(read.priced))
    return replace(drawn, buttons=(*_other_amounts(deal.id, read.perhaps), *drawn.buttons))


@set_deal_amount.handler
async def set_amount(req: Request, deal_id: int, amount: int, currency: str) -> Reply:
    """Set the amount that a line may have meant; `amount` is in minor units."""
    await get_deal(req, deal_id)
    await deals.edit(req.db, req.rep, deal_id, {"amount": amount, "currency": currency})
    return Redraw(await with_undo(req, deal_id))


def _calculated(priced: Priced) -> str:
    price, amount = priced.price, priced.amount
    return (
        f"{priced.quantity} × {money(price.amount, price.currency)} = {money(amount.amount, amount.currency)}"
    )


def _other_amounts(deal_id: int, perhaps: tuple[Priced | Money, ...]) -> tuple[Row, ...]:
    return ((*(_amount_button(deal_id, each) for each in perhaps),),) if perhaps else ()


def _amount_button(deal_id: int, meant: Priced | Money) -> Button:
    if isinstance(meant, Priced):
        return set_deal_amount.button(_calculated(meant), deal_id, meant.amount.amount, meant.amount.currency)
    label = _("Amount: {amount}").format(amount=money(meant.amount, meant.currency))
    return set_deal_amount.button(label, deal_id, meant.amount, meant.currency)


def _which_amount(opened: Card, unclear: str) -> Form:
    """Ask for the amount of a deal that was just opened."""
    title = _("{deal}: how much is “{amount}”?").format(deal=opened.title, amount=shorten(unclear, ECHO))
    return replace(AMOUNT, title=title).concerning(deal_id=opened.deal)
