"""Follow-ups: /remind and the buttons of reminders."""

from dataclasses import replace
from datetime import datetime

from handlers.activities import forms
from handlers.activities.follow_up_cards import (
    LOG_LABELS,
    add_follow_up,
    card,
    get_follow_up,
    get_with_client,
    is_as_seen,
    kind_to_log,
    next_step_rows,
    stale,
    tell_giver,
    who,
    whole_card,
)
from handlers.activities.forms import REMIND
from handlers.activities.interaction_cards import LOGGED
from handlers.activities.tasks import names_client, remind_of_task
from handlers.audit.undo import open_or_undo, undo_button
from handlers.buttons.activities import (
    complete_follow_up,
    drop_follow_up,
    log_done,
    log_follow_up,
    log_outcome,
    open_follow_up,
    open_follow_up_menu,
    plan_next_step,
    remind_of_client,
)
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
    command,
    requests,
    shorten,
)
from handlers.chat.hidden_links import with_addresses
from handlers.enum_labels import OUTCOMES
from handlers.holidays import country_of
from handlers.i18n import N_, _
from handlers.parsing.recurrence.recurrence_line import Recurring, read_recurring
from handlers.parsing.time.time_at_edge import split_when
from handlers.recurrence import keep_in_touch, scope
from handlers.recurrence.recurring import add_recurring
from handlers.resolve.client import names_somebody, resolve_client
from handlers.resolve.client_questions import ask_whose
from handlers.resolve.colleague import get_colleague, given_to
from handlers.resolve.pending_line import ask_when
from handlers.resolve.visible_client import get_client
from handlers.text import SHOWN
from handlers.working_time import Step, step_time
from storage.activities import follow_ups, interactions
from storage.models import Client, FollowUp, FollowUpState, InteractionKind, Outcome, Rep


async def _is_reminder(req: Request, rest: str) -> bool:
    return rest.startswith("@") or await names_somebody(req, rest)


@command(
    "remind",
    N_("Set a reminder, for me or for a colleague"),
    example=N_("/remind Acme: tomorrow 10:00 send the offer"),
    more=(
        N_("/remind: buy coffee tomorrow"),
        N_("/remind Acme: every monday 9:00 ask for the numbers"),
        N_("/remind @boris: Acme: friday call them"),
    ),
    plain=_is_reminder,
)
async def remind(req: Request, line: Line) -> Reply:
    line = replace(line, bare=line.bare or line.rest.startswith((":", "：")), rest=line.rest.lstrip(" :："))
    to, line = await given_to(req, line)
    if line.bare and not await names_client(req, line):
        return await remind_of_task(req, line, to)
    named = await resolve_client(_without_look(req) if line.rest else req, line)
    if named is None and not line.rest:
        return REMIND
    if named is None:
        raise await ask_whose(req, line)
    client, rest = named
    if not rest.rest and rest.when is None:
        return _form(client).concerning(to=to.id) if to else _form(client)
    recurring = read_recurring(rest.rest, requests.scene(req)) if rest.when is None else None
    if recurring:
        return await _recur(req, client, recurring, line, to)
    when, text = split_when(rest.rest, requests.scene(req))
    if rest.when is not None:
        when, text = rest.when, rest.rest
    if when is None:
        raise ask_when(req, replace(rest, client=client.id), rest.rest)
    return await add_follow_up(req, client, with_addresses(text, line.links or req.links), when, to=to)


async def _recur(
    req: Request, client: Client, recurring: Recurring, line: Line, to: Rep | None = None
) -> Reply:
    if recurring.is_contact and to is None:
        return await keep_in_touch.start(req, client, recurring.days)
    text = with_addresses(recurring.text, line.links or req.links)
    return await add_recurring(req, client, recurring, text, to)


def _without_look(req: Request) -> Request:
    """The client viewed last is offered, never assumed: a reminder for the wrong client helps nobody."""
    return replace(req, looked_at=None, looked_before=req.looked_at or req.looked_before)


@REMIND.submit
async def make(req: Request, client: int, when: datetime, text: str | None, to: int | None = None) -> Reply:
    colleague = await get_colleague(req, to) if to is not None else None
    return await add_follow_up(req, await get_client(req, client), text or "", when, to=colleague)


@remind_of_client.handler
async def remind_about(req: Request, client_id: int) -> Reply:
    """Plan a follow-up from the client's card."""
    return _form(await get_client(req, client_id))


@plan_next_step.handler
async def next_step(req: Request, client_id: int, step: Step, newest: int) -> Reply:
    """`newest`: the client's latest follow-up when the button was drawn; a second press finds a newer one."""
    client = await get_client(req, client_id)
    if await follow_ups.newest(req.db, req.rep, client_id) != newest:
        return Toast(_("There's a newer follow-up already. Nothing changed."))
    when = step_time(step, req.now, req.rep.timezone, req.rep.working_days, country_of(req.rep))
    return Redraw(await add_follow_up(req, client, "", when))


