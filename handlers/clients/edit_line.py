"""/edit, and sentences that change what is known of a client: show old and new, and save after a press."""

import zlib
from dataclasses import replace

from handlers.buttons.clients import edit_client
from handlers.buttons.lines import add_contact_point, save_change
from handlers.chat import Card, Line, Reply, Request, Row, Unfinished, UserError, command, requests
from handlers.clients import client_changes, edit
from handlers.clients.card import with_undo
from handlers.clients.client_changes import NO_POINT, POINTS
from handlers.i18n import N_, _
from handlers.parsing.contacts.change_line import Change, read_changes
from handlers.parsing.time.times import Scene
from handlers.resolve.called_client import find_called, is_word_of
from handlers.resolve.client import names_somebody, resolve_client
from handlers.resolve.client_questions import ask_which_one, ask_whose
from handlers.resolve.pending_line import drop_row, in_place, take_line
from handlers.resolve.visible_client import get_client, still_there
from storage.models import Client

RECOGNIZED = (*POINTS, "birthday")  # values that can be nothing else


@command(
    "edit",
    N_("Change what is known about a client"),
    example=N_("/edit Petrov: phone +7 912 345-67-89"),
    plain=names_somebody,
)
async def edit_from_line(req: Request, line: Line) -> Reply:
    named = await resolve_client(req, line)
    if named is None:
        raise await ask_whose(req, line)
    client, rest = named
    if not rest.rest:
        return await edit.edit(req, client.id)
    change = _change_of(client, rest.rest, requests.scene(req))
    if change is None:
        text = _("I couldn't read what to change. For example: /edit Petrov: phone +7 912 345-67-89")
        raise UserError(text, ((edit_client.button(_("Edit"), client.id),),))
    return await _ask_to_save(req, client, change, replace(rest, command="edit", client=client.id))


async def offer_change(req: Request, words: str) -> Unfinished | None:
    """A question whether to save what a sentence changes; None if it changes nothing known of one client."""
    line = Line("edit", words)
    for change in read_changes(words, requests.scene(req)):
        found = await _named(req, change)
        if len(found) > 1:
            return ask_which_one(found, line)
        if found and await client_changes.is_readable(req, change):
            return await _question(req, found[0], change, replace(line, client=found[0].id))
    return None


async def gives_contact_point(req: Request, text: str) -> bool:
    """Whether a line says nothing but a client's phone or e-mail address: "phone Petrov +44 20 7946 0958"."""
    changes = read_changes(text, requests.scene(req))
    point = next((change for change in changes if change.field in POINTS and change.who), None)
    return point is not None and bool(await _named(req, point))


@save_change.handler
async def save(req: Request, draft_id: int, point_id: int, was: int) -> Reply:
    """`point_id`: the contact point to replace, or NO_POINT. `was`: a checksum of the value shown."""
    return await _save(req, draft_id, was, point_id)


@add_contact_point.handler
async def add_point(req: Request, draft_id: int, was: int) -> Reply:
    """Keep the other contact points."""
    return await _save(req, draft_id, was, NO_POINT, adds=True)


async def _save(req: Request, draft_id: int, was: int, point_id: int, *, adds: bool = False) -> Reply:
    line = await take_line(req, draft_id)
    client = await get_client(req, line.client or 0)
    change = _change_of(client, line.rest, requests.scene(req))
    if change is None or was != _checksum(await client_changes.old_value(req, client, change)):
        return in_place(await edit_from_line(req, line))
    await client_changes.save(req, client, change, point_id, adds=adds)
    return in_place(await with_undo(req, client))


def _change_of(client: Client, text: str, scene: Scene) -> Change | None:
    """The first change in the text that is this client's."""
    for change in read_changes(text, scene):
        if all(is_word_of(word, client) for word in change.who.split()):
            return change
    return None


async def _named(req: Request, change: Change) -> list[Client]:
    """The clients that all these words are of; without any, the client viewed last."""
    who, said = change.who, change.who.split()
    if not said and change.field not in RECOGNIZED:
        return []
    if not said:
        last = await still_there(req, req.looked_at)
        return [last] if last else []
    return await find_called(req, who)


async def _ask_to_save(req: Request, client: Client, change: Change, line: Line) -> Reply:
    """Raises Unfinished, UserError."""
    await client_changes.check(req, change)
    raise await _question(req, client, change, line)


async def _question(req: Request, client: Client, change: Change, line: Line) -> Unfinished:
    old = await client_changes.old_value(req, client, change)
    new = await client_changes.new_value(req, client, change)
    known = await client_changes.points_of(req, client, change)
    label = _(client_changes.LABELS[change.field])
    said = f"{old or '—'} → {new or '—'}"
    card = Card(title=client.name, fields=((label, said),), body=_("Save this change?"), client=client.id)
    was = _checksum(old)

    def rows(draft: int) -> tuple[Row, ...]:
        if change.field in POINTS and len(known) > 1:
            return (
                *(
                    (save_change.button(_("Replace {value}").format(value=point.typed), draft, point.id, was),)
                    for point in known
                ),
                (add_contact_point.button(_("Add, keep the others"), draft, was),),
                drop_row(draft),
            )
        first = save_change.button(_("Save"), draft, NO_POINT, was).styled("primary")
        more = ((add_contact_point.button(_("Add, keep the old one"), draft, was),),) if known else ()
        return ((first, *drop_row(draft)), *more)

    return Unfinished(card, line, rows)


def _checksum(value: str) -> int:
    return zlib.crc32(value.encode())
