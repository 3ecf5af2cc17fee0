"""Notice of a won deal in subscribed groups and channels, showing only what everybody there may see."""

from handlers.buttons.deals import open_deal
from handlers.chat import Card, Request
from handlers.i18n import _, commas
from storage.deals import deals
from storage.messaging import subscriptions
from storage.models import StageState
from storage.rights import SYSTEM
from storage.team import accounts

WON = "won"


async def tell_of_win(req: Request, deal_id: int) -> None:
    """Notify each subscribed chat once, however often the deal is won."""
    found = await deals.get(req.db, SYSTEM, deal_id)
    if found is None:
        return
    deal, stage, _client = found
    for binding in await subscriptions.of_deal(req.db, deal, stage):
        key = f"won:{deal_id}:{binding.id}"
        await subscriptions.queue_notice(req.db, binding, key, WON, {"deal_id": deal_id}, req.now)


async def win(req: Request, deal_id: int, binding_id: int) -> Card | None:
    """The card of the notice; None if the deal is not won any more, or the chat not subscribed to it."""

    found = await deals.get(req.db, SYSTEM, deal_id)
    if found is None or found[1].state is not StageState.WON:
        return None
    deal, stage, client = found
    if binding_id not in {binding.id for binding in await subscriptions.of_deal(req.db, deal, stage)}:
        return None
    owner = await accounts.get(req.db, deal.owner_id)
    fields = (
        (_("Client"), client.name),
        (_("Company"), commas(client.company, client.title)),
        (_("Owner"), owner.name if owner else ""),
    )
    return Card(
        title=_("Won: {title}").format(title=deal.title),
        fields=fields,
        buttons=((open_deal.button(_("Open deal"), deal.id),),),
    )
