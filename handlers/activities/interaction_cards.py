"""Save an interaction, and draw the card that shows what was understood."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers import file_names
from handlers.activities import attachments, file_texts
from handlers.activities.follow_up_cards import next_step_rows
from handlers.activities.long_notes import read_all_talk
from handlers.audit.undo import undo_row
from handlers.buttons.activities import edit_interaction, remind_as_mentioned
from handlers.buttons.clients import open_client
from handlers.chat import Attached, Card, Request, Row, requests, shorten
from handlers.enum_labels import OUTCOMES
from handlers.i18n import N_, _, commas, duration, moment, near
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.parsing.activities.mentioned_time import find_mentioned_time
from handlers.parsing.recurrence.recurrence_line import Recurring
from handlers.recurrence.recurring import repeats
from handlers.text import SHOWN
from storage.activities import follow_ups, interactions, recurrences
from storage.models import Client, FollowUp, Interaction, InteractionKind, Outcome

LOGGED = {
    InteractionKind.CALL: N_("Call logged"),
    InteractionKind.MEETING: N_("Meeting logged"),
    InteractionKind.EMAIL: N_("E-mail logged"),
    InteractionKind.MESSAGE: N_("Message logged"),
    InteractionKind.NOTE: N_("Note saved"),
}
ON_A_BUTTON = 48  # letters of a suggested next step


@dataclass(frozen=True)
class Entry:
    """An interaction to save, with its next step. Times are UTC."""

    text: str = ""
    outcome: Outcome | None = None
    seconds: int | None = None
    at: datetime | None = None  # None: now
    next_at: datetime | None = None
    next_text: str = ""
    recurring: Recurring | None = None  # the next step recurs
    files: tuple[Attached, ...] = ()


async def write(req: Request, client: Client, kind: InteractionKind, entry: Entry) -> Card:
    """Save the interaction with its files and next step; the card shows what was understood."""
    logged = await interactions.add(
        req.db,
        req.rep,
        client,
        kind,
        at=entry.at or req.now,
        now=req.now,
        text=entry.text or file_texts.written_names(entry.files),
        outcome=entry.outcome,
        seconds=entry.seconds,
    )
    await attachments.attach(req, logged, entry.files)
    promised = None
    if entry.recurring:
        to_do, rule = entry.next_text, entry.recurring.rule
        promised = await recurrences.add(req.db, req.rep, client, to_do, rule, req.now, kind=kind_of(to_do))
    elif entry.next_at:
        step, due = entry.next_text, entry.next_at
        promised = await follow_ups.add(req.db, req.rep, client, step, due, req.now, kind=kind_of(step))
    drawn = await logged_card(req, client, logged, promised, _(LOGGED[kind]))
    with_it = ((_("File"), file_names.names(entry.files)),) if entry.files and entry.text else ()
    body = "\n".join(filter(None, (attachments.storage_note(entry.files), drawn.body)))
    return replace(drawn, fields=(*drawn.fields, *with_it), body=body)


async def logged_card(
    req: Request, client: Client, logged: Interaction, promised: FollowUp | None, title: str
) -> Card:
    """The card of a saved interaction, with buttons to undo, edit and plan the next step."""
    zone = req.rep.timezone
    outcome = _(OUTCOMES[logged.outcome]) if logged.outcome else ""
    lasted = duration(logged.seconds) if logged.seconds else ""
    what = shorten(promised.text, SHOWN) if promised else ""
    when = (await repeats(req, promised) or moment(promised.due_at, zone, req.now)) if promised else ""
    step = commas(when, what)
    facts = " · ".join(filter(None, (near(logged.at, zone, req.now), outcome, lasted)))
    steps = () if promised else (*await _spoken_of(req, client, logged), *await next_step_rows(req, client))
    opened = open_client.button(_("Open card"), client.id)
    last = (edit_interaction.button(_("Edit"), logged.id), *read_all_talk(logged, SHOWN), *undo_row(req))
    return Card(
        title,
        subtitle=commas(client.name, client.company),
        lead=_("Next: {step}").format(step=step) if step else "",
        fields=(("", facts), ("", shorten(await file_texts.text_of(req, logged), SHOWN))),
        body="" if step else _("What is the next step?"),
        buttons=(*steps, (opened, *last)),
        client=client.id,
    )


async def _spoken_of(req: Request, client: Client, logged: Interaction) -> tuple[Row, ...]:
    """A button for a future time mentioned in the text, which may be the next step."""
    step = find_mentioned_time(logged.text, requests.scene(req))
    if step is None or step.due_at is None:
        return ()
    when = moment(step.due_at, req.rep.timezone, req.now)
    label = shorten(f"{when} · {step.text}" if step.text else when, ON_A_BUTTON)
    newest = await follow_ups.newest(req.db, req.rep, client.id)
    return ((remind_as_mentioned.button(label, logged.id, step.due_at, newest),),)