@open_follow_up.handler
async def show(req: Request, follow_up_id: int) -> Reply:
    return Redraw(await card(req, *await get_follow_up(req, follow_up_id)))


@open_follow_up_menu.handler
async def show_all_buttons(req: Request, follow_up_id: int) -> Reply:
    return Redraw(await whole_card(req, *await get_follow_up(req, follow_up_id)))


@complete_follow_up.handler
async def done(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    return await complete(req, follow_up_id, due_at)


async def complete(req: Request, follow_up_id: int, due_at: datetime, back: tuple[Row, ...] = ()) -> Reply:
    """Complete a follow-up; ask how it went and for the next step. `back`: buttons to where the rep was."""
    follow_up, client = await get_follow_up(req, follow_up_id)
    closed = await follow_ups.close(req.db, req.rep, follow_up_id, due_at, FollowUpState.DONE, req.now)
    if not closed:
        return await stale(req, (follow_up, client))
    await tell_giver(req, follow_up)
    if client is None:
        done_task = Card(_("Done"), body=shorten(follow_up.text, SHOWN), buttons=(*undo_button(req), *back))
        return Redraw(done_task)
    rows = (*_log_rows(follow_up), *await next_step_rows(req, client), open_or_undo(req, client.id), *back)
    return Redraw(
        Card(
            title=_("Done: {name}").format(name=client.name),
            body=_with_question(follow_up, _("How did it go?")),
            buttons=rows,
            client=client.id,
        )
    )


def _log_rows(follow_up: FollowUp) -> tuple[Row, ...]:
    """Log what was done: a call with its outcome, anything else as it is."""
    kind = kind_to_log(follow_up)
    if kind is not InteractionKind.CALL:
        return ((log_done.button(_(LOG_LABELS[kind]), follow_up.id),),)
    outcomes = [log_outcome.button(_(label), follow_up.id, outcome) for outcome, label in OUTCOMES.items()]
    return tuple(tuple(outcomes[i : i + 2]) for i in range(0, len(outcomes), 2))


@log_follow_up.handler
async def log_call(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    """The form to log the call (or meeting, …) of a follow-up; logging it completes the follow-up."""
    follow_up, client = await get_with_client(req, follow_up_id)
    if not is_as_seen(follow_up, due_at):
        return await stale(req, (follow_up, client))
    form = forms.form_of(kind_to_log(follow_up), client)
    return form.concerning(follow_up=follow_up_id, due_at=due_at.isoformat())


@log_outcome.handler
async def log_outcome_of(req: Request, follow_up_id: int, outcome: Outcome) -> Reply:
    """Log the call of a completed follow-up with its outcome."""
    return await _log(req, follow_up_id, outcome)


@log_done.handler
async def log_as_done(req: Request, follow_up_id: int) -> Reply:
    """Log the meeting, e-mail or message of a completed follow-up."""
    return await _log(req, follow_up_id, None)


async def _log(req: Request, follow_up_id: int, outcome: Outcome | None) -> Reply:
    follow_up, client = await get_with_client(req, follow_up_id)
    kind, now = kind_to_log(follow_up), req.now
    logged = await interactions.add(
        req.db, req.rep, client, kind, at=now, now=now, text=follow_up.text, outcome=outcome
    )
    if not await follow_ups.came_to(req.db, req.rep, follow_up_id, logged):
        raise UserError(_("The outcome is already logged. Nothing changed."))
    return Redraw(
        Card(
            title=_(LOGGED[kind]),
            subtitle=who(client),
            fields=(("", _(OUTCOMES[outcome]) if outcome else ""),),
            body=_("What is the next step?"),
            buttons=(*await next_step_rows(req, client), open_or_undo(req, client.id)),
            client=client.id,
        )
    )


@drop_follow_up.handler
async def forget(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    follow_up, client = await get_follow_up(req, follow_up_id)
    if follow_up.recurrence_id and is_as_seen(follow_up, due_at):
        return Redraw(await scope.ask_to_drop(req, follow_up))
    closed = await follow_ups.close(req.db, req.rep, follow_up_id, due_at, FollowUpState.DROPPED, req.now)
    if not closed:
        return await stale(req, (follow_up, client))
    title = _("Follow-up dropped: {name}").format(name=client.name) if client else _("Task dropped")
    said = shorten(follow_up.text, SHOWN)
    return Redraw(Card(title=title, body=said, buttons=undo_button(req), client=follow_up.client_id))


def _with_question(follow_up: FollowUp, question: str) -> str:
    return f"{shorten(follow_up.text, SHOWN)}\n{question}" if follow_up.text else question


def _form(client: Client) -> Form:
    return REMIND.about(client)
