"""Cards of follow-ups, those that a press is about, and the buttons that plan the next step."""

from dataclasses import replace
from datetime import datetime

from handlers.activities.follow_up_lines import SIGNS
from handlers.audit.undo import open_or_undo
from handlers.buttons.activities import (
    complete_follow_up,
    decline_follow_up,
    drop_follow_up,
    edit_follow_up,
    log_follow_up,
    move_follow_up,
    open_follow_up,
    open_follow_up_menu,
    plan_next_step,
    remind_of_client,
    snooze_follow_up,
)
from handlers.buttons.clients import open_client
from handlers.buttons.deletions import ask_delete_follow_up
from handlers.chat import OLD_BUTTON, Card, Redraw, Reply, Request, Row, UserError, shorten
from handlers.i18n import N_, _, commas, moment, near
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.recurrence.holiday_offer import holiday_offer
from handlers.recurrence.recurring import repeats
from handlers.resolve.colleague import check_given, tell
from handlers.resolve.pending_line import STEPS
from handlers.text import SHOWN
from handlers.working_time import Step
from storage.activities import follow_ups
from storage.activities.follow_ups import ClientFollowUp
from storage.audit import changes
from storage.models import Client, FollowUp, FollowUpKind, FollowUpState, InteractionKind, Rep
from storage.team import accounts

NEXT_STEPS = (Step.TOMORROW, Step.THREE_DAYS, Step.WEEK)
SNOOZES = (Step.HOUR, Step.TOMORROW, Step.WEEK)
LOG_LABELS = {
    InteractionKind.CALL: N_("Log a call"),
    InteractionKind.MEETING: N_("Log a meeting"),
    InteractionKind.EMAIL: N_("Log an e-mail"),
    InteractionKind.MESSAGE: N_("Log a message"),
}
SHOWN_STEPS = 2  # the others are in the menu
MOVES = (Step.LATER, Step.TOMORROW, Step.WEEK)  # before it is due


async def add_follow_up(
    req: Request,
    client: Client | None,
    text: str,
    when: datetime,
    kind: FollowUpKind | None = None,
    to: Rep | None = None,
) -> Card:
    """Add a follow-up and return its card. `client`: None: a task without one. `when` is UTC.

    `kind`: None: what the text says. `to`: the colleague it is given to, who is told. Raises UserError.
    """
    if to and to.id != req.rep.id:
        await check_given(req, to, client)
    changes.act(req.db, req.rep, req.now, req.place.channel, "remind")  # whatever it came from
    kind = kind or kind_of(text)
    follow_up = await follow_ups.add(req.db, req.rep, client, text, when, req.now, kind=kind, to=to)
    title = _("I'll remind you")
    if to and to.id != req.rep.id:
        title = _("Given to {name}").format(name=to.name)
        await tell(req, to, "given", follow_up.id)
    holiday, moves = holiday_offer(req, follow_up)
    moving = (move_follow_up.button(_("Move"), follow_up.id, when),) if follow_up.owner_id == req.rep.id else ()
    return Card(
        title,
        body=holiday,
        subtitle=who(client),
        lead=when_and_what(req, follow_up),
        buttons=(*moves, (*moving, *open_or_undo(req, follow_up.client_id))),
        client=follow_up.client_id,
    )


async def tell_giver(req: Request, follow_up: FollowUp) -> None:
    """Tell whoever gave it that it is done."""
    giver = await accounts.get(req.db, follow_up.given_by_id) if follow_up.given_by_id else None
    if giver and giver.id != req.rep.id:
        await tell(req, giver, "given.done", follow_up.id)


async def card(req: Request, follow_up: FollowUp, client: Client | None) -> Card:
    """A reminder with the buttons for what is done most about it; the others are in its menu."""
    drawn = await _drawn(req, follow_up, client)
    if follow_up.state is not FollowUpState.OPEN:
        return replace(drawn, buttons=((*_opened(follow_up.client_id), *_items(req, follow_up)),))
    more = open_follow_up_menu.button(_("More…"), follow_up.id)
    return drawn.with_menu(more, _items(req, follow_up), beside=_opened(follow_up.client_id))


async def whole_card(req: Request, follow_up: FollowUp, client: Client | None) -> Card:
    """The reminder with all its buttons."""
    drawn = await _drawn(req, follow_up, client)
    items = (*_opened(follow_up.client_id), *_items(req, follow_up))
    return drawn.with_items(items, open_follow_up.button(_("‹ Less"), follow_up.id))


