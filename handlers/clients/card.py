"""The card of a client: who it is, what comes next, deals, the last interaction, buttons."""

from collections.abc import Sequence
from datetime import date

from handlers.activities import interaction_lines
from handlers.activities.follow_up_lines import SIGNS
from handlers.activities.interaction_lines import lines
from handlers.activities.long_notes import read_all_about
from handlers.audit.undo import undo_row
from handlers.buttons.activities import list_client_follow_ups, log_with_client, open_today, remind_of_client
from handlers.buttons.clients import (
    choose_owner,
    edit_client,
    list_deals_of,
    open_client,
    open_client_menu,
    open_history,
)
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
from handlers.i18n import _, birthday, commas, near, ngettext
from handlers.recurrence.rule_texts import interval_text
from handlers.resolve.deal import line_of
from handlers.resolve.visible_client import NO_SUCH_CLIENT
from handlers.sharing.share import client_row
from handlers.text import NAME, SHOWN
from handlers.working_time import local
from storage.clients import client_card, clients
from storage.clients.client_card import ClientCard
from storage.clients.new_client import NewClient
from storage.models import Client, ClientKind, Deal, FollowUp, Stage
from storage.rights import may_pass_on

DEALS, ALL_DEALS = 3, 10  # on the card; with everything
RECENT, ALL_RECENT = 1, 5  # interactions
CONTACTS = 3
STEPS, ALL_STEPS = 3, 5  # open follow-ups; the others are a press away
Fields = tuple[tuple[str, str], ...]


@open_client.handler
async def show_client(req: Request, client_id: int) -> Reply:
    return Redraw(await card(req, client_id))


@open_client_menu.handler
async def show_everything(req: Request, client_id: int) -> Reply:
    """The card with all that is known, and with all its buttons."""
    known = await _load(req, client_id)
    drawn = await _drawn(req, known, is_whole=True)
    return Redraw(drawn.with_items(_items(req, known), open_client.button(_("‹ Less"), client_id)))


async def card(req: Request, client_id: int, back: Button | None = None) -> Card:
    """The client's card. `back`: a button to where the rep came from. Raises UserError."""
    known = await _load(req, client_id)
    drawn = await _drawn(req, known)
    items = _items(req, known)
    beside = (*client_row(req, client_id), *_follow_ups_button(known))
    if back:
        return drawn.with_menu(_more(client_id), items, beside=(back, *beside))
    return drawn.with_menu(_more(client_id), (*items, open_today.button(_("‹ My day"))), beside=beside)


async def with_undo(req: Request, client: Client) -> Card:
    """The card with an undo button for the change just made."""
    return (await card(req, client.id)).with_last(undo_row(req))


def new_client_fields(given: NewClient) -> Fields:
    """A new client as it was understood, before it is added."""
    born = given.birthday
    return (
        (_("Name"), given.name),
        (_("Company") if given.company else _("Role"), commas(given.company, given.title)),
        *((_(POINT_KINDS[point.kind]), shorten(point.typed, NAME)) for point in given.points),
        (_("Birthday"), birthday(born.month, born.day, born.year) if born else ""),
        (_("Tags"), shorten(given.tags, SHOWN)),
        (_("About"), shorten(given.about, SHOWN)),
    )


async def _load(req: Request, client_id: int) -> ClientCard:
    most = {"max_deals": ALL_DEALS + 1, "max_recent": ALL_RECENT, "max_steps": ALL_STEPS + 1}
    known = await client_card.load(req.db, req.rep, client_id, **most)
    if known is None:
        raise UserError(_(NO_SUCH_CLIENT))
    return known


