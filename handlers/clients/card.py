"""The card of a client: contact points, deals, next step, last contacts, buttons."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.activities import interaction_lines
from handlers.activities.follow_up_lines import SIGNS
from handlers.activities.interaction_lines import lines
from handlers.activities.long_notes import read_all_about
from handlers.audit.undo import undo_button
from handlers.buttons.activities import list_client_follow_ups, log_with_client, open_today, remind_of_client
from handlers.buttons.clients import choose_owner, edit_client, open_client, open_history
from handlers.buttons.deals import start_deal
from handlers.buttons.deletions import ask_delete_client
from handlers.chat import (
    Button,
    Card,
    Redraw,
    Reply,
    Request,
    Row,
    UserError,
    shorten,
)
from handlers.chat.links import address
from handlers.clients.contact_points import shown_point
from handlers.enum_labels import POINT_KINDS
from handlers.i18n import _, birthday, moment
from handlers.resolve.deal import line_of
from handlers.resolve.visible_client import NO_SUCH_CLIENT
from handlers.sharing.share import client_rows
from handlers.text import NAME, SHOWN
from storage.clients import client_card, clients
from storage.clients.new_client import NewClient
from storage.models import Client, ClientKind, FollowUp
from storage.rights import may_pass_on

RECENT = 5  # interactions on the card
DEALS = 5
STEPS = 3  # open follow-ups on the card; the others are a press away


def _firm(company: str, role: str) -> tuple[str, str]:
    """Label and text for company and role; without a company the label is “Role”."""
    return (_("Company") if company else _("Role"), ", ".join(filter(None, (company, role))))


@open_client.handler
async def show_client(req: Request, client_id: int) -> Reply:
    return Redraw(await card(req, client_id))


async def card(req: Request, client_id: int, back: Button | None = None) -> Card:
    """The client's card. `back`: a button to where the rep came from. Raises UserError."""
    most = {"max_deals": DEALS, "max_recent": RECENT, "max_steps": STEPS + 1}
    known = await client_card.load(req.db, req.rep, client_id, **most)
    if known is None:
        raise UserError(_(NO_SUCH_CLIENT))
    client, owner = known.client, known.owner
    fields = [
        _firm(client.company, client.title),
        *((_(POINT_KINDS[point.kind]), shown_point(point)) for point in known.points),
        (_("Birthday"), _born(client)),
        (_("Preferred contact"), ", ".join(filter(None, (client.prefers, client.hours)))),
        (_("Salutation"), client.address_as),
        (_("Tags"), shorten(client.tags, SHOWN)),
        (_("About"), shorten(client.about, SHOWN)),
        (_("Owner"), owner.name),
        (_("People"), await _people(req, client)),
        (_("Open deals"), "\n".join(line_of(deal, stage) for deal, stage in known.deals)),
        (_("Next step"), "\n".join(_next_step(req, step) for step in known.next_steps[:STEPS])),
        (_("Recent interactions"), "\n".join(await lines(req, known.recent))),
    ]
    mine = may_pass_on(req.rep, owner)
    listed = _follow_ups_button(client, known.next_steps)
    buttons = _buttons(client, back, listed, is_mine=mine)
    rows = (*read_all_about(client), *buttons, *client_rows(req, client.id))
    found_at = address(req, "c", client.id)
    return Card(title=client.name, fields=tuple(fields), buttons=rows, client=client.id, address=found_at)


async def with_undo(req: Request, client: Client) -> Card:
    """The card with an undo button for the change just made."""
    drawn = await card(req, client.id)
    return replace(drawn, buttons=(*undo_button(req), *drawn.buttons))


def new_client_fields(given: NewClient) -> tuple[tuple[str, str], ...]:
    """A new client as it was understood, before it is added."""
    born = given.birthday
    return (
        (_("Name"), given.name),
        _firm(given.company, given.title),
        *((_(POINT_KINDS[point.kind]), shorten(point.typed, NAME)) for point in given.points),
        (_("Birthday"), birthday(born.month, born.day, born.year) if born else ""),
        (_("Tags"), shorten(given.tags, SHOWN)),
        (_("About"), shorten(given.about, SHOWN)),
    )


def _buttons(client: Client, back: Button | None, listed: Row, *, is_mine: bool) -> tuple[Row, ...]:
    assigning = (choose_owner.button(_("Reassign"), client.id, 0),) if is_mine else ()
    return (
        (
            log_with_client.button(_("Log a call"), client.id),
            remind_of_client.button(_("Follow-up"), client.id),
        ),
        (
            start_deal.button(_("New deal"), client.id),
            open_history.button(_("History"), client.id, 0),
            *listed,
        ),
        (
            edit_client.button(_("Edit"), client.id),
            *assigning,
            ask_delete_client.button(_("Delete…"), client.id),
        ),
        (back or open_today.button(_("‹ My day")),),
    )


def _born(client: Client) -> str:
    born = clients.birthday(client)
    return birthday(born.month, born.day, born.year) if born else ""


async def _people(req: Request, client: Client) -> str:
    if client.kind is not ClientKind.COMPANY:
        return ""
    return "\n".join(person.name for person in await clients.people_of(req.db, req.rep, client))


def _next_step(req: Request, follow_up: FollowUp) -> str:
    said = shorten(follow_up.text, interaction_lines.MAX_LINE_TEXT)
    when = moment(follow_up.due_at, req.rep.timezone, req.now)
    return " ".join(filter(None, (when, SIGNS.get(follow_up.kind), said)))


def _follow_ups_button(client: Client, steps: Sequence[FollowUp]) -> Row:
    """A button to the open follow-ups, where they are moved and done."""
    if not steps:
        return ()
    more = _("All follow-ups") if len(steps) > STEPS else _("Follow-ups")
    return (list_client_follow_ups.button(more, client.id),)
