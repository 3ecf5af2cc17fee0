"""Share a client or deal with everybody in a chat, showing only what all of them may see.

There may be strangers among them: the card shows who it is and the deals' stages, but no contact points, no
amounts, no dates and no notes. Each person opens the full card with their own rights.
"""

from collections import Counter
from dataclasses import replace

from handlers.buttons.clients import open_client
from handlers.buttons.deals import open_deal
from handlers.buttons.sharing import share_client, share_deal, share_links
from handlers.chat import OLD_BUTTON, Button, Card, Post, Reply, Request, Row, Toast, UserError
from handlers.chat.links import link_at, parts
from handlers.i18n import _, commas
from handlers.resolve.deal import get_deal
from handlers.resolve.visible_client import get_client
from storage.deals import deals
from storage.models import Client
from storage.team import accounts

MAX_DEALS = 100  # counted
MAX_LINKS = 20  # in one message


@share_client.handler
async def _share_client(req: Request, client_id: int) -> Reply:
    return Post(await _client(req, client_id), _("Shared with everyone here."))


@share_deal.handler
async def _share_deal(req: Request, deal_id: int) -> Reply:
    return Post(await _deal(req, deal_id), _("Shared with everyone here."))


@share_links.handler
async def _share_links(req: Request) -> Reply:
    """Show shared cards below links that the rep has posted. A link to what they may not see stays a link."""
    if not req.handed:
        return Toast(_(OLD_BUTTON))  # the links are not in the button's data
    links = {url: link for url in req.handed.split("\n") if (link := link_at(req, url))}
    shown = [await _linked(req, url, link) for url, link in list(links.items())[:MAX_LINKS]]
    cards = tuple(filter(None, shown))
    return Card(linked=cards) if cards else Toast("")


def client_row(req: Request, client_id: int) -> Row:
    """A button to share the card, if the chat has several people."""
    return (share_client.button(_("Share here"), client_id),) if req.in_room else ()


def deal_row(req: Request, deal_id: int) -> Row:
    return (share_deal.button(_("Share here"), deal_id),) if req.in_room else ()


async def _linked(req: Request, url: str, link: str) -> Card | None:
    kind, number = parts(link)
    try:
        return replace(await (_client if kind == "c" else _deal)(req, number), address=url)
    except UserError:
        return None


async def _client(req: Request, client_id: int) -> Card:
    client = await get_client(req, client_id)
    fields = (*await _who(req, client), (_("Open deals"), await _stages(req, client)))
    return _card(client.name, fields, open_client.button(_("Open card"), client.id))


async def _deal(req: Request, deal_id: int) -> Card:

    deal, stage, client = await get_deal(req, deal_id)
    fields = ((_("Client"), client.name), *await _who(req, client), (_("Stage"), _(stage.name)))
    return _card(deal.title, fields, open_deal.button(_("Open deal"), deal.id))


async def _who(req: Request, client: Client) -> tuple[tuple[str, str], ...]:
    owner = await accounts.get(req.db, client.owner_id)
    company = commas(client.company, client.title)
    return (_("Company"), company), (_("Owner"), owner.name if owner else "")


async def _stages(req: Request, client: Client) -> str:
    """The number of open deals per stage."""
    found = await deals.open_of_client(req.db, req.rep, client.id, limit=MAX_DEALS)
    position = {_(stage.name): stage.position for _deal, stage, _client in found}
    counted = Counter(_(stage.name) for _deal, stage, _client in found)
    return ", ".join(f"{name}: {counted[name]}" for name in sorted(counted, key=lambda name: position[name]))


def _card(title: str, fields: tuple[tuple[str, str], ...], opened: Button) -> Card:
    return Card(title=title, fields=fields, buttons=((opened,),))
