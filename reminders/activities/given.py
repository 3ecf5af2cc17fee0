"""Messages about follow-ups given by somebody else: to the owner, and to the giver if declined or done."""

from dataclasses import replace

from handlers.agenda.given_follow_ups import given_card, given_row
from handlers.buttons.activities import open_follow_up
from handlers.chat import Card, Request
from handlers.i18n import _
from handlers.text import colon
from reminders.registry import reminder
from storage.activities import follow_ups
from storage.models import FollowUpState
from storage.team import accounts


@reminder("given")
async def draw(req: Request, follow_up_id: int) -> Card | None:
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    giver = await accounts.get(req.db, found[0].given_by_id or 0) if found else None
    if found is None or giver is None or found[0].owner_id != req.rep.id:
        return None
    if found[0].state is not FollowUpState.OPEN:
        return None
    title = _("{name} gave you a task").format(name=giver.name)
    card = await given_card(req, title, found)
    return replace(card, buttons=(given_row(found),))


@reminder("given.back")
async def draw_declined(req: Request, follow_up_id: int, by: int, why: str = "") -> Card | None:
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    other = await accounts.get(req.db, by)
    if found is None or other is None or found[0].owner_id != req.rep.id:
        return None
    title = _("{name} declined, so it is yours again").format(name=other.name)
    opened = open_follow_up.button(_("Open"), follow_up_id)
    card = await given_card(req, title, found)
    return replace(card, body=colon(_("Reason"), why) if why else "", buttons=((opened,),))


@reminder("given.done")
async def draw_done(req: Request, follow_up_id: int) -> Card | None:
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    owner = await accounts.get(req.db, found[0].owner_id) if found else None
    if found is None or owner is None or found[0].state is not FollowUpState.DONE:
        return None
    title = _("{name} has done your task").format(name=owner.name)
    return await given_card(req, title, found)
