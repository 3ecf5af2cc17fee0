"""Deals: opening one, seeing mine, its card, and moving it along by its buttons."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import parse
from handlers.amounts import unclear_amount
from handlers.chat import (
    Button,
    Card,
    Form,
    Line,
    Offset,
    Redraw,
    Reply,
    Request,
    Row,
    Toast,
    UserError,
    action,
    command,
    shorten,
)
from handlers.closing import expected_close
from handlers.fields import Day, Money, Person, Text
from handlers.filters_by_name import understood
from handlers.hidden_links import with_short_addresses
from handlers.i18n import N_, _, day, money, ngettext
from handlers.letters import ECHO, NAME, SHOWN, TEXT, fits, on_one_line
from handlers.links import address, open_client
from handlers.naming import client_meant, get_client, names_somebody
from handlers.rooms import tell_of_win
from handlers.rules import local
from handlers.share import deal_rows
from handlers.undo import undo_button
from handlers.unused_text import with_unused_text
from handlers.which_deal import get_deal, line_of, with_sums
from storage import deal_lists, deals
from storage.filters import Dealing, Filter, Whose
from storage.models import Client, Deal, Stage, StageState

PAGE = 8
MY_OPEN = Filter(Whose.MINE, dealing=Dealing(StageState.OPEN))
# The names of the default pipeline, so that they are translated; a renamed stage is shown as it is.
STAGE_NAMES = (N_("Lead"), N_("Qualified"), N_("Offer"), N_("Negotiation"), N_("Won"), N_("Lost"))
NEW = Form(
    "deal.new",
    N_("New deal"),
    (
        Person("client", N_("Which client?"), required=True),
        Text("title", N_("What is it about?"), required=True),
        Money("amount", N_("Amount"), hint=N_("12 000 USD, 12k, 1.2m")),
        Day("expected_close", N_("Expected close"), hint=N_("15.03, in 2 weeks")),
    ),
)
EDIT = replace(NEW.without("client"), name="deal.edit", title=N_("Change deal"), picks=True)
AMOUNT = replace(NEW.without("client", "title", "expected_close"), name="deal.amount", title=N_("Amount"))
PROBABILITY = re.compile(r"(?P<before>.*\d.*)[\s,;]\s?(?P<percent>\d{1,3}\s?[%％])", re.DOTALL)
LOSE = Form("deal.lose", N_("Deal lost"), (Text("reason", N_("Why was it lost?"), most=TEXT),))


@command("deal", N_("Open a deal"), example=N_("/deal Acme: annual licence 12 000 USD"), plain=names_somebody)
async def new(req: Request, line: Line) -> Reply:
    named = await client_meant(req, line)
    links = line.links or req.links
    if named is None:
        return NEW.filled(title=fits(with_short_addresses(line.rest, links, NAME)[0], NAME))
    client, rest = named
    if not rest.rest:
        return _form(client)
    said, close = expected_close(parse.scene(req), rest.rest)
    amount, title, unused = _amount_of(req, said)
    title = on_one_line(title or client.company or client.name)
    title, left_out = with_short_addresses(title, links, NAME)
    opened = await _open(req, client, fits(title, NAME), amount, close)
    if amount is None and (unclear := unclear_amount(said)):
        return _which_amount(opened, unclear)
    return with_unused_text(opened, f"{unused} {left_out}")


@NEW.submit
async def make(
    req: Request, client: int, title: str, amount: parse.Money | None, expected_close: date | None
) -> Reply:
    """What is it about may be typed as a line is: "website, 9k, closing dec 15"."""
    if amount is None and expected_close is None:
        return await new(req, Line("deal", title, client=client))
    return await _open(req, await get_client(req, client), title, amount, expected_close)


@action("deal.new", reads=True)
async def start(req: Request, client_id: int) -> Reply:
    return _form(await get_client(req, client_id))


@command("deals", N_("My open deals"), reads=True)
async def mine(req: Request, line: Line) -> Reply:
    return await _mine_where(req, line.rest) if line.rest else await _mine(req, 0)


@action("deals", reads=True)
async def page(req: Request, offset: Offset) -> Reply:
    return Redraw(await _mine(req, offset))


@action("deal", reads=True)
async def show(req: Request, deal_id: int) -> Reply:
    return Redraw(await drawn(req, deal_id))


@action("deal.move")
async def move(req: Request, deal_id: int, was: int, to: int) -> Reply:
    stage = await get_stage(req, to)
    if stage.state is StageState.LOST and (found := await _stands(req, deal_id, was)):
        return why_lost(found, was, to)
    return await _pressed(req, deal_id, was, stage)


@LOSE.submit
async def lose(req: Request, deal_id: int, was: int, to: int, reason: str | None) -> Reply:
    return await _pressed(req, deal_id, was, await get_stage(req, to), reason or "")


@action("deal.edit", reads=True)
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
    """Only what is changed comes in."""
    if "amount" in changed:
        amount = changed.pop("amount")
        changed |= {"amount": amount.amount, "currency": amount.currency} if amount else {"amount": None}
    await deals.edit(req.db, req.rep, deal_id, changed)
    return await with_undo(req, deal_id)


@AMOUNT.submit
async def set_amount(req: Request, deal_id: int, amount: parse.Money | None) -> Reply:
    return await change(req, deal_id, amount=amount)


def card(req: Request, deal: Deal, stage: Stage, client: Client, stages: list[Stage]) -> Card:
    """A button carries the stage the deal was drawn in, so a stale card cannot move it twice."""
    fields = [
        (_("Client"), client.name),
        (_("Stage"), f"{_(stage.name)} ({stage.probability} %)"),
        (_("Amount"), money(deal.amount, deal.currency)),
    ]
    if deal.expected_close:
        fields.append((_("Expected close"), day(deal.expected_close, local(req.now, req.rep.timezone).date())))
    if deal.lost_reason:
        fields.append((_("Why lost"), shorten(deal.lost_reason, SHOWN)))
    others = [other for other in stages if other.id != stage.id]
    along = tuple(_move_button(deal, to) for to in others if to.state is StageState.OPEN)
    ends = tuple(_move_button(deal, to) for to in others if to.state is not StageState.OPEN)
    rows = (*(along[i : i + 2] for i in range(0, len(along), 2)), ends)
    more = (edit.button(_("Edit"), deal.id), open_client.button(_("Open card"), client.id))
    back = (page.button(_("‹ My deals"), 0),)
    buttons = (*filter(None, rows), more, back, *deal_rows(req, deal.id))
    found_at = address(req, "d", deal.id)
    return Card(deal.title, tuple(fields), buttons=buttons, client=client.id, deal=deal.id, address=found_at)


def _move_button(deal: Deal, to: Stage) -> Button:
    return move.button(_(to.name), deal.id, deal.stage_id, to.id)


async def drawn(req: Request, deal_id: int) -> Card:
    found = await get_deal(req, deal_id)
    return card(req, *found, [*await deals.stages(req.db, found.stage.pipeline_id)])


def _amount_of(req: Request, said: str) -> tuple[parse.Money | None, str, str]:
    """The amount, the title, and a probability after the amount: that is the stage's, and not used."""
    if found := PROBABILITY.fullmatch(said):
        amount, title = parse.split_money(found["before"], req.currency, req.rep.locale)
        if amount:
            return amount, title, found["percent"]
    return *parse.split_money(said, req.currency, req.rep.locale), ""


