"""Move a follow-up to another time: later today, tomorrow, next week, a date in words; and change its text."""

from datetime import datetime

from handlers.activities.follow_up_cards import card, get_follow_up, is_as_seen, stale, to_do, who
from handlers.activities.follow_up_lines import subject
from handlers.activities.forms import EDIT_FOLLOW_UP, SNOOZE
from handlers.audit.undo import open_or_undo
from handlers.buttons.activities import (
    edit_follow_up,
    move_follow_up,
    move_follow_up_to,
    snooze_follow_up,
)
from handlers.buttons.agenda import back_rows
from handlers.chat import Card, Redraw, Reply, Request, Row
from handlers.holidays import country_of
from handlers.i18n import _, moment
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.recurrence import scope
from handlers.text import SHOWN
from handlers.working_time import Step, step_time
from storage.activities import follow_ups


@snooze_follow_up.handler
async def snooze(req: Request, follow_up_id: int, due_at: datetime, step: Step) -> Reply:
    return await move_to_step(req, follow_up_id, due_at, step)


@move_follow_up_to.handler
async def move_there(req: Request, follow_up_id: int, due_at: datetime, until: datetime) -> Reply:
    return await move_or_ask(req, follow_up_id, due_at, until)


@move_follow_up.handler
async def move_to_date(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    return await ask_date(req, follow_up_id, due_at)


async def ask_date(req: Request, follow_up_id: int, due_at: datetime, view: str = "") -> Reply:
    """The form for another date; of what recurs, whether all are meant. `view`: the agenda to go back to."""
    promise = await get_follow_up(req, follow_up_id)
    if not is_as_seen(promise[0], due_at):
        return await stale(req, promise)
    if promise[0].recurrence_id:
        return Redraw(await scope.ask_to_pick_date(req, promise[0], view))
    return SNOOZE.concerning(follow_up_id=follow_up_id, due_at=due_at.isoformat(), view=view)


@SNOOZE.submit
async def moved_to_date(req: Request, follow_up_id: int, due_at: str, when: datetime, view: str = "") -> Reply:
    return await move(req, follow_up_id, datetime.fromisoformat(due_at), when, back_rows(view))


@edit_follow_up.handler
async def edit(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    promise = await get_follow_up(req, follow_up_id)
    if not is_as_seen(promise[0], due_at):
        return await stale(req, promise)
    if promise[0].recurrence_id:
        return Redraw(await scope.ask_to_edit_text(req, promise[0]))
    form = EDIT_FOLLOW_UP.concerning(follow_up_id=follow_up_id, due_at=due_at.isoformat())
    return form.filled(text=promise[0].text)


@EDIT_FOLLOW_UP.submit
async def edited(req: Request, follow_up_id: int, due_at: str, text: str | None = None) -> Reply:
    promise = await get_follow_up(req, follow_up_id)
    seen, said = datetime.fromisoformat(due_at), text or ""
    if not await follow_ups.set_text(req.db, req.rep, follow_up_id, seen, said, kind_of(said)):
        return await stale(req, promise)
    return await card(req, *await get_follow_up(req, follow_up_id))


async def move_to_step(
    req: Request, follow_up_id: int, due_at: datetime, step: Step, back: tuple[Row, ...] = ()
) -> Reply:
    until = step_time(step, req.now, req.rep.timezone, req.rep.working_days, country_of(req.rep))
    return await move(req, follow_up_id, due_at, until, back)


async def move_or_ask(req: Request, follow_up_id: int, due_at: datetime, until: datetime) -> Reply:
    """Move it as `move` does; of one that recurs, ask whether this one or all are meant."""
    follow_up, _client = await get_follow_up(req, follow_up_id)
    if follow_up.recurrence_id and is_as_seen(follow_up, due_at):
        return Redraw(await scope.ask_to_move(req, follow_up, until))
    return await move(req, follow_up_id, due_at, until)


async def move(
    req: Request, follow_up_id: int, due_at: datetime, until: datetime, back: tuple[Row, ...] = ()
) -> Reply:
    """Make it due at `until` if it is open and due at `due_at` (both UTC), as the rep saw it."""
    promise = await get_follow_up(req, follow_up_id)
    if not await follow_ups.snooze(req.db, req.rep, follow_up_id, due_at, until):
        return await stale(req, promise)
    follow_up, client = promise
    is_early = due_at > req.now
    was, said = (moment(at, req.rep.timezone, req.now) for at in (due_at, until))
    company = client.company if client else ""
    return Redraw(
        Card(
            title=_("Moved: {name}").format(name=subject(promise)) if is_early else _("I'll remind you again"),
            subtitle=company if is_early else who(client),
            lead=f"{was} → {said}" if is_early else said,
            fields=(("", "" if is_early and not client else to_do(follow_up, SHOWN)),),
            buttons=(open_or_undo(req, follow_up.client_id), *back),
            client=follow_up.client_id,
        )
    )
