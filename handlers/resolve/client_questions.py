"""Ask which client a line is about: buttons for the candidates and for adding a new client."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons.lines import choose_client, choose_nobody, create_client
from handlers.chat import Card, Line, Reply, Request, Row, Unfinished, shorten
from handlers.i18n import _
from handlers.resolve.client_words import after_name, without_name
from handlers.resolve.names import as_names_are_written
from handlers.resolve.pending_line import drop_row, finish, in_place, take_line
from handlers.resolve.visible_client import get_client, label, still_there
from handlers.text import ECHO, NAME, is_visible
from storage.clients import clients, new_client
from storage.models import Client

CANDIDATES = 6
TASK = "remind"  # the command that can do without a client


@choose_client.handler
async def take_client(req: Request, draft_id: int, client_id: int) -> Reply:
    line = await take_line(req, draft_id)
    if line.named is not None:
        line = replace(line, rest=without_name(req, line.rest, await get_client(req, client_id)), named=None)
    return in_place(await finish(req, replace(line, client=client_id, among=())))


@create_client.handler
async def create(req: Request, draft_id: int, name: str) -> Reply:
    """Add the client a line names, then finish the line. `name`: only on buttons of older releases."""
    line = await take_line(req, draft_id)
    called = name or as_names_are_written(line.named or "?")
    client = await clients.add(req.db, req.rep, new_client.NewClient(name=called), req.now)
    return in_place(await finish(req, replace(line, rest=after_name(line), named=None, client=client.id)))


@choose_nobody.handler
async def take_nobody(req: Request, draft_id: int) -> Reply:
    """Finish the line without a client."""
    return in_place(await finish(req, replace(await take_line(req, draft_id), named=None, bare=True)))


async def ask_who(req: Request, line: Line, name: str, near: Sequence[Client]) -> Unfinished:
    """Ask about an unknown name: offer similar clients, the client viewed last, and adding a new one."""
    last = await still_there(req, req.looked_at or req.looked_before)
    found = [*near, *([last] if last and last.id not in {client.id for client in near} else [])]
    if name:
        text = _("No client called “{name}”. Choose one, or type another name. Your text is saved.")
    else:
        text = _("Who is this about? Choose, or type a name. Your text is saved.")
    card = Card(body=text.format(name=shorten(name, ECHO)))
    return ask(card, found, replace(line, named=name))


def ask_about_older(client: Client, line: Line) -> Unfinished:
    text = _("Who is this about? You last looked at {name}.").format(name=client.name)
    kept = _("Choose, or type a name. Your text is saved.")
    return ask(Card(body=f"{text} {kept}"), [client], line)


async def ask_whose(req: Request, line: Line) -> Unfinished:
    """The line names nobody: the client viewed last is offered, never assumed."""
    last = await still_there(req, req.looked_at or req.looked_before)
    if last:
        return ask_about_older(last, line)
    text = _("Who is this about? Choose, or type a name. Your text is saved.")
    return ask(Card(body=text), [], line)


def ask_which_one(found: Sequence[Client], line: Line) -> Unfinished:
    """Ask which of these clients the line means."""
    among = tuple(client.id for client in found)
    return ask(Card(title=_("Which one?"), body=_("Your text is saved.")), found, replace(line, among=among))


def ask(card: Card, found: Sequence[Client], line: Line) -> Unfinished:
    """Ask for one of these clients or for a typed name; the line is saved until the answer."""

    def rows(draft: int) -> tuple[Row, ...]:
        chosen = ((choose_client.button(label(client), draft, client.id),) for client in found)
        new = (
            (
                (
                    create_client.button(
                        _("Add {name}").format(name=as_names_are_written(line.named or "")), draft, ""
                    ),
                ),
            )
            if _can_be_added(line)
            else ()
        )
        nobody = (choose_nobody.button(_("Without a client"), draft),) if line.command == TASK else ()
        return (*chosen, *new, (*nobody, *drop_row(draft)))

    return Unfinished(card, replace(line, asks="client"), rows)


def _can_be_added(line: Line) -> bool:
    return bool(line.named) and len(line.named or "") <= NAME and is_visible(line.named or "")
