"""Who a client is: the card to see before ringing, /new, and changing what is known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import deals as deal_words
from handlers import interactions as logging
from handlers.alike import ask_if_alike, birthday_typed, complete, said
from handlers.chat import (
    Button,
    Card,
    Form,
    Line,
    Reply,
    Request,
    Row,
    Unfinished,
    UserError,
    action,
    command,
    shorten,
)
from handlers.fields import BirthdayField, Emails, Phones, Tags, Text
from handlers.follow_ups import remind_about
from handlers.handover import choose as assign
from handlers.hidden_links import with_addresses
from handlers.history import history
from handlers.i18n import N_, _, birthday, moment
from handlers.interaction_lines import lines
from handlers.letters import NAME, SHOWN, tags_that_fit
from handlers.links import address, open_today
from handlers.long_texts import read_all_about
from handlers.naming import GONE, get_client
from handlers.parse import new_client, scene
from handlers.person_names import is_full_name, is_placeholder
from handlers.phone_country import question
from handlers.points import POINTS, shown_point
from handlers.share import client_rows
from handlers.undo import undo_button
from handlers.unfinished import anyway, drop
from handlers.which_deal import line_of
from storage import changes, clients, deals, interactions
from storage.clients import Birthday, NewClient, Point
from storage.models import Client, ClientKind, ContactPoint, FollowUp, PointKind
from storage.rights import may_pass_on

RECENT = 5  # interactions on the card
DEALS = 5
NEW = Form(
    "client.new",
    N_("New client"),
    (
        Text("name", N_("Name"), required=True),
        Text("company", N_("Company")),
        Phones("phones", N_("Phone"), hint=N_("Several are fine, with a comma between.")),
        Emails("emails", N_("E-mail")),
        BirthdayField("birthday", N_("Birthday"), hint=N_("12.03.1985, or 12.03 without the year")),
    ),
)
EDIT = replace(
    NEW,
    name="client.edit",
    title=N_("Change client"),
    fields=(
        *NEW.fields,
        Text("title", N_("Role in the company")),
        Text("prefers", N_("Likes to be reached by"), hint=N_("phone, Telegram, e-mail …")),
        Text("hours", N_("Best time to call")),
        Text("address_as", N_("Form of address"), hint=N_("as in a greeting: Mr Petrov, Ivan Petrovich")),
        Tags("tags", N_("Tags"), hint=N_("with commas between")),
        Text("about", N_("About"), long=True),
    ),
    picks=True,
)


async def asks_to_add(_req: Request, rest: str) -> bool:
    """Without a slash the word may be meant otherwise: what counts is more than a name, or plainly one."""
    return any(sign in rest for sign in ",;@+") or not rest or is_full_name(rest)


@command(
    "new",
    N_("Add a client"),
    example=N_("/new Ivan Petrov, Acme Ltd, +7 912 345-67-89, ivan@acme.io, born 12.03.1985"),
    plain=asks_to_add,
)
async def new(req: Request, line: Line) -> Reply:
    if not line.rest:
        return NEW
    understood = new_client(line.rest, scene(req))
    if understood is None:
        raise UserError(_("I see no name there. For example: /new Ivan Petrov, Acme Ltd, +7 912 345-67-89."))
    tags_that_fit(understood.tags)
    about = with_addresses(understood.about, line.links or req.links)
    understood = replace(understood, about=about)
    if line.client is not None:  # asked whether it is one of these, and it is
        return await _completed(req, await get_client(req, line.client), understood)
    if not line.anyway:
        await ask_if_alike(req, understood, line)
        if not line.slash:
            raise _ask_first(understood, line)
    return await _made(req, understood)


@NEW.submit
async def make(
    req: Request,
    name: str,
    company: str | None,
    phones: tuple[Point, ...] | None,
    emails: tuple[Point, ...] | None,
    birthday: Birthday | None,
) -> Reply:
    points = (*(phones or ()), *(emails or ()))
    company = "" if is_placeholder(company or "") else company
    given = NewClient(name=name, company=company or "", points=points, birthday=birthday)
    line = Line("new", said(given))
    if new_client(line.rest, scene(req)) == given:  # else there is no keeping it while it is asked about
        await ask_if_alike(req, given, line)
    return await _made(req, given)


@action("client.edit", reads=True)
async def edit(req: Request, client_id: int) -> Reply:
    client = await get_client(req, client_id)
    points = await clients.points(req.db, client)
    born = clients.birthday(client)
    return EDIT.concerning(client_id=client_id).filled(
        name=client.name,
        company=client.company,
        title=client.title,
        phones=_typed(points, PointKind.PHONE),
        emails=_typed(points, PointKind.EMAIL),
        birthday=birthday_typed(born) if born else "",
        prefers=client.prefers,
        hours=client.hours,
        address_as=client.address_as,
        tags=client.tags,
        about=client.about,
    )


@EDIT.submit
async def change(req: Request, client_id: int, **changed: Any) -> Reply:
    """Only what is changed comes in."""
    client = await get_client(req, client_id)
    for name, kind in (("phones", PointKind.PHONE), ("emails", PointKind.EMAIL)):
        if name in changed:
            await clients.set_points(req.db, client, kind, changed.pop(name) or ())
    await clients.edit(req.db, client, {k: v if k == "birthday" else v or "" for k, v in changed.items()})
    return await with_undo(req, client)


def _firm(company: str, role: str) -> tuple[str, str]:
    """Where somebody works, and as what; a role alone is no company."""
    return (_("Company") if company else _("Role"), ", ".join(filter(None, (company, role))))


async def card(req: Request, client_id: int, back: Button | None = None) -> Card:
    """Everything to know before ringing. `back` leads to where the rep came from. Raises UserError."""
    known = await clients.known(req.db, req.rep, client_id)
    if known is None:
        raise UserError(_(GONE))
    client, owner, points, next_step = known
    fields = [
        _firm(client.company, client.title),
        *((_(POINTS[point.kind]), shown_point(point)) for point in points),
        (_("Birthday"), _born(client)),
        (_("Prefers"), ", ".join(filter(None, (client.prefers, client.hours)))),
        (_("Address as"), client.address_as),
        (_("Tags"), shorten(client.tags, SHOWN)),
        (_("About"), shorten(client.about, SHOWN)),
        (_("Owner"), owner.name),
        (_("People"), await _people(req, client)),
        (_("Open deals"), await _deals(req, client)),
        (_("Next step"), _next_step(req, next_step)),
        (_("Last contacts"), await _recent(req, client)),
    ]
    shown = tuple((name, value) for name, value in fields if value)
    mine = may_pass_on(req.rep, owner)
    rows = (*read_all_about(client), *_buttons(client, back, is_mine=mine), *client_rows(req, client.id))
    found_at = address(req, "c", client.id)
    return Card(title=client.name, fields=shown, buttons=rows, client=client.id, address=found_at)


async def with_undo(req: Request, client: Client) -> Card:
    """The card, with the way to take back what has just been changed."""
    drawn = await card(req, client.id)
    return replace(drawn, buttons=(*undo_button(req), *drawn.buttons))


def understood(given: NewClient) -> tuple[tuple[str, str], ...]:
    """Somebody new, as they are understood, before they are a client."""
    born = given.birthday
    fields = (
        (_("Name"), given.name),
        _firm(given.company, given.title),
        *((_(POINTS[point.kind]), shorten(point.typed, NAME)) for point in given.points),
        (_("Birthday"), birthday(born.month, born.day, born.year) if born else ""),
        (_("Tags"), shorten(given.tags, SHOWN)),
        (_("About"), shorten(given.about, SHOWN)),
    )
    return tuple((name, value) for name, value in fields if value)


def _buttons(client: Client, back: Button | None, *, is_mine: bool) -> tuple[Row, ...]:
    assigning = (assign.button(_("Hand on"), client.id, 0),) if is_mine else ()
    return (
        (
            logging.start.button(_("Log a call"), client.id),
            remind_about.button(_("Follow-up"), client.id),
        ),
        (
            deal_words.start.button(_("New deal"), client.id),
            history.button(_("History"), client.id, 0),
        ),
        (edit.button(_("Edit"), client.id), *assigning, back or open_today.button(_("‹ My day"))),
    )


def _born(client: Client) -> str:
    born = clients.birthday(client)
    return birthday(born.month, born.day, born.year) if born else ""


async def _people(req: Request, client: Client) -> str:
    if client.kind is not ClientKind.COMPANY:
        return ""
    return "\n".join(person.name for person in await clients.people_of(req.db, req.rep, client))


async def _deals(req: Request, client: Client) -> str:
    found = await deals.open_of_client(req.db, req.rep, client.id, limit=DEALS)
    return "\n".join(line_of(deal, stage) for deal, stage, _client in found)


def _next_step(req: Request, follow_up: FollowUp | None) -> str:
    if follow_up is None:
        return ""
    said = shorten(follow_up.text, logging.LONGEST_SAID)
    return " ".join(filter(None, (moment(follow_up.due_at, req.rep.timezone, req.now), said)))


async def _recent(req: Request, client: Client) -> str:
    recent = await interactions.of_client(req.db, req.rep, client.id, limit=RECENT)
    return "\n".join(await lines(req, recent))


async def _made(req: Request, given: NewClient) -> Card:
    card = await with_undo(req, await clients.add(req.db, req.rep, given, req.now))
    return replace(card, body=await question(req, given.points))


async def _completed(req: Request, client: Client, given: NewClient) -> Card:
    changes.act(req.db, req.rep, req.now, req.place.channel, EDIT.name)
    await complete(req.db, client, given)
    return replace(await with_undo(req, client), body=await question(req, given.points))


def _ask_first(given: NewClient, line: Line) -> Unfinished:
    return Unfinished(
        Card(title=_("Add this client?"), fields=understood(given)),
        line,
        lambda draft: ((anyway.button(_("Add"), draft), drop.button(_("Cancel"), draft)),),
    )


def _typed(points: Sequence[ContactPoint], kind: PointKind) -> str:
    return ", ".join(point.typed for point in points if point.kind is kind)
