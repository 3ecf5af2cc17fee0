"""Offer a client to a team in its group or channel: the first to press Take becomes the owner."""

from handlers.audit.undo import open_or_undo
from handlers.buttons.clients import offer_client, take_offer
from handlers.chat import NOT_YOURS, Card, Redraw, Reply, Request, Row, Toast, UserError
from handlers.i18n import _, commas
from handlers.resolve.visible_client import get_client
from storage.clients import clients, offers
from storage.models import Client, Offer, Role, Team
from storage.rights import SYSTEM, NotAllowed
from storage.team import accounts, teams

MAX_TEAMS = 6  # on buttons


@offer_client.handler
async def offer(req: Request, client_id: int, team_id: int) -> Reply:
    client, team = await get_client(req, client_id), await teams.get(req.db, team_id)
    if team is None:
        raise UserError(_("That team is gone."))
    return Redraw(await offer_to_team(req, client, team))


@take_offer.handler
async def take_offered(req: Request, offer_id: int) -> Reply:
    try:
        done = await offers.take_offer(req.db, req.rep, offer_id, req.now)
    except NotAllowed as error:
        raise UserError(_("This client is offered to another team.")) from error
    standing = await offers.get(req.db, offer_id)
    if standing:
        await offers.update_posts(req.db, standing, req.now)  # redraw cards that missed an earlier change
    if standing is None or not done:
        return Toast(await _too_late(req, standing))
    client = await get_client(req, standing.client_id)
    body = _("You're now the owner of {client}.").format(client=client.name)
    rows = (open_or_undo(req, client.id),)
    return Card(body=body, buttons=rows, client=client.id)


async def offer_to_team(req: Request, client: Client, team: Team) -> Card:
    """Offer the client to the team. Raises UserError."""
    if team.id not in {known.id for known in await offers.teams(req.db, req.rep, limit=1000)}:
        text = _(
            "I can't offer clients to team {name}. A manager must first send /bind team {name} in"
            " the team's group or channel. If you only see your own clients, you can only offer"
            " them to your own team."
        )
        raise UserError(text.format(name=team.name))
    try:
        done = await offers.put(req.db, req.rep, client.id, team.id, req.now)
    except NotAllowed as error:
        raise UserError(_(NOT_YOURS[Role.MANAGER])) from error
    if not done:
        raise UserError(_("This client is already on offer there."))
    text = _("{client} is on offer to team {name}. The first to press Take gets the client.")
    rows = (open_or_undo(req, client.id),)
    return Card(body=text.format(client=client.name, name=team.name), buttons=rows, client=client.id)


async def offer_rows(req: Request, client: Client) -> tuple[Row, ...]:
    """Buttons to offer the client to teams that have a group or channel."""
    known = await offers.teams(req.db, req.rep, limit=MAX_TEAMS)
    label = _("Offer to team {name}")
    return tuple((offer_client.button(label.format(name=team.name), client.id, team.id),) for team in known)


async def offer_card(req: Request, offer_id: int, binding_id: int, *, again: bool = False) -> Card | None:
    """The card of an offer in the team's chat; None: nothing to post. `again`: redraw a posted card."""
    standing = await offers.get(req.db, offer_id)
    client = await clients.get(req.db, SYSTEM, standing.client_id) if standing else None
    taken = standing is not None and standing.taken_by_id is not None
    if standing is None or client is None or not (taken or client.owner_id == standing.owner_id):
        return Card(body=_("This client is no longer on offer.")) if again else None
    if taken and not again:
        return None
    company = commas(client.company, client.title)
    by = await accounts.get(req.db, standing.by_id)
    fields = ((_("Company"), company), (_("From"), by.name if by else ""))
    return Card(
        title=_("New lead: {name}").format(name=client.name),
        fields=fields,
        body=await _taken_by(req, standing) if taken else "",
        buttons=() if taken else ((take_offer.button(_("Take"), standing.id),),),
    )


async def _taken_by(req: Request, standing: Offer) -> str:
    rep = await accounts.get(req.db, standing.taken_by_id or 0)
    return _("Taken by {name}.").format(name=rep.name if rep else "")


async def _too_late(req: Request, standing: Offer | None) -> str:
    if standing is None or standing.taken_by_id is None:
        return _("This client is no longer on offer.")
    if standing.taken_by_id == req.rep.id:
        return _("You've already taken this client.")
    return await _taken_by(req, standing)
