"""Contacts sent in a chat, or a vCard file: shown as they were understood, added by a press."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from handlers.buttons.imports import add_contact, drop_contacts, list_contacts, merge_contact, open_contact
from handlers.chat import (
    OLD_BUTTON,
    Button,
    Card,
    Offset,
    Redraw,
    Reply,
    Request,
    Row,
    UserError,
    shorten,
)
from handlers.chat.contact_rows import ReceivedContacts
from handlers.chat.paging import pager
from handlers.chat.requests import scene
from handlers.clients import card as client_card
from handlers.clients.duplicates import complete, deleted_notice
from handlers.i18n import _, ngettext
from handlers.imports.import_clients import client_of
from handlers.resolve.visible_client import get_client, label
from handlers.text import NAME
from storage.audit import changes
from storage.clients import clients
from storage.clients.new_client import Birthday, NewClient, Point
from storage.messaging import drafts
from storage.models import Client, ClientKind, Draft, DraftKind, PointKind

MAX_PEOPLE = 40  # people in one file: all are saved until each is added or the list is dropped
LISTED = 8
ACT = "contact"


async def offer(req: Request, shared: ReceivedContacts) -> Reply:
    """Raises UserError."""
    if shared.trouble:
        raise UserError(_(shared.trouble.value))
    people = await _understood(shared, scene(req).region)
    unread = sum(not (told.cells and told.complete) for told in shared.people)
    said = ngettext("{n} card could not be read in full.", "{n} cards could not be read in full.", unread)
    note = said.format(n=unread) if unread else ""
    if not people:
        nobody = _("There's no name, phone or e-mail in there. Add a client yourself with /new.")
        raise UserError(f"{nobody} {note}".strip())
    if len(people) > MAX_PEOPLE:
        said = _("That's {n} people, and I can take {most} at a time. Please send fewer.")
        raise UserError(said.format(n=sum(bool(told.cells) for told in shared.people), most=MAX_PEOPLE))
    data = {"people": [asdict(new) for new in people]}
    draft = await drafts.add(req.db, req.place, DraftKind.CONTACT, data, req.now)
    card = await _question(req, draft, 0) if len(people) == 1 else _list(draft, 0)
    return replace(card, body="\n".join(filter(None, (card.body, note))))


async def _understood(shared: ReceivedContacts, region: str) -> list[NewClient]:
    """The people in the contacts; stops at one more than MAX_PEOPLE."""
    people: list[NewClient] = []
    for told in shared.people:
        if told.cells and len(people) <= MAX_PEOPLE:
            await asyncio.sleep(0)  # let other requests run in between
            new = client_of(told, region)
            people += [new] if new else []
    return people


@list_contacts.handler
async def page(req: Request, draft_id: int, offset: Offset) -> Reply:
    return Redraw(_list(await _draft(req, draft_id), offset))


@open_contact.handler
async def pick(req: Request, draft_id: int, at: int) -> Reply:
    return Redraw(await _question(req, await _draft(req, draft_id), at))


@add_contact.handler
async def add(req: Request, draft_id: int, at: int) -> Reply:
    draft = await _draft(req, draft_id)
    given = await _take(req, draft, at)
    return await _done(req, draft, await clients.add(req.db, req.rep, given, req.now))


@merge_contact.handler
async def merge_into_client(req: Request, draft_id: int, at: int, client_id: int) -> Reply:
    """Add the contact's data to an existing client; known values stay."""
    draft, client = await _draft(req, draft_id), await get_client(req, client_id)
    await complete(req.db, client, await _take(req, draft, at))
    return await _done(req, draft, client)


@drop_contacts.handler
async def drop(req: Request, draft_id: int) -> Reply:
    await drafts.drop(req.db, await _draft(req, draft_id))
    return Redraw(Card(body=_("Cancelled. Nothing changed.")))


async def _question(req: Request, draft: Draft, at: int) -> Card:
    """Show the contact as it was understood, and possible duplicates. Raises UserError."""
    given = _person(draft, at)
    alike = await clients.find_alike(req.db, req.rep, given)
    title = _("Is it one of these?") if alike else _("Add this client?")
    notice, restoring = ("", ()) if alike else await deleted_notice(req, given)
    body = notice or "\n".join(label(client) for client in alike)
    new = _("No, add a new client") if alike or notice else _("Add")
    rows: list[Row] = [
        *restoring,
        *(
            (merge_contact.button(_("Yes, {name}").format(name=client.name), draft.id, at, client.id),)
            for client in alike
        ),
    ]
    new_one = add_contact.button(new, draft.id, at)
    rows.append((new_one if rows else new_one.styled("primary"),))
    back = list_contacts.button(_("‹ Back to the list"), draft.id, _page_of(draft, at))
    rows.append(
        (*((back,) if len(draft.data["people"]) > 1 else ()), drop_contacts.button(_("Cancel"), draft.id))
    )
    return Card(title, client_card.new_client_fields(given), body, tuple(rows))


def _list(draft: Draft, offset: int) -> Card:
    """The people of a file who are not yet dealt with."""
    left = [(at, _of(told)) for at, told in enumerate(draft.data["people"]) if told]
    shown = left[offset : offset + LISTED]
    title = ngettext("{n} person found", "{n} people found", len(left)).format(n=len(left))
    rows: list[tuple[Button, ...]] = [
        (open_contact.button(shorten(new.name, NAME), draft.id, at),) for at, new in shown
    ]
    rows += pager(lambda text, at: list_contacts.button(text, draft.id, at), offset, LISTED, len(left))
    rows.append((drop_contacts.button(_("Cancel"), draft.id),))
    return Card(title, body=_("Who should I add? Press a name."), buttons=tuple(rows))


async def _done(req: Request, draft: Draft, client: Client) -> Reply:
    card = await client_card.with_undo(req, client)
    if any(draft.data["people"]):
        rest = (list_contacts.button(_("‹ Other people"), draft.id, 0),)
        return Redraw(replace(card, buttons=(*card.buttons, rest)))
    await drafts.drop(req.db, draft)
    return Redraw(card)


async def _take(req: Request, draft: Draft, at: int) -> NewClient:
    """Take a person out of the draft. Raises UserError."""
    given = _person(draft, at)
    people = list(draft.data["people"])
    people[at] = None
    draft.data = {"people": people}
    await req.db.flush()
    changes.act(req.db, req.rep, req.now, req.place.channel, ACT)
    return given


def _person(draft: Draft, at: int) -> NewClient:
    people: Sequence[Mapping[str, Any] | None] = draft.data["people"]
    told = people[at] if at < len(people) else None
    if told is None:
        raise UserError(_(OLD_BUTTON))
    return _of(told)


def _page_of(draft: Draft, at: int) -> int:
    before = sum(1 for told in draft.data["people"][:at] if told)
    return before // LISTED * LISTED


async def _draft(req: Request, draft_id: int) -> Draft:
    draft = await drafts.get(req.db, req.place, draft_id)
    if draft is None or draft.kind is not DraftKind.CONTACT:
        raise UserError(_(OLD_BUTTON))
    return draft


def _of(told: Mapping[str, Any]) -> NewClient:
    points = tuple(Point(PointKind(p["kind"]), p["value"], p["typed"]) for p in told["points"])
    born = Birthday(**told["birthday"]) if told["birthday"] else None
    return NewClient(**{**told, "kind": ClientKind(told["kind"]), "points": points, "birthday": born})
