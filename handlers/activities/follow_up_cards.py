"""Cards of follow-ups, and the buttons that plan the next step."""

from datetime import datetime

from handlers.audit.undo import undo_button
from handlers.buttons.activities import (
    complete_follow_up,
    drop_follow_up,
    log_follow_up,
    move_follow_up,
    plan_next_step,
    remind_of_client,
    snooze_follow_up,
)
from handlers.buttons.clients import open_client
from handlers.buttons.deletions import ask_delete_follow_up
from handlers.chat import Card, Request, Row, shorten
from handlers.i18n import _, moment
from handlers.resolve.pending_line import STEPS
from handlers.text import SHOWN
from handlers.working_time import Step
from storage.activities import follow_ups
from storage.audit import changes
from storage.models import Client, FollowUp, FollowUpState

NEXT_STEPS = (Step.TOMORROW, Step.THREE_DAYS, Step.WEEK)
SNOOZES = (Step.HOUR, Step.TOMORROW, Step.WEEK)


async def add_follow_up(req: Request, client: Client | None, text: str, when: datetime) -> Card:
    """Add a follow-up and return its card. `client`: None: a task without one. `when` is UTC."""
    changes.act(req.db, req.rep, req.now, req.place.channel, "remind")  # whatever it came from
    follow_up = await follow_ups.add(req.db, req.rep, client, text, when, req.now)
    fields = (
        (_("Client"), client.name if client else ""),
        (_("When"), moment(when, req.rep.timezone, req.now)),
        (_("To do"), shorten(follow_up.text, SHOWN)),
    )
    return Card(_("I'll remind you"), fields, buttons=(undo_or_open(req, client),), client=follow_up.client_id)


def card(req: Request, follow_up: FollowUp, client: Client | None) -> Card:
    """A reminder with buttons for everything to do about it."""
    title = _("Follow up with {name}").format(name=client.name) if client else _("Reminder")
    return Card(
        title=title,
        fields=(
            (_("Company"), client.company if client else ""),
            (_("Due"), moment(follow_up.due_at, req.rep.timezone, req.now)),
            (_("To do"), follow_up.text),
        ),
        buttons=buttons(follow_up),
        client=follow_up.client_id,
    )


def buttons(follow_up: FollowUp) -> tuple[Row, ...]:
    opened = _opened(follow_up.client_id)
    removing = ask_delete_follow_up.button(_("Delete…"), follow_up.id)
    if follow_up.state is not FollowUpState.OPEN:
        return ((*opened, removing),)
    due = follow_up.due_at
    snoozes = [snooze_follow_up.button(_(STEPS[step]), follow_up.id, due, step) for step in SNOOZES]
    logged = (log_follow_up.button(_("Log a call"), follow_up.id, due),) if follow_up.client_id else ()
    on_a_date = move_follow_up.button(_("Pick a date"), follow_up.id, due)
    return (
        (complete_follow_up.button(_("Done"), follow_up.id, due), *logged),
        (snoozes[0], snoozes[1]),
        (snoozes[2], on_a_date),
        (*opened, drop_follow_up.button(_("Drop"), follow_up.id, due), removing),
    )


async def next_step_rows(req: Request, client: Client) -> tuple[Row, ...]:
    """Buttons that plan the next step."""
    newest = await follow_ups.newest(req.db, req.rep, client.id)
    soon = tuple(plan_next_step.button(_(STEPS[step]), client.id, step, newest) for step in NEXT_STEPS)
    return (soon, (remind_of_client.button(_("Pick a date"), client.id),))


def undo_or_open(req: Request, client: Client | None) -> Row:
    undoing = (button for row in undo_button(req) for button in row)
    return (*undoing, *_opened(client.id if client else None))


def _opened(client_id: int | None) -> Row:
    return (open_client.button(_("Open card"), client_id),) if client_id else ()
