"""Promises to speak again: /remind, and what a reminder's buttons do."""

from dataclasses import replace
from datetime import datetime

from handlers import interactions as logging
from handlers import parse
from handlers.chat import (
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
from handlers.fields import Moment, Person, Text
from handlers.hidden_links import with_addresses
from handlers.i18n import N_, _, moment
from handlers.letters import SHOWN, TEXT
from handlers.links import open_client
from handlers.log_forms import OUTCOMES
from handlers.naming import ask_whose, client_meant, get_client, names_somebody
from handlers.rules import Step, step_time
from handlers.undo import undo_button
from handlers.unfinished import STEPS, ask_when
from storage import changes, follow_ups, interactions
from storage.models import Client, FollowUp, FollowUpState, InteractionKind, Outcome

NEXT_STEPS = (Step.TOMORROW, Step.THREE_DAYS, Step.WEEK)
SNOOZES = (Step.HOUR, Step.TOMORROW, Step.WEEK)
REMIND = Form(
    "remind",
    N_("Follow-up"),
    (
        Person("client", N_("Which client?"), required=True),
        Moment("when", N_("When?"), required=True, hint=N_("tomorrow 10:00, friday, in 3 days, 15.03")),
        Text("text", N_("What to do then?"), most=TEXT),
    ),
)
SNOOZE = Form(
    "follow_up.date",
    N_("Remind me later"),
    (Moment("when", N_("When?"), required=True, hint=N_("tomorrow 10:00, friday, in 3 days, 15.03")),),
)


@command(
    "remind",
    N_("Be reminded to speak to a client"),
    example=N_("/remind Acme: tomorrow 10:00 send the offer"),
    plain=names_somebody,
)
async def remind(req: Request, line: Line) -> Reply:
    line = replace(line, rest=line.rest.lstrip(" :："))
    named = await client_meant(_without_look(req) if line.rest else req, line)
    if named is None and not line.rest:
        return REMIND
    if named is None:
        raise await ask_whose(req, line)
    client, rest = named
    if not rest.rest and rest.when is None:
        return _form(client)
    when, text = parse.split_when(rest.rest, parse.scene(req))
    if rest.when is not None:
        when, text = rest.when, rest.rest
    if when is None:
        raise ask_when(req, replace(rest, client=client.id), rest.rest)
    return await promise(req, client, with_addresses(text, line.links or req.links), when)


def _without_look(req: Request) -> Request:
    """Who was looked at is offered, and never taken silently: a reminder on the wrong card is not kept."""
    return replace(req, looked_at=None, looked_before=req.looked_at or req.looked_before)


async def promise(req: Request, client: Client, text: str, when: datetime) -> Card:
    """A follow-up, and the card that says so. `when` is UTC."""
    changes.act(req.db, req.rep, req.now, req.place.channel, "remind")  # whatever it was typed or pressed as
    follow_up = await follow_ups.add(req.db, req.rep, client, text, when, req.now)
    fields = (
        (_("Client"), client.name),
        (_("When"), moment(when, req.rep.timezone, req.now)),
        (_("What"), shorten(follow_up.text, SHOWN)),
    )
    shown = tuple((name, value) for name, value in fields if value)
    return Card(_("I will remind you"), shown, buttons=(_undo_or_open(req, client),), client=client.id)


@REMIND.submit
async def make(req: Request, client: int, when: datetime, text: str | None) -> Reply:
    return await promise(req, await get_client(req, client), text or "", when)


@action("remind", reads=True)
async def remind_about(req: Request, client_id: int) -> Reply:
    """From a card."""
    return _form(await get_client(req, client_id))


@action("remind.in")
async def next_step(req: Request, client_id: int, step: Step, newest: int) -> Reply:
    """`newest`: of the client's follow-ups when the button was drawn; a second press finds a newer one."""
    client = await get_client(req, client_id)
    if await follow_ups.newest(req.db, req.rep, client_id) != newest:
        return Toast(_("A newer follow-up is there already: nothing was changed."))
    when = step_time(step, req.now, req.rep.timezone, req.rep.working_days)
    return Redraw(await promise(req, client, "", when))


@action("follow_up", reads=True)
async def show(req: Request, follow_up_id: int) -> Reply:
    return Redraw(card(req, *await _get(req, follow_up_id)))


@action("follow_up.done")
async def done(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    """Done asks how it went, and then for the next step."""
    follow_up, client = await _get(req, follow_up_id)
    closed = await follow_ups.close(req.db, req.rep, follow_up_id, due_at, FollowUpState.DONE, req.now)
    if not closed:
        return _stale(req, follow_up, client)
    outcomes = [went.button(_(label), follow_up_id, outcome) for outcome, label in OUTCOMES.items()]
    rows = tuple(tuple(outcomes[i : i + 2]) for i in range(0, len(outcomes), 2))
    return Redraw(
        Card(
            title=_("Done: {name}").format(name=client.name),
            body=_said(follow_up, _("How did it go?")),
            buttons=(*rows, *await next_step_rows(req, client), _undo_or_open(req, client)),
            client=client.id,
        )
    )


@action("follow_up.log", reads=True)
async def keep(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    """The call that was promised: logging it keeps the promise."""
    follow_up, client = await _get(req, follow_up_id)
    if not _stands(follow_up, due_at):
        return _stale(req, follow_up, client)
    return logging.form_for(client).concerning(follow_up=follow_up_id, due_at=due_at.isoformat())


@action("follow_up.went")
async def went(req: Request, follow_up_id: int, outcome: Outcome) -> Reply:
    """The call that was promised, and how it went."""
    follow_up, client = await _get(req, follow_up_id)
    logged = await interactions.add(
        req.db,
        req.rep,
        client,
        InteractionKind.CALL,
        at=req.now,
        now=req.now,
        text=follow_up.text,
        outcome=outcome,
    )
    if not await follow_ups.came_to(req.db, req.rep, follow_up_id, logged):
        raise UserError(_("How it went has been logged already: nothing was changed."))
    return Redraw(
        Card(
            title=_("Call logged"),
            fields=((_("Client"), client.name), (_("Outcome"), _(OUTCOMES[outcome]))),
            body=_("What is the next step?"),
            buttons=(*await next_step_rows(req, client), _undo_or_open(req, client)),
            client=client.id,
        )
    )


@action("follow_up.snooze")
async def snooze(req: Request, follow_up_id: int, due_at: datetime, step: Step) -> Reply:
    until = step_time(step, req.now, req.rep.timezone, req.rep.working_days)
    return await _snoozed(req, follow_up_id, due_at, until)


@action("follow_up.date", reads=True)
async def snooze_to_date(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    follow_up, client = await _get(req, follow_up_id)
    if not _stands(follow_up, due_at):
        return _stale(req, follow_up, client)
    return SNOOZE.concerning(follow_up_id=follow_up_id, due_at=due_at.isoformat())


@SNOOZE.submit
async def snoozed_to_date(req: Request, follow_up_id: int, due_at: str, when: datetime) -> Reply:
    return await _snoozed(req, follow_up_id, datetime.fromisoformat(due_at), when)


@action("follow_up.drop")
async def forget(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    follow_up, client = await _get(req, follow_up_id)
    closed = await follow_ups.close(req.db, req.rep, follow_up_id, due_at, FollowUpState.DROPPED, req.now)
    if not closed:
        return _stale(req, follow_up, client)
    title, said = _("Dropped: {name}").format(name=client.name), shorten(follow_up.text, SHOWN)
    return Redraw(Card(title=title, body=said, buttons=undo_button(req), client=client.id))


def card(req: Request, follow_up: FollowUp, client: Client) -> Card:
    """A reminder, and everything one may want to do about it."""
    return Card(
        title=_("Speak to {name}").format(name=client.name),
        fields=tuple(
            (name, value)
            for name, value in (
                (_("Company"), client.company),
                (_("Due"), moment(follow_up.due_at, req.rep.timezone, req.now)),
                (_("What"), follow_up.text),
            )
            if value
        ),
        buttons=buttons(follow_up, client),
        client=client.id,
    )


def buttons(follow_up: FollowUp, client: Client) -> tuple[Row, ...]:
    if follow_up.state is not FollowUpState.OPEN:
        return ((open_client.button(_("Open card"), client.id),),)
    due = follow_up.due_at
    snoozes = [snooze.button(_(STEPS[step]), follow_up.id, due, step) for step in SNOOZES]
    on_a_date = snooze_to_date.button(_("On a date"), follow_up.id, due)
    return (
        (done.button(_("Done"), follow_up.id, due), keep.button(_("Log a call"), follow_up.id, due)),
        (snoozes[0], snoozes[1]),
        (snoozes[2], on_a_date),
        (open_client.button(_("Open card"), client.id), forget.button(_("Drop"), follow_up.id, due)),
    )


async def next_step_rows(req: Request, client: Client) -> tuple[Row, ...]:
    """The next step is a press away."""
    newest = await follow_ups.newest(req.db, req.rep, client.id)
    soon = tuple(next_step.button(_(STEPS[step]), client.id, step, newest) for step in NEXT_STEPS)
    return (soon, (remind_about.button(_("On a date"), client.id),))


def _undo_or_open(req: Request, client: Client) -> Row:
    undoing = (button for row in undo_button(req) for button in row)
    return (*undoing, open_client.button(_("Open card"), client.id))


async def _snoozed(req: Request, follow_up_id: int, due_at: datetime, until: datetime) -> Reply:
    follow_up, client = await _get(req, follow_up_id)
    if not await follow_ups.snooze(req.db, req.rep, follow_up_id, due_at, until):
        return _stale(req, follow_up, client)
    said = moment(until, req.rep.timezone, req.now)
    return Redraw(
        Card(
            title=_("I will remind you again"),
            fields=((_("Client"), client.name), (_("When"), said)),
            body=shorten(follow_up.text, SHOWN),
            buttons=(_undo_or_open(req, client),),
            client=client.id,
        )
    )


def _stands(follow_up: FollowUp, due_at: datetime) -> bool:
    """Whether it is still as the rep saw it: open, and due then."""
    return follow_up.state is FollowUpState.OPEN and follow_up.due_at == due_at


def _stale(req: Request, follow_up: FollowUp, client: Client) -> Reply:
    """It is not any more as the pressed card shows it."""
    return Redraw(card(req, follow_up, client), _("That has been dealt with already: nothing was changed."))


def _said(follow_up: FollowUp, question: str) -> str:
    return f"{shorten(follow_up.text, SHOWN)}\n{question}" if follow_up.text else question


def _form(client: Client) -> Form:
    return REMIND.about(client)


async def _get(req: Request, follow_up_id: int) -> tuple[FollowUp, Client]:
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found is None:
        raise UserError(_("That follow-up is gone."))
    return found
