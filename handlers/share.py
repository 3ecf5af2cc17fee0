"""Share: a card for all who are where it was asked for, drawn by what any of them may see.

Strangers may be among them: it says who it is and how far the deals are; no ways to reach anybody, no amounts,
no dates, nothing that was said. Each may open it by their own rights.
"""

from collections import Counter

from handlers.chat import Button, Card, Post, Reply, Request, Row, action
from handlers.i18n import _
from handlers.links import open_client
from handlers.naming import get_client
from handlers.which_deal import get_deal
from storage import accounts, deals
from storage.models import Client

MOST_DEALS = 100  # counted


@action("share.client")
async def share_client(req: Request, client_id: int) -> Reply:
    client = await get_client(req, client_id)
    fields = (*await _who(req, client), (_("Open deals"), await _stages(req, client)))
    opened = open_client.button(_("Open card"), client.id)
    return _post(client.name, fields, opened)


@action("share.deal")
async def share_deal(req: Request, deal_id: int) -> Reply:
    from handlers.deals import show

    deal, stage, client = await get_deal(req, deal_id)
    fields = ((_("Client"), client.name), *await _who(req, client), (_("Stage"), _(stage.name)))
    return _post(deal.title, fields, show.button(_("Open deal"), deal.id))


def client_rows(req: Request, client_id: int) -> tuple[Row, ...]:
    """To share the card, where there is anybody to share it with."""
    return ((share_client.button(_("Share here"), client_id),),) if req.in_room else ()


def deal_rows(req: Request, deal_id: int) -> tuple[Row, ...]:
    return ((share_deal.button(_("Share here"), deal_id),),) if req.in_room else ()


async def _who(req: Request, client: Client) -> tuple[tuple[str, str], ...]:
    owner = await accounts.get(req.db, client.owner_id)
    company = ", ".join(filter(None, (client.company, client.title)))
    return (_("Company"), company), (_("Owner"), owner.name if owner else "")


async def _stages(req: Request, client: Client) -> str:
    """How many are how far."""
    found = await deals.open_of_client(req.db, req.rep, client.id, limit=MOST_DEALS)
    position = {_(stage.name): stage.position for _deal, stage, _client in found}
    counted = Counter(_(stage.name) for _deal, stage, _client in found)
    return ", ".join(f"{name}: {counted[name]}" for name in sorted(counted, key=lambda name: position[name]))


def _post(title: str, fields: tuple[tuple[str, str], ...], opened: Button) -> Post:
    shown = tuple((name, value) for name, value in fields if value)
    return Post(Card(title=title, fields=shown, buttons=((opened,),)), _("Shared with everybody here."))
