"""Logging what happened with a client: /call, /meeting, /email, /message, /note, in one line or by form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers import keeping, parse
from handlers.chat import (
    Attached,
    Card,
    Form,
    Line,
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
from handlers.hidden_links import divided, with_addresses
from handlers.i18n import N_, _, duration, moment
from handlers.letters import SHOWN
from handlers.links import open_client
from handlers.log_forms import EDIT, KINDS, LOG, OUTCOMES
from handlers.long_texts import read_all_talk
from handlers.mentions import mentioned
from handlers.naming import client_meant, get_client, names_somebody
from handlers.undo import undo_button
from handlers.unfinished import ask_when
from storage import follow_ups, interactions
from storage.models import Client, File, FollowUp, Interaction, InteractionKind, Outcome

LOGGED = {
    InteractionKind.CALL: N_("Call logged"),
    InteractionKind.MEETING: N_("Meeting logged"),
    InteractionKind.EMAIL: N_("E-mail logged"),
    InteractionKind.MESSAGE: N_("Message logged"),
    InteractionKind.NOTE: N_("Note kept"),
}
ON_A_BUTTON = 48  # letters of what is offered as the next step
LONGEST_SAID = 200  # letters of an interaction in a list


@dataclass(frozen=True)
class Entry:
    """What is to be written down. Times are UTC."""

    text: str = ""
    outcome: Outcome | None = None
    seconds: int | None = None
    at: datetime | None = None  # None: now
    next_at: datetime | None = None
    next_text: str = ""
    files: tuple[Attached, ...] = ()


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


@command("note", N_("Keep a note about a client"), plain=names_somebody)
async def note(req: Request, line: Line) -> Reply:
    return await _log_line(req, line, InteractionKind.NOTE)


@action("log", reads=True)
async def start(req: Request, client_id: int) -> Reply:
    """From a card: a call with this client."""
    client = await get_client(req, client_id)
    return form_for(client)


@action("log.edit", reads=True)
async def edit(req: Request, interaction_id: int) -> Reply:
    interaction, _client = await _get(req, interaction_id)
    return EDIT.concerning(interaction_id=interaction_id).filled(
        text=await keeping.text_of(req, interaction),
        outcome=interaction.outcome.value if interaction.outcome else "",
        at=moment(interaction.at, req.rep.timezone, req.now),
        seconds=duration(interaction.seconds) if interaction.seconds else "",
    )


@action("log.next")
async def promise_it(req: Request, interaction_id: int, at: datetime, newest: int) -> Reply:
    """The time that was spoken of is when to speak again. `newest`: as in the buttons for the next step."""
    from handlers.follow_ups import promise

    interaction, client = await _get(req, interaction_id)
    if await follow_ups.newest(req.db, req.rep, client.id) != newest:
        return Toast(_("A newer follow-up is there already: nothing was changed."))
    step = mentioned(interaction.text, parse.scene(req))
    return Redraw(await promise(req, client, step.text if step else "", at))


@EDIT.submit
async def change(req: Request, interaction_id: int, **changed: object) -> Reply:
    """Only what is changed comes in."""
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
    return await _card(req, client, interaction, None, _("Changed"))


def form_for(client: Client) -> Form:
    """To log a call with this client."""
    return form_of(InteractionKind.CALL, client)


def line(req: Request, interaction: Interaction, kept: Sequence[File] = ()) -> str:
    """One interaction in a list: when, what, how it went, what was said. `kept`: the files with it."""
    head = [moment(interaction.at, req.rep.timezone, req.now), _(KINDS[interaction.kind])]
    if interaction.outcome:
        head.append(_(OUTCOMES[interaction.outcome]))
    if interaction.seconds:
        head.append(duration(interaction.seconds))
    text = keeping.said(interaction.text, kept)
    said = f": {shorten(text, LONGEST_SAID)}" if text else ""
    return ", ".join(head) + said


async def _log_line(req: Request, said: Line, kind: InteractionKind) -> Reply:
    named = await client_meant(req, said)
    if named is None and said.files:
        raise await keeping.whose(req, said)
    links = said.links or req.links
    if named is None:
        return form_of(kind, None).filled(text=with_addresses(said.rest, links))
    client, rest = named
    if rest.verbatim or (rest.files and not rest.rest):
        return await write(req, client, kind, Entry(with_addresses(rest.rest, links), files=rest.files))
    if not rest.rest:
        return form_of(kind, client)
    if rest.when is None and not rest.files and (plan := parse.planned(rest.rest, parse.scene(req))):
        when, text = plan
        return await _planned(req, client, kind, when, with_addresses(text, links))
    read = parse.interaction(rest.rest, parse.scene(req))
    step = read.next
    if step and step.due_at is None and rest.when is None:
        raise ask_when(req, replace(rest, client=client.id), step.typed)
    with_text, with_step = divided(links, read.text, step.text if step else "")
    entry = Entry(
        text=with_addresses(read.text, with_text),
        outcome=read.outcome,
        seconds=read.seconds,
        at=read.at,
        next_at=(rest.when or step.due_at) if step else None,
        next_text=with_addresses(step.text, with_step) if step else "",
        files=rest.files,
    )
    return await write(req, client, kind, entry)


async def _planned(req: Request, client: Client, kind: InteractionKind, when: datetime, text: str) -> Reply:
    """Nothing has happened yet: "/meeting Acme tomorrow 15:00"."""
    from handlers.follow_ups import promise
    from handlers.log_by_form import log_empty

    says_what = kind is InteractionKind.NOTE or parse.DEED.match(f" {text}")
    said = text if says_what else ": ".join(filter(None, (_(KINDS[kind]), text)))
    card = await promise(req, client, said, when)
    if kind is InteractionKind.NOTE:
        return card
    too = log_empty.button(_("Log it as done, too"), kind, client.id)
    return replace(card, buttons=(*card.buttons, (too,)))


async def write(req: Request, client: Client, kind: InteractionKind, entry: Entry) -> Card:
    """Write it down, and say what was understood."""
    logged = await interactions.add(
        req.db,
        req.rep,
        client,
        kind,
        at=entry.at or req.now,
        now=req.now,
        text=entry.text or keeping.written_names(entry.files),
        outcome=entry.outcome,
        seconds=entry.seconds,
    )
    await keeping.attach(req, logged, entry.files)
    promised = None
    if entry.next_at:
        promised = await follow_ups.add(req.db, req.rep, client, entry.next_text, entry.next_at, req.now)
    drawn = await _card(req, client, logged, promised, _(LOGGED[kind]))
    with_it = ((_("File"), keeping.names(entry.files)),) if entry.files else ()
    return replace(drawn, fields=(*drawn.fields, *with_it), body=keeping.where_kept(entry.files))


async def _card(
    req: Request, client: Client, logged: Interaction, promised: FollowUp | None, title: str
) -> Card:
    """What was understood, and how to take it back."""
    from handlers.follow_ups import next_step_rows

    zone = req.rep.timezone
    outcome = _(OUTCOMES[logged.outcome]) if logged.outcome else ""
    what = shorten(promised.text, SHOWN) if promised else ""
    step = f"{moment(promised.due_at, zone, req.now)} {what}".strip() if promised else ""
    fields = (
        (_("Client"), client.name),
        (_("Text"), shorten(await keeping.text_of(req, logged), SHOWN)),
        (_("Outcome"), outcome),
        (_("When"), moment(logged.at, zone, req.now)),
        (_("Took"), duration(logged.seconds) if logged.seconds else ""),
        (_("Next step"), step),
    )
    buttons = (edit.button(_("Edit"), logged.id), open_client.button(_("Open card"), client.id))
    rows = undo_button(req)
    first = (*(rows[0] if rows else ()), *buttons, *read_all_talk(logged, SHOWN))
    more = () if promised else (*await _spoken_of(req, client, logged), *await next_step_rows(req, client))
    return Card(title, tuple((n, v) for n, v in fields if v), buttons=(first, *more), client=client.id)


async def _spoken_of(req: Request, client: Client, logged: Interaction) -> tuple[Row, ...]:
    """A time to come in what was said: it may be the next step."""
    step = mentioned(logged.text, parse.scene(req))
    if step is None or step.due_at is None:
        return ()
    when = moment(step.due_at, req.rep.timezone, req.now)
    label = shorten(f"{when} · {step.text}" if step.text else when, ON_A_BUTTON)
    newest = await follow_ups.newest(req.db, req.rep, client.id)
    return ((promise_it.button(label, logged.id, step.due_at, newest),),)


def form_of(kind: InteractionKind, client: Client | None) -> Form:
    form = replace(LOG, title=KINDS[kind]).concerning(kind=kind.value)
    if kind is InteractionKind.NOTE:
        form = form.without("outcome")
    return form.about(client) if client else form


async def _get(req: Request, interaction_id: int) -> tuple[Interaction, Client]:
    interaction = await interactions.get(req.db, req.rep, interaction_id)
    if interaction is None:
        raise UserError(_("That entry is gone."))
    return interaction, await get_client(req, interaction.client_id)
