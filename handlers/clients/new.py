"""/new adds a client from one line or a form."""

from dataclasses import replace

from handlers.buttons.lines import confirm_line, drop_line
from handlers.chat import Card, Line, Reply, Request, Unfinished, UserError, command
from handlers.chat.hidden_links import with_addresses
from handlers.chat.max_length import check_tags
from handlers.chat.requests import scene
from handlers.clients.card import new_client_fields, with_undo
from handlers.clients.duplicates import as_line, ask_if_alike, complete
from handlers.clients.forms import EDIT, NEW
from handlers.clients.phone_country import question
from handlers.i18n import N_, _
from handlers.parsing.contacts.contact_line import new_client
from handlers.parsing.contacts.person_names import is_full_name, is_placeholder
from handlers.resolve.visible_client import get_client
from storage.audit import changes
from storage.clients import clients
from storage.clients.new_client import Birthday, NewClient, Point
from storage.models import Client

WHOLE_PHONE = 7  # digits


async def asks_to_add(_req: Request, rest: str) -> bool:
    """Without a slash, “new” may be an ordinary word: contact details, a full name or nothing must follow."""
    return _has_more_than_a_name(rest) or not rest or is_full_name(rest)


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
        raise UserError(_("I don't see a name. For example: /new Ivan Petrov, Acme Ltd, +7 912 345-67-89."))
    check_tags(understood.tags)
    about = with_addresses(understood.about, line.links or req.links)
    understood = replace(understood, about=about)
    if line.client is not None:  # the answer to whether the client exists already
        return await _completed(req, await get_client(req, line.client), understood)
    if not line.anyway:
        await ask_if_alike(req, understood, line)
        if not line.slash and not _has_more_than_a_name(line.rest):
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
    line = Line("new", as_line(given))
    if new_client(line.rest, scene(req)) == given:  # otherwise it cannot be saved while the question is open
        await ask_if_alike(req, given, line)
    return await _made(req, given)


async def _made(req: Request, given: NewClient) -> Card:
    card = await with_undo(req, await clients.add(req.db, req.rep, given, req.now))
    return replace(card, body=await question(req, given.points))


async def _completed(req: Request, client: Client, given: NewClient) -> Card:
    changes.act(req.db, req.rep, req.now, req.place.channel, EDIT.name)
    await complete(req.db, client, given)
    return replace(await with_undo(req, client), body=await question(req, given.points))


def _has_more_than_a_name(rest: str) -> bool:
    """Whether contact details, or several parts, make it more than an ordinary name that begins with "New"."""
    return any(sign in rest for sign in ",;，；、@+") or sum(map(str.isdigit, rest)) >= WHOLE_PHONE


def _ask_first(given: NewClient, line: Line) -> Unfinished:
    return Unfinished(
        Card(title=_("Add this client?"), fields=new_client_fields(given)),
        line,
        lambda draft: ((confirm_line.button(_("Add"), draft), drop_line.button(_("Cancel"), draft)),),
    )
