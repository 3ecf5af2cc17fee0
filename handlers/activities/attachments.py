"""Attachments: save photos, documents, voice notes and forwarded messages with a client."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons.activities import open_file
from handlers.buttons.clients import open_client
from handlers.chat import Attached, Card, Line, Reply, Request, Toast, Unfinished, UserError, requests, shorten
from handlers.chat.hidden_links import with_addresses
from handlers.file_names import label, names
from handlers.i18n import _
from handlers.parsing.contacts.contact_line import emails
from handlers.parsing.contacts.phones import phones
from handlers.resolve.client_questions import ask
from handlers.resolve.visible_client import get_client, still_there
from handlers.text import SHOWN
from storage.activities import files, interactions
from storage.audit import changes
from storage.messaging import drafts
from storage.models import Client, DraftKind, Interaction
from storage.search import client_search

LIKELY = 4  # clients offered besides the one viewed last
LINK = "https://"  # a file id that begins so is a link to where the file is
FIRST_WORDS = 20  # of the text, searched for a name: it is usually near the beginning
TAKEN_WITH = ("call", "meeting", "email", "message", "note")  # the commands that can save a file


async def ask_client(req: Request, line: Line) -> Unfinished:
    """Ask which client to save it with: the one viewed last, likely ones, or a typed name."""
    said, link = _link_apart(line.rest)
    found = await _likely(req, said)
    last = await still_there(req, req.looked_at or req.looked_before)
    known = [*([last] if last else []), *(client for client in found if last is None or client.id != last.id)]
    what = "\n".join(filter(None, (names(line.files), shorten(said, SHOWN), link)))
    text = _("Choose a client, or type a name. I'll keep it until then.")
    return ask(Card(title=_("Which client is this for?"), body=f"{what}\n\n{text}"), known, line)


async def offer(req: Request, line: Line) -> Reply:
    raise await ask_client(req, line)


async def join_album(
    req: Request, draft_id: int | None, act_id: int | None, given: tuple[Attached, ...], text: str
) -> Reply:
    """Add files of an album to those sent before, whether saved or still asked about, without an answer."""
    text = with_addresses(text, req.links)
    draft = await drafts.get(req.db, req.place, draft_id) if draft_id else None
    if draft and draft.kind is DraftKind.LINE:
        line = Line.from_json(draft.data)
        told = "\n".join(filter(None, (line.rest, text)))
        draft.data = replace(line, rest=told, files=(*line.files, *given)).to_json()
        return Toast("")
    changed = await changes.join(req.db, req.rep, act_id) if act_id else None
    made = [change.row_id for change in changed or () if change.noun == Interaction.__tablename__]
    if made and (logged := await interactions.get(req.db, req.rep, made[0])):
        await attach(req, logged, given)
        return Toast("")
    return await offer(req, Line("note", text, files=given))


async def takes_no_file(_req: Request) -> Reply:
    raise UserError(_("Send a file with /note, /call, /meeting, /email or /message, or on its own."))


async def attach(req: Request, logged: Interaction, given: Sequence[Attached]) -> None:
    for file in given:
        await files.add(
            req.db,
            req.rep,
            logged,
            file.kind,
            file.id,
            req.now,
            channel=req.place.channel,
            name=file.name,
            mime=file.mime,
            size=file.size,
        )


@open_file.handler
async def show(req: Request, file_id: int) -> Reply:
    """Send the file itself on the platform that has it; elsewhere say where the file or its copy is."""
    file = await files.get(req.db, req.rep, file_id)
    if file is None:
        raise UserError(_("That file is gone."))
    client = await get_client(req, file.client_id)
    back = ((open_client.button(_("Open card"), client.id),),)
    card = Card(title=label(file), fields=((_("Client"), client.name),), buttons=back, client=client.id)
    where = _("The file is only in {channel}.").format(channel=file.channel.capitalize())
    if file.file_id.startswith(LINK):
        where = _("The file is in {channel}: {link}").format(
            channel=file.channel.capitalize(), link=file.file_id
        )
        return replace(card, body=where)
    if file.path:
        where = _("The file is in Rapport's data folder: {path}").format(path=f"files/{file.path}")
    if file.channel != req.place.channel or not file.file_id:
        return replace(card, body=where)
    lost = where if file.path else _("Telegram no longer has that file.")
    return replace(card, file=Attached(file.kind, file.file_id, file.name, file.mime, file.size, lost))


def storage_note(given: Sequence[Attached]) -> str:
    """A note about files that Rapport cannot copy, else ""."""
    if any(file.id.startswith(LINK) for file in given):
        return _("The file stays where it was sent. I saved a link to it.")
    return (
        ""
        if all(file.id for file in given)
        else _("I can't save the file itself, only a note that you sent it.")
    )


def _link_apart(text: str) -> tuple[str, str]:
    """The text and the link to it, if that is the last line, as in a message marked by a reaction."""
    said, _break, last = text.rpartition("\n")
    return (said, last) if last.startswith("https://") and " " not in last else (text, "")


async def _likely(req: Request, text: str) -> list[Client]:
    """Clients whose phone or e-mail is in the text, then those with a name like one of its first words."""
    points = (
        *phones(text, requests.scene(req).region)[0],
        *emails(text)[0],
    )
    found: list[Client] = []
    for point in points[:LIKELY]:
        found += await client_search.find_named(req.db, req.rep, point.number, limit=1)
    found += await client_search.find_near(req.db, req.rep, text.split()[:FIRST_WORDS], limit=LIKELY)
    return list({client.id: client for client in found}.values())[:LIKELY]
