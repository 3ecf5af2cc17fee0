"""Drop, move or reword a recurring follow-up: this one, or all to come."""

from dataclasses import replace
from datetime import datetime

from handlers.audit.undo import open_or_undo
from handlers.buttons.activities import open_follow_up
from handlers.buttons.agenda import back_rows, pick_scope_in_agenda
from handlers.buttons.recurrence import Scope, drop_occurrences, edit_text, move_occurrences, pick_date
from handlers.chat import Card, Form, Redraw, Reply, Request, Row, UserError, shorten
from handlers.forms.fields import Moment, Text
from handlers.i18n import N_, _, moment
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.recurrence.recurring import repeats
from handlers.text import SHOWN, TEXT
from handlers.working_time import local
from storage.activities import follow_ups, recurrences
from storage.activities.recurrence_days import Rule
from storage.activities.recurrences import NoSuchDay
from storage.models import FollowUp, FollowUpState, RecurrenceUnit
from storage.team import accounts

STALE = N_("That's already done. Nothing changed.")
SCOPES = {Scope.ONE: N_("This one"), Scope.ALL: N_("All")}
DATE = Form(
    "recurrence.date",
    N_("Remind me later"),
    (Moment("when", N_("When?"), required=True, hint=N_("tomorrow 10:00, friday, in 3 days, 15.03")),),
)
WORDS = Form(
    "recurrence.text", N_("What needs to be done?"), (Text("text", N_("What needs to be done?"), most=TEXT),)
)


async def ask_to_drop(req: Request, follow_up: FollowUp) -> Card:
    row = tuple(
        drop_occurrences.button(_(label), follow_up.id, follow_up.due_at, scope)
        for scope, label in SCOPES.items()
    )
    return await _question(req, follow_up, _("Drop which?"), row)


async def ask_to_pick_date(req: Request, follow_up: FollowUp, view: str = "") -> Card:
    """`view`: the agenda to go back to."""
    this = follow_up.id, follow_up.due_at
    row = tuple(
        pick_scope_in_agenda.button(_(label), *this, scope, view)
        if view
        else pick_date.button(_(label), *this, scope)
        for scope, label in SCOPES.items()
    )
    question = await _question(req, follow_up, _("Move which?"), row)
    return replace(question, buttons=(row, *back_rows(view))) if view else question


async def ask_to_move(req: Request, follow_up: FollowUp, to: datetime) -> Card:
    """`to`: UTC."""
    row = tuple(
        move_occurrences.button(_(label), follow_up.id, follow_up.due_at, to, scope)
        for scope, label in SCOPES.items()
    )
    when = moment(to, req.rep.timezone, req.now)
    return await _question(req, follow_up, _("Move which to {when}?").format(when=when), row)


async def ask_to_edit_text(req: Request, follow_up: FollowUp) -> Card:
    row = tuple(
        edit_text.button(_(label), follow_up.id, follow_up.due_at, scope) for scope, label in SCOPES.items()
    )
    return await _question(req, follow_up, _("Change which?"), row)


@drop_occurrences.handler
async def drop(req: Request, follow_up_id: int, due_at: datetime, scope: Scope) -> Reply:
    follow_up = await _lock(req, follow_up_id, due_at)
    if scope is Scope.ALL:
        await recurrences.stop(req.db, follow_up, req.now)
        return Redraw(_done(req, follow_up, _("It won't repeat any more")))
    await follow_ups.close(req.db, req.rep, follow_up_id, due_at, FollowUpState.DROPPED, req.now)
    return Redraw(_done(req, follow_up, _("Skipped this time"), (_("Repeats"), await repeats(req, follow_up))))


@pick_date.handler
async def ask_date(req: Request, follow_up_id: int, due_at: datetime, scope: Scope) -> Reply:
    return await date_form(req, follow_up_id, due_at, scope)


async def date_form(req: Request, follow_up_id: int, due_at: datetime, scope: Scope, view: str = "") -> Form:
    """`view`: the agenda to go back to."""
    await _get(req, follow_up_id, due_at)
    return DATE.concerning(follow_up_id=follow_up_id, due_at=due_at.isoformat(), scope=scope.value, view=view)


@DATE.submit
async def move_to_date(
    req: Request, follow_up_id: int, due_at: str, scope: str, when: datetime, view: str = ""
) -> Reply:
    moved = await _move(req, follow_up_id, datetime.fromisoformat(due_at), when, Scope(scope))
    return Redraw(replace(moved, buttons=(*moved.buttons, *back_rows(view))))