def _which_amount(opened: Card, unclear: str) -> Form:
    """The deal is open; what it is worth is asked."""
    title = _("{deal}: which amount is “{amount}”?").format(deal=opened.title, amount=shorten(unclear, ECHO))
    return replace(AMOUNT, title=title).concerning(deal_id=opened.deal)


async def _open(
    req: Request, client: Client, title: str, amount: parse.Money | None, expected_close: date | None
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


async def move_deal(req: Request, deal_id: int, was: int, to: Stage, reason: str = "") -> bool:
    """Move it if it still stands in the stage `was`; a win is told where that is wanted."""
    moved = await deals.move(req.db, req.rep, deal_id, was, to, req.now, reason)
    if moved and to.state is StageState.WON:
        await tell_of_win(req, deal_id)
    return moved


async def _pressed(req: Request, deal_id: int, was: int, to: Stage, reason: str = "") -> Reply:
    if await move_deal(req, deal_id, was, to, reason):
        return Redraw(await with_undo(req, deal_id))
    word = _("It has moved already: nothing was changed.")
    if await _stands(req, deal_id, to.id):  # a second press of the same button: the card shows it, and its undo
        return Toast(word)
    return Redraw(await drawn(req, deal_id), word)


async def with_undo(req: Request, deal_id: int) -> Card:
    shown = await drawn(req, deal_id)
    return replace(shown, buttons=(*undo_button(req), *shown.buttons))


async def _stands(req: Request, deal_id: int, stage_id: int) -> Deal | None:
    """The deal, if it is in that stage."""
    found = await deals.get(req.db, req.rep, deal_id)
    return found[0] if found and found[0].stage_id == stage_id else None


def why_lost(deal: Deal, was: int, to: int) -> Form:
    """It says which deal: the question may be answered later."""
    form = replace(LOSE, title=f"{_(LOSE.title)}: {deal.title}")
    return form.concerning(deal_id=deal.id, was=was, to=to)


async def _mine_where(req: Request, said: str) -> Card:
    """ "/deals over 5k": those of mine that a filter finds."""
    from handlers import filtering  # it lists deals, and opens their cards

    asked = await understood(req, f"my deals {said}")
    return await filtering.answer(req, asked, ()) if asked else with_unused_text(await _mine(req, 0), said)


async def _mine(req: Request, offset: int) -> Card:
    totals = await deal_lists.totals(req.db, req.rep, MY_OPEN)
    total = sum(each.count for each in totals)
    if not total:
        return Card(body=_("You have no open deals. /deal opens one."))
    found = await deals.open_of(req.db, req.rep, limit=PAGE, offset=offset)
    earlier = (page.button(_("‹ Earlier"), max(0, offset - PAGE)),) if offset else ()
    later = (page.button(_("More ›"), offset + PAGE),) if offset + PAGE < total else ()
    rows = (*(row(deal, client) for deal, _stage, client in found), (*earlier, *later))
    counted = ngettext("{n} open deal", "{n} open deals", total).format(n=total)
    return Card(
        title=with_sums(counted, totals),
        body="\n".join(f"{client.name}: {line_of(deal, stage)}" for deal, stage, client in found),
        buttons=tuple(filter(None, rows)),
    )


def row(deal: Deal, client: Client) -> Row:
    """A deal in a list, to be opened."""
    return (show.button(f"{deal.title} · {client.name}", deal.id),)


async def end_stage(req: Request, state: StageState) -> Stage:
    return next(stage for stage in await deals.stages(req.db) if stage.state is state)


async def get_stage(req: Request, stage_id: int) -> Stage:
    """Raises UserError."""
    stage = await deals.stage(req.db, stage_id)
    if stage is None:
        raise UserError(_("That stage is gone."))
    return stage


def _form(client: Client) -> Form:
    return NEW.about(client)
