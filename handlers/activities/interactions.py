"""Log interactions with a client: /call, /meeting, /email, /message and /note, from one line or a form."""

from dataclasses import replace
from datetime import datetime

from handlers.activities import attachments, deal_notes, file_texts
from handlers.activities.follow_up_cards import add_follow_up
from handlers.activities.forms import EDIT, form_for, form_of
from handlers.activities.interaction_cards import Entry, logged_card, write
from handlers.buttons.activities import edit_interaction, log_with_client, log_without_text, remind_as_mentioned
from handlers.chat import (
    Line,
    Redraw,
    Reply,
    Request,
    Toast,
    UserError,
    command,
    requests,
)
from handlers.chat.hidden_links import split_links, with_addresses
from handlers.enum_labels import INTERACTION_KINDS
from handlers.i18n import N_, _, duration, moment
from handlers.parsing.activities.interaction_line import read_logged
from handlers.parsing.activities.mentioned_time import find_agreed_step, find_mentioned_time
from handlers.parsing.activities.planned_talk import Planned, read_interaction
from handlers.parsing.recurrence.recurrence_line import read_recurring
from handlers.parsing.time.time_at_edge import DEED
from handlers.recurrence.recurring import add_recurring
from handlers.resolve.client import names_somebody, resolve_client
from handlers.resolve.pending_line import ask_when
from handlers.resolve.visible_client import get_client
from storage.activities import follow_ups, interactions
from storage.models import Client, FollowUpKind, Interaction, InteractionKind, Outcome


@command(
    "call",
    N_("Log a call"),
    example=N_("/call Acme: 15 min, wants a discount; next: tuesday 10:00 send the offer"),
    plain=names_somebody,
)
async def call(req: Request, line: Line) -> Reply:
    return await _log_line(req, line, InteractionKind.CALL)


@command("meeting", N_("Log a meeting"), plain=names_somebody)
async def meeting(req: Request, line: Line) -> Reply:
    return await _log_line(req, line, InteractionKind.MEETING)


@command("email", N_("Log an e-mail"), plain=names_somebody)
async def email(req: Request, line: Line) -> Reply:
    return await _log_line(req, line, InteractionKind.EMAIL)


@command("message", N_("Log a message"), plain=names_somebody)
async def message(req: Request, line: Line) -> Reply:
    return await _log_line(req, line, InteractionKind.MESSAGE)


@command("note", N_("Add a note about a client"), plain=names_somebody)
async def note(req: Request, line: Line) -> Reply:
    return await deal_notes.noted(req, line) or await _log_line(req, line, InteractionKind.NOTE)


@log_with_client.handler
async def start(req: Request, client_id: int) -> Reply:
    """Log a call from the client's card."""
    client = await get_client(req, client_id)
    return form_for(client)


@edit_interaction.handler
async def edit(req: Request, interaction_id: int) -> Reply:
    interaction, _client = await _get(req, interaction_id)
    return EDIT.concerning(interaction_id=interaction_id).filled(
        text=await file_texts.text_of(req, interaction),
        outcome=interaction.outcome.value if interaction.outcome else "",
        at=moment(interaction.at, req.rep.timezone, req.now),
        seconds=duration(interaction.seconds) if interaction.seconds else "",
    )


@remind_as_mentioned.handler
async def remind_at_mentioned_time(req: Request, interaction_id: int, at: datetime, newest: int) -> Reply:
    """Add a follow-up at the time mentioned in the text. `newest`: as in the buttons for the next step."""
    interaction, client = await _get(req, interaction_id)
    if await follow_ups.newest(req.db, req.rep, client.id) != newest:
        return Toast(_("There's a newer follow-up already. Nothing changed."))
    step = find_mentioned_time(interaction.text, requests.scene(req))
    return Redraw(await add_follow_up(req, client, step.text if step else "", at))


@EDIT.submit
async def change(req: Request, interaction_id: int, **changed: object) -> Reply:
    """`changed` has only the fields that were changed."""
    interaction, client = await _get(req, interaction_id)
    if "outcome" in changed:
        outcome = changed.pop("outcome")
        interaction.outcome = Outcome(str(outcome)) if outcome else None
    if "text" in changed:
        interaction.text = str(changed.pop("text") or "")
    for name, value in changed.items():
        if value is not None or name != "at":
            setattr(interaction, name, value)
    await req.db.flush()
    return await logged_card(req, client, interaction, None, _("Changed"))


async def _log_line(req: Request, said: Line, kind: InteractionKind) -> Reply:
    named = await resolve_client(req, said)
    if named is None and said.files:
        raise await attachments.ask_client(req, said)
    links = said.links or req.links
    if named is None:
        return form_of(kind, None).filled(text=with_addresses(said.rest, links))
    client, rest = named
    if rest.verbatim or (rest.files and not rest.rest):
        return await write(req, client, kind, Entry(with_addresses(rest.rest, links), files=rest.files))
    if not rest.rest:
        return form_of(kind, client)
    scene, may_be_planned = requests.scene(req), rest.when is None and not rest.files
    planned = read_recurring(rest.rest, scene) if may_be_planned else None
    if planned and not planned.text:  # "call Ivan every friday"
        return await add_recurring(req, client, planned, _(INTERACTION_KINDS[kind]))
    read = read_interaction(rest.rest, scene) if may_be_planned else read_logged(rest.rest, scene)
    if isinstance(read, Planned):
        return await _planned(req, client, kind, read.due_at, with_addresses(read.text, links))
    step = read.next or (find_agreed_step(read.text, scene) if kind is not InteractionKind.NOTE else None)
    recurring = read_recurring(read.next.raw, scene) if read.next and rest.when is None else None
    if step and step.due_at is None and rest.when is None and recurring is None:
        raise ask_when(req, replace(rest, client=client.id), step.raw)
    to_do = recurring.text if recurring else step.text if step else ""
    with_text, with_step = split_links(links, read.text, to_do)
    entry = Entry(
        text=with_addresses(read.text, with_text),
        outcome=read.outcome,
        seconds=read.seconds,
        at=read.at,
        next_at=(rest.when or step.due_at) if step else None,
        next_text=with_addresses(to_do, with_step),
        recurring=recurring,
        files=rest.files,
    )
    return await write(req, client, kind, entry)


async def _planned(req: Request, client: Client, kind: InteractionKind, when: datetime, text: str) -> Reply:
    """Add a follow-up for what has not happened yet: "/meeting Acme tomorrow 15:00"."""
    says_what = kind is InteractionKind.NOTE or DEED.match(f" {text}")
    said = text if says_what else ": ".join(filter(None, (_(INTERACTION_KINDS[kind]), text)))
    kind_said = None if says_what else FollowUpKind(kind.value)
    card = await add_follow_up(req, client, said, when, kind_said)
    if kind is InteractionKind.NOTE:
        return card
    too = log_without_text.button(_("Also log it as done"), kind, client.id)
    return replace(card, buttons=(*card.buttons, (too,)))


async def _get(req: Request, interaction_id: int) -> tuple[Interaction, Client]:
    interaction = await interactions.get(req.db, req.rep, interaction_id)
    if interaction is None:
        raise UserError(_("That entry is gone."))
    return interaction, await get_client(req, interaction.client_id)
