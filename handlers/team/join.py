"""Join requests: asking to join, approving and declining."""

from handlers.audit.undo import undo_row
from handlers.buttons.team import approve_request, decline_request, open_member, request_to_join
from handlers.chat import Card, Redraw, Reply, Request, Row, shorten
from handlers.i18n import _, moment, speaking
from handlers.team.setup import first_card
from handlers.text import ECHO
from storage.messaging import outbox
from storage.models import JoinRequest, JoinState, Role
from storage.team import accounts, join_requests
from storage.team.join_requests import Refused


@request_to_join.handler
async def ask(_req: Request) -> Reply:
    """Answer to a member; strangers' join requests are handled in bot/inbound/onboarding.py."""
    return _("You already have access. /help shows what I can do.")


@approve_request.handler
async def approve(req: Request, request_id: int) -> Reply:
    request = await join_requests.decide(req.db, req.rep, request_id, JoinState.APPROVED, req.now)
    if request is None:
        return await _decided(req, request_id)
    place = join_requests.place(request)
    if await accounts.get_at(req.db, place):
        return Redraw(Card(body=_("{name} already has access.").format(name=_name(request))))
    rep = await accounts.join(
        req.db, request.name, Role.REP, locale=request.locale, timezone=request.timezone, at=req.now
    )
    await accounts.add(req.db, rep, place, req.now)
    with speaking(rep.locale):
        card = first_card(rep, req.now, country=req.rep.dials_in or "", currency=req.currency)
        await _tell(req, request, card)
    rows = ((open_member.button(rep.name, rep.id), *undo_row(req)),)
    said = _("{name} now has access as a rep. Set their role and team in /team.")
    return Redraw(Card(body=said.format(name=_name(request)), buttons=rows))


@decline_request.handler
async def decline(req: Request, request_id: int) -> Reply:
    request = await join_requests.decide(req.db, req.rep, request_id, JoinState.DECLINED, req.now)
    if request is None:
        return await _decided(req, request_id)
    with speaking(request.locale):
        await _tell(req, request, Card(body=refusal(Refused.DECLINED)))
    return Redraw(Card(body=_("{name} was declined.").format(name=_name(request))))


def card(req: Request, request: JoinRequest) -> Card:
    """The join request as an admin sees it."""
    fields = (
        (_("Channel"), request.channel.capitalize()),
        (_("When"), moment(request.at, req.rep.timezone, req.now)),
        (_("Note"), _("a guest or someone from another workspace") if request.is_guest else ""),
    )
    yes, no = (
        approve_request.button(_("Approve as a rep"), request.id),
        decline_request.button(_("Decline"), request.id),
    )
    title = _("{name} asks for access").format(name=_name(request))
    return Card(title=title, fields=fields, buttons=((yes, no),))


def request_sent() -> Card:
    return Card(body=_("I've asked the admins. I'll reply here."))


def unanswered_notice() -> Card:
    said = _("No one has answered your request for access yet. Ask again, or ask your admin for an invitation.")
    return Card(body=said, buttons=rows(by_oneself=False))


def refusal(why: Refused) -> str:
    match why:
        case Refused.ASKED_ALREADY:
            return _("I've already asked the admins. I'll reply here.")
        case Refused.DECLINED:
            return _("The admins declined your request. You can ask again in a week.")
        case Refused.TOO_MANY:
            return _("Too many people are asking right now. Ask your admin for an invitation.")


def rows(*, by_oneself: bool) -> tuple[Row, ...]:
    """The button to join, below the answer to a stranger."""
    return ((request_to_join.button(_("Join") if by_oneself else _("Ask for access")),),)


async def _decided(req: Request, request_id: int) -> Reply:
    """Answer if another admin decided first."""
    request = await join_requests.get(req.db, request_id)
    by = await accounts.get(req.db, request.decided_by_id) if request and request.decided_by_id else None
    if request is None or by is None or request.decided_at is None:
        return Redraw(Card(body=_("That request has already been handled.")))
    let_in = request.state is JoinState.APPROVED
    said = _("{admin} gave {name} access, {when}.") if let_in else _("{admin} declined {name}, {when}.")
    when = moment(request.decided_at, req.rep.timezone, req.now)
    return Redraw(Card(body=said.format(admin=by.name, name=_name(request), when=when)))


async def _tell(req: Request, request: JoinRequest, card: Card) -> None:
    await outbox.queue(req.db, request.channel, request.space, request.chat, card.to_json(), req.now)


def _name(request: JoinRequest) -> str:
    return shorten(request.name, ECHO)
