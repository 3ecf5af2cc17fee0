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


async def add_follow_up(req: Request, client: Client, text: str, when: datetime) -> Card:
    """Add a follow-up and return its card. `when` is UTC."""
    changes.act(req.db, req.rep, req.now, req.place.channel, "remind")  # whatever it came from
    follow_up = await follow_ups.add(req.db, req.rep, client, text, when, req.now)
    fields = (
        (_("Client"), client.name),
        (_("When"), moment(when, req.rep.timezone, req.now)),
        (_("To do"), shorten(follow_up.text, SHOWN)),
    )
    return Card(_("I'll remind you"), fields, buttons=(undo_or_open(req, client),), client=client.id)


def card(req: Request, follow_up: FollowUp, client: Client) -> Card:
    """A reminder with buttons for everything to do about it."""
    return Card(
        title=_("Follow up with {name}").format(name=client.name),
        fields=(
            (_("Company"), client.company),
            (_("Due"), moment(follow_up.due_at, req.rep.timezone, req.now)),
            (_("To do"), follow_up.text),
        ),
        buttons=buttons(follow_up, client),
        client=client.id,
    )


def buttons(follow_up: FollowUp, client: Client) -> tuple[Row, ...]:
    if follow_up.state is not FollowUpState.OPEN:
        return ((open_client.button(_("Open card"), client.id),),)
    due = follow_up.due_at
    snoozes = [snooze_follow_up.button(_(STEPS[step]), follow_up.id, due, step) for step in SNOOZES]
    on_a_date = move_follow_up.button(_("Pick a date"), follow_up.id, due)
    return (
        (
            complete_follow_up.button(_("Done"), follow_up.id, due),
            log_follow_up.button(_("Log a call"), follow_up.id, due),
        ),
        (snoozes[0], snoozes[1]),
        (snoozes[2], on_a_date),
        (open_client.button(_("Open card"), client.id), drop_follow_up.button(_("Drop"), follow_up.id, due)),
    )


async def next_step_rows(req: Request, client: Client) -> tuple[Row, ...]:
    """Buttons that plan the next step."""
    newest = await follow_ups.newest(req.db, req.rep, client.id)
    soon = tuple(plan_next_step.button(_(STEPS[step]), client.id, step, newest) for step in NEXT_STEPS)
    return (soon, (remind_of_client.button(_("Pick a date"), client.id),))


def undo_or_open(req: Request, client: Client) -> Row:
    undoing = (button for row in undo_button(req) for button in row)
    return (*undoing, open_client.button(_("Open card"), client.id))
