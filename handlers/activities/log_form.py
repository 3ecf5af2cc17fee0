"""Log an interaction from a form; ask before logging an empty one."""

from datetime import datetime

from handlers.activities.follow_up_cards import tell_giver
from handlers.activities.forms import LOG, NONE, ON_A_DATE
from handlers.activities.interaction_cards import Entry, write
from handlers.buttons.activities import log_without_text
from handlers.buttons.clients import open_client
from handlers.chat import Card, Redraw, Reply, Request, UserError
from handlers.holidays import country_of
from handlers.i18n import _
from handlers.resolve.visible_client import get_client
from handlers.working_time import Step, step_time
from storage.activities import follow_ups
from storage.models import Client, FollowUpState, InteractionKind, Outcome


@LOG.submit
async def log(
    req: Request,
    kind: str,
    client: int,
    text: str | None,
    outcome: str | None = None,
    step: str | None = None,
    when: datetime | None = None,
    what: str | None = None,
    follow_up: int | None = None,
    due_at: str = "",
) -> Reply:
    """`follow_up`: the follow-up that this completes; `due_at`: when it was due as the rep saw it."""
    next_at = _next_at(req, step, when)
    if not (text or outcome or next_at or follow_up):
        return _nothing_to_log(await get_client(req, client), InteractionKind(kind))
    entry = Entry(
        text=text or "",
        outcome=Outcome(outcome) if outcome else None,
        next_at=next_at,
        next_text=(what or "") if next_at else "",
    )
    logged = await write(req, await get_client(req, client), InteractionKind(kind), entry)
    if follow_up is not None:
        await _complete(req, follow_up, datetime.fromisoformat(due_at))
    return logged


@log_without_text.handler
async def log_empty(req: Request, kind: InteractionKind, client_id: int) -> Reply:
    """Log an interaction without any text."""
    return Redraw(await write(req, await get_client(req, client_id), kind, Entry()))


def _nothing_to_log(client: Client, kind: InteractionKind) -> Card:
    """Nothing is logged from an empty form, unless the rep presses the button to do so."""
    anyway = log_without_text.button(_("Log it anyway"), kind, client.id)
    text = _("You left everything empty, so nothing was logged.")
    return Card(body=text, buttons=((anyway, open_client.button(_("Open card"), client.id)),), client=client.id)


async def _complete(req: Request, follow_up_id: int, due_at: datetime) -> None:
    """Complete the follow-up, unless it is gone or has changed since the rep saw it."""
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found and await follow_ups.close(req.db, req.rep, follow_up_id, due_at, FollowUpState.DONE, req.now):
        await tell_giver(req, found[0])


def _next_at(req: Request, step: str | None, when: datetime | None) -> datetime | None:
    if step is None or step == NONE:
        return None
    if step == ON_A_DATE:
        if when is None:
            raise UserError(_("When is the next step? For example: tomorrow 10:00."))
        return when
    return step_time(Step(step), req.now, req.rep.timezone, req.rep.working_days, country_of(req.rep))