async def _drawn(req: Request, follow_up: FollowUp, client: Client | None) -> Card:
    title = _("Follow up with {name}").format(name=client.name) if client else _("Reminder")
    holiday, moves = holiday_offer(req, follow_up)
    shown = () if follow_up.state is not FollowUpState.OPEN else _rows(follow_up, req.now)
    return Card(
        title=title,
        body=holiday,
        subtitle=commas(client.title, client.company) if client else "",
        lead=commas(near(follow_up.due_at, req.rep.timezone, req.now), to_do(follow_up)),
        fields=((_("Repeats"), await repeats(req, follow_up)), (_("From"), await _giver(req, follow_up))),
        buttons=(*moves, *shown),
        client=follow_up.client_id,
    )


def _rows(follow_up: FollowUp, now: datetime) -> tuple[Row, ...]:
    due = follow_up.due_at
    log = log_follow_up.button(_(LOG_LABELS[kind_to_log(follow_up)]), follow_up.id, due)
    done = complete_follow_up.button(_("Done"), follow_up.id, due).styled("primary")
    return ((done, log) if follow_up.client_id else (done,), _steps(follow_up, now)[:SHOWN_STEPS])


async def _giver(req: Request, follow_up: FollowUp) -> str:
    """Who gave it to the rep who looks at it; empty: nobody else."""
    giver_id = _giver_id(req, follow_up)
    giver = await accounts.get(req.db, giver_id) if giver_id else None
    return giver.name if giver else ""


def _giver_id(req: Request, follow_up: FollowUp) -> int | None:
    return follow_up.given_by_id if follow_up.owner_id == req.rep.id else None


def _items(req: Request, follow_up: FollowUp) -> Row:
    """What is done less often."""
    removing = ask_delete_follow_up.button(_("Delete…"), follow_up.id)
    if follow_up.state is not FollowUpState.OPEN:
        return (removing,)
    due, giver = follow_up.due_at, _giver_id(req, follow_up)
    declining = (decline_follow_up.button(_("Decline"), follow_up.id, giver),) if giver else ()
    return (
        *_steps(follow_up, req.now)[SHOWN_STEPS:],
        move_follow_up.button(_("Pick a date"), follow_up.id, due),
        edit_follow_up.button(_("Edit"), follow_up.id, due),
        drop_follow_up.button(_("Drop"), follow_up.id, due),
        *declining,
        removing,
    )


def _steps(follow_up: FollowUp, now: datetime) -> Row:
    due = follow_up.due_at
    steps = SNOOZES if due <= now else MOVES
    return tuple(snooze_follow_up.button(_(STEPS[step]), follow_up.id, due, step) for step in steps)


def who(client: Client | None) -> str:
    return commas(client.name, client.company) if client else ""


def when_and_what(req: Request, follow_up: FollowUp) -> str:
    due = moment(follow_up.due_at, req.rep.timezone, req.now)
    return commas(due, to_do(follow_up, SHOWN))


def to_do(follow_up: FollowUp, most: int | None = None) -> str:
    text = shorten(follow_up.text, most) if most else follow_up.text
    return " ".join(filter(None, (SIGNS.get(follow_up.kind), text)))


def kind_to_log(follow_up: FollowUp) -> InteractionKind:
    """What doing it is logged as; a task with a client is a call."""
    is_task = follow_up.kind is FollowUpKind.TASK
    return InteractionKind.CALL if is_task else InteractionKind(follow_up.kind.value)


async def next_step_rows(req: Request, client: Client) -> tuple[Row, ...]:
    """Buttons that plan the next step."""
    newest = await follow_ups.newest(req.db, req.rep, client.id)
    soon = tuple(plan_next_step.button(_(STEPS[step]), client.id, step, newest) for step in NEXT_STEPS)
    return (soon[:2], (*soon[2:], remind_of_client.button(_("Pick a date"), client.id)))


def _opened(client_id: int | None) -> Row:
    return (open_client.button(_("Open card"), client_id),) if client_id else ()


async def get_follow_up(req: Request, follow_up_id: int) -> ClientFollowUp:
    """Raises UserError."""
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found is None:
        raise UserError(_("That follow-up is gone."))
    return found


async def get_with_client(req: Request, follow_up_id: int) -> tuple[FollowUp, Client]:
    """Raises UserError, also for a task without a client: its cards have no such button."""
    follow_up, client = await get_follow_up(req, follow_up_id)
    if client is None:
        raise UserError(_(OLD_BUTTON))
    return follow_up, client


def is_as_seen(follow_up: FollowUp, due_at: datetime) -> bool:
    """Whether it is still as the rep saw it: open and due at that time."""
    return follow_up.state is FollowUpState.OPEN and follow_up.due_at == due_at


async def stale(req: Request, promise: ClientFollowUp) -> Reply:
    """The answer to a press on an outdated card: the follow-up as it is now."""
    text = _("That's already done. Nothing changed.")
    if promise[0].state is FollowUpState.OPEN:
        text = _("It has been moved meanwhile. Nothing changed.")
    return Redraw(await card(req, *promise), text)
