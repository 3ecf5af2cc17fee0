"""Follow-ups that somebody else has given: what their owner and their giver are told, and declining one."""

from dataclasses import replace

from handlers.activities.follow_up_cards import when_and_what, who
from handlers.activities.forms import DECLINE
from handlers.audit.undo import undo_button
from handlers.buttons.activities import decline_follow_up, open_follow_up
from handlers.chat import Card, Reply, Request, Row, UserError, shorten
from handlers.i18n import _
from handlers.parsing.activities.decline_line import read_decline
from handlers.recurrence.recurring import repeats
from handlers.resolve.colleague import check_given, get_colleague
from handlers.working_time import after_quiet
from storage.activities import follow_ups
from storage.activities.follow_ups import ClientFollowUp
from storage.messaging import outbox
from storage.models import Rep

MAX_CHOICES = 5  # follow-ups
ON_A_BUTTON = 40  # letters


@decline_follow_up.handler
async def decline(req: Request, follow_up_id: int, giver: int) -> Reply:
    (follow_up, _client), _giver = await _get_given(req, follow_up_id, giver)
    return DECLINE.concerning(follow_up_id=follow_up.id, giver=giver)


@DECLINE.submit
async def declined(req: Request, follow_up_id: int, giver: int, why: str | None = None) -> Reply:
    """It is the giver's again, who is told."""
    promise, to = await _get_given(req, follow_up_id, giver)
    told = await given_card(req, _("Declined"), promise)
    back = await follow_ups.give_back(req.db, req.rep, follow_up_id, to)
    if back is None:
        raise UserError(_("It has changed meanwhile. Nothing was done."))
    args = {"follow_up_id": back.id, "by": req.rep.id, "why": why or ""}
    key = f"given.back:{back.id}:{req.rep.id}:{req.now:%Y%m%d%H%M%S}"
    send_at = after_quiet(req.now, to.timezone, to.quiet_from, to.quiet_to)
    await outbox.put_reminder(req.db, key, to.id, "given.back", args, send_at)
    text = _("It's back with {name}. I'll let them know.").format(name=to.name)
    return replace(told, body=text, buttons=undo_button(req))


async def declines(req: Request, text: str) -> bool:
    """Whether the text declines something that was given and is open."""
    return read_decline(text) is not None and bool(await follow_ups.given_to(req.db, req.rep, limit=1))


async def decline_by_line(req: Request, text: str) -> Reply:
    """Decline the only one that was given, or ask which."""
    found = await follow_ups.given_to(req.db, req.rep, limit=MAX_CHOICES)
    if len(found) == 1:
        follow_up, _client = found[0]
        return await declined(req, follow_up.id, follow_up.given_by_id or 0, read_decline(text))
    lines = [" · ".join(filter(None, (when_and_what(req, each[0]), who(each[1])))) for each in found]
    rows = tuple(
        (decline_follow_up.button(shorten(line, ON_A_BUTTON), each[0].id, each[0].given_by_id or 0),)
        for line, each in zip(lines, found, strict=True)
    )
    return Card(title=_("Which one do you decline?"), buttons=rows)


async def given_card(req: Request, title: str, promise: ClientFollowUp) -> Card:
    """What was given: whom it is about, when it is due, what is to be done."""
    follow_up, client = promise
    return Card(
        title,
        subtitle=who(client),
        lead=when_and_what(req, follow_up),
        fields=((_("Repeats"), await repeats(req, follow_up)),),
        client=follow_up.client_id,
    )


def given_row(promise: ClientFollowUp) -> Row:
    follow_up, _client = promise
    opened = open_follow_up.button(_("Open"), follow_up.id)
    return (opened, decline_follow_up.button(_("Decline"), follow_up.id, follow_up.given_by_id or 0))


async def _get_given(req: Request, follow_up_id: int, giver: int) -> tuple[ClientFollowUp, Rep]:
    """The open one, and its giver, who can have it back. Raises UserError unless it is the rep's own."""
    found = await follow_ups.get_given(req.db, req.rep, follow_up_id, giver)
    if found is None:
        raise UserError(_("That follow-up is gone."))
    to, client = await get_colleague(req, giver), found[1]
    if client:
        await check_given(req, to, client)
    return found, to