@move_occurrences.handler
async def move(req: Request, follow_up_id: int, due_at: datetime, to: datetime, scope: Scope) -> Reply:
    return Redraw(await _move(req, follow_up_id, due_at, to, scope))


async def _move(req: Request, follow_up_id: int, due_at: datetime, to: datetime, scope: Scope) -> Card:
    """Raises UserError."""
    follow_up = await _lock(req, follow_up_id, due_at)
    if scope is Scope.ONE:
        await follow_ups.snooze(req.db, req.rep, follow_up_id, due_at, to)
        when = (_("When"), moment(to, req.rep.timezone, req.now))
        return _done(req, follow_up, _("Moved this time"), when)
    recurrence = await recurrences.get_of(req.db, follow_up)
    owner = await accounts.get(req.db, follow_up.owner_id)
    if recurrence is None or owner is None:
        raise UserError(_(STALE))
    rule = _moved(recurrences.rule_of(recurrence), follow_up, local(to, owner.timezone))
    try:
        await recurrences.change(req.db, follow_up, req.now, rule=rule)
    except NoSuchDay as error:
        raise UserError(_("No day is left for that: it ends before it begins.")) from error
    return _done(req, follow_up, _("Moved from now on"), (_("Repeats"), await repeats(req, follow_up)))


@edit_text.handler
async def ask_text(req: Request, follow_up_id: int, due_at: datetime, scope: Scope) -> Reply:
    follow_up = await _get(req, follow_up_id, due_at)
    form = WORDS.concerning(follow_up_id=follow_up_id, due_at=due_at.isoformat(), scope=scope.value)
    return form.filled(text=follow_up.text)


@WORDS.submit
async def change_text(req: Request, follow_up_id: int, due_at: str, scope: str, text: str | None) -> Reply:
    seen, said = datetime.fromisoformat(due_at), text or ""
    follow_up = await _lock(req, follow_up_id, seen)
    if Scope(scope) is Scope.ALL:
        await recurrences.change(req.db, follow_up, req.now, what=(said, kind_of(said)))
    else:
        await follow_ups.set_text(req.db, req.rep, follow_up_id, seen, said, kind_of(said))
    return Redraw(_done(req, follow_up, _("Changed"), (_("Repeats"), await repeats(req, follow_up))))


def _moved(rule: Rule, follow_up: FollowUp, to: datetime) -> Rule:
    """The rule by which the open occurrence falls on that moment, which is local to its owner."""
    day, was = to.date(), follow_up.occurs_on or rule.starts_on
    moved = replace(rule, at=to.time().replace(tzinfo=None), starts_on=day)
    if rule.unit is RecurrenceUnit.MONTH:
        weekdays = str(day.isoweekday()) if rule.weekdays else ""
        return replace(moved, weekdays=weekdays, day=rule.day if weekdays else day.day)
    others = set(rule.weekdays) - {str(was.isoweekday())}
    return (
        replace(moved, weekdays="".join(sorted({*others, str(day.isoweekday())}))) if rule.weekdays else moved
    )


async def _question(req: Request, follow_up: FollowUp, question: str, row: Row) -> Card:
    fields = ((_("Repeats"), await repeats(req, follow_up)), (_("To do"), shorten(follow_up.text, SHOWN)))
    kept = (open_follow_up.button(_("Cancel"), follow_up.id),)
    return Card(question, fields, buttons=(row, kept), client=follow_up.client_id)


def _done(req: Request, follow_up: FollowUp, title: str, *fields: tuple[str, str]) -> Card:
    said = (*fields, (_("To do"), shorten(follow_up.text, SHOWN)))
    return Card(title, said, buttons=(open_or_undo(req, follow_up.client_id),), client=follow_up.client_id)


async def _get(req: Request, follow_up_id: int, due_at: datetime) -> FollowUp:
    """The open follow-up as it was when the button was drawn. Raises UserError."""
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found is None:
        raise UserError(_("That follow-up is gone."))
    follow_up = found[0]
    if follow_up.state is not FollowUpState.OPEN or follow_up.due_at != due_at:
        raise UserError(_(STALE))
    return follow_up


async def _lock(req: Request, follow_up_id: int, due_at: datetime) -> FollowUp:
    """The same, and nobody else changes it until the transaction ends. Raises UserError."""
    await _get(req, follow_up_id, due_at)
    found = await follow_ups.lock(req.db, req.rep, follow_up_id, due_at)
    if found is None:
        raise UserError(_(STALE))
    return found