async def _drawn(req: Request, known: ClientCard, *, is_whole: bool = False) -> Card:
    """Without the buttons of the menu. `is_whole`: with everything; else what fits a phone's screen."""
    client = known.client
    recent = await lines(req, known.recent[: ALL_RECENT if is_whole else RECENT])
    points = known.points if is_whole else known.points[:CONTACTS]
    return Card(
        title=client.name,
        subtitle=commas(client.title, client.company),
        contacts=tuple(map(shown_point, points)),
        lead=_next_steps(req, known.next_steps[: ALL_STEPS if is_whole else STEPS]),
        fields=(
            *(("", line) for line in _deals(known.deals, ALL_DEALS if is_whole else DEALS)),
            (_("Recent interactions") if is_whole and len(recent) > 1 else _("Last"), "\n".join(recent)),
            (_("Preferred contact"), commas(client.prefers, client.hours)),
            (_("Salutation"), client.address_as),
            (_("Keep in touch"), interval_text(client.contact_every) if client.contact_every else ""),
            (_("About"), shorten(client.about, SHOWN if is_whole else interaction_lines.MAX_LINE_TEXT)),
            (_("People"), await _people(req, client)),
        ),
        footer=_footer(req, known),
        buttons=(
            (
                log_with_client.button(_("Log a call"), client.id).styled("primary"),
                remind_of_client.button(_("Remind me"), client.id),
            ),
            (start_deal.button(_("New deal"), client.id), open_history.button(_("History"), client.id, 0)),
        ),
        client=client.id,
        address=address(req, "c", client.id),
    )


def _more(client_id: int) -> Button:
    return open_client_menu.button(_("More…"), client_id)


def _items(req: Request, known: ClientCard) -> Row:
    """What is done less often."""
    client = known.client
    assigning = (choose_owner.button(_("Reassign"), client.id, 0),) if may_pass_on(req.rep, known.owner) else ()
    read = (button for row in read_all_about(client) for button in row)
    edit, delete = edit_client.button(_("Edit"), client.id), ask_delete_client.button(_("Delete…"), client.id)
    listed = list_deals_of.button(_("Deals"), client.id, 0)
    return (listed, edit, *assigning, delete, *read)


def _deals(found: list[tuple[Deal, Stage]], most: int) -> list[str]:
    shown = [line_of(deal, stage) for deal, stage in found[:most]]
    left = len(found) - len(shown)
    return [*shown, ngettext("and {n} more deal", "and {n} more deals", left).format(n=left)] if left else shown


async def _people(req: Request, client: Client) -> str:
    if client.kind is not ClientKind.COMPANY:
        return ""
    return "\n".join(person.name for person in await clients.people_of(req.db, req.rep, client))


def _next_steps(req: Request, steps: Sequence[FollowUp]) -> str:
    lines = "\n".join(_next_step(req, step) for step in steps)
    return _("Next: {step}").format(step=lines) if lines else ""


def _next_step(req: Request, follow_up: FollowUp) -> str:
    said = shorten(follow_up.text, interaction_lines.MAX_LINE_TEXT)
    what = " ".join(filter(None, (SIGNS.get(follow_up.kind), said)))
    return commas(near(follow_up.due_at, req.rep.timezone, req.now), what)


def _follow_ups_button(known: ClientCard) -> Row:
    """A button to the open follow-ups, where they are moved and done."""
    if not known.next_steps:
        return ()
    more = _("All follow-ups") if len(known.next_steps) > STEPS else _("Follow-ups")
    return (list_client_follow_ups.button(more, known.client.id),)


def _footer(req: Request, known: ClientCard) -> str:
    """Tags, birthday, owner."""
    tags = " ".join(f"#{tag.strip()}" for tag in known.client.tags.split(",") if tag.strip())
    born = _born(known.client, local(req.now, req.rep.timezone).date())
    return " · ".join(filter(None, (shorten(tags, SHOWN), born, known.owner.name)))


def _born(client: Client, today: date) -> str:
    """The birthday, with the age if the year is known: "🎂 12 March (41)"."""
    born = clients.birthday(client)
    if born is None:
        return ""
    said = f"🎂 {birthday(born.month, born.day, None)}"
    if born.year is None:
        return said
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return f"{said} ({age})"
