"""Add a recurring follow-up, and the card that says what was understood."""

from handlers.audit.undo import open_or_undo
from handlers.chat import Card, Request, UserError, shorten
from handlers.i18n import _, city_name, commas, moment
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.parsing.recurrence.recurrence_line import Recurring
from handlers.recurrence.holiday_offer import holiday_offer
from handlers.recurrence.rule_texts import rule_text
from handlers.resolve.colleague import check_given, tell
from handlers.text import SHOWN
from handlers.working_time import local
from storage.activities import recurrences
from storage.activities.recurrences import NoSuchDay
from storage.audit import changes
from storage.models import Client, FollowUp, Rep


async def add_recurring(
    req: Request, client: Client | None, recurring: Recurring, text: str, to: Rep | None = None
) -> Card:
    """Add it and return its card. `client`: None: a task without one. Raises UserError.

    `to`: the colleague it is given to, who is told; its times are local there.
    """
    to = to if to and to.id != req.rep.id else None
    if to:
        await check_given(req, to, client)
    changes.act(req.db, req.rep, req.now, req.place.channel, "remind")  # whatever it came from
    try:
        rule, kind = recurring.rule, kind_of(text)
        first = await recurrences.add(req.db, req.rep, client, text, rule, req.now, kind=kind, to=to)
    except NoSuchDay as error:
        raise UserError(_("No day is left for that: it ends before it begins.")) from error
    if to:
        await tell(req, to, "given", first.id)
    body, moves = holiday_offer(req, first) if not to else (_their_time(req, to), ())
    when = moment(first.due_at, req.rep.timezone, req.now)
    return Card(
        _("Given to {name}").format(name=to.name) if to else _("I'll remind you"),
        ((_("Repeats"), await repeats(req, first)), (_("First time"), when)),
        body,
        (*moves, open_or_undo(req, first.client_id)),
        client=first.client_id,
        subtitle=commas(client.name, client.company) if client else "",
        lead=shorten(text, SHOWN),
    )


def _their_time(req: Request, to: Rep) -> str:
    """Where a rule's times are local, if that is not where the rep is."""
    if to.timezone == req.rep.timezone:
        return ""
    return _("Repeats at {name}'s local time ({city}).").format(name=to.name, city=city_name(to.timezone))


async def repeats(req: Request, follow_up: FollowUp) -> str:
    """How often a follow-up recurs, in words; empty: it does not, or not any more."""
    recurrence = await recurrences.get_of(req.db, follow_up)
    if recurrence is None or recurrence.ended_at:
        return ""
    return rule_text(recurrences.rule_of(recurrence), local(req.now, req.rep.timezone).date())
