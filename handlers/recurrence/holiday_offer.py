"""Offer the next working day for a follow-up that falls on a public holiday. It is never moved unasked."""

from handlers.buttons.activities import move_follow_up_to
from handlers.buttons.recurrence import Scope, move_occurrences
from handlers.chat import Request, Row
from handlers.holidays import country_of, holiday_name
from handlers.i18n import _, day, moment
from handlers.working_time import at_local, local, working_day
from storage.models import FollowUp, FollowUpState


def holiday_offer(req: Request, follow_up: FollowUp) -> tuple[str, tuple[Row, ...]]:
    """What holiday it is, and a button to the next working day; nothing if it is none."""
    zone, country = req.rep.timezone, country_of(req.rep)
    due = local(follow_up.due_at, zone)
    name = holiday_name(due.date(), country) if follow_up.state is FollowUpState.OPEN else ""
    if not name:
        return "", ()
    next_day = working_day(due.date(), req.rep.working_days, country)
    to = at_local(next_day, due.time(), zone)
    told = _("{day} is a holiday: {name}.").format(day=day(due.date(), local(req.now, zone).date()), name=name)
    label = _("Move to {when}").format(when=moment(to, zone, req.now))
    this = follow_up.id, follow_up.due_at, to
    is_one_of_many = follow_up.recurrence_id is not None
    move = (
        move_occurrences.button(label, *this, Scope.ONE)
        if is_one_of_many
        else move_follow_up_to.button(label, *this)
    )
    return told, ((move,),)
