"""A client as shown to outsiders: a visiting card, and the way from there into Rapport."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.chat import Card, Request, shorten
from handlers.enum_labels import POINT_KINDS
from handlers.i18n import _
from handlers.resolve.visible_client import label
from handlers.text import NAME
from storage.clients import clients
from storage.models import Client, PointKind
from storage.rights import may_pass_on
from storage.search import client_search
from storage.team import accounts

SHOWN_TO_ALL = (PointKind.PHONE, PointKind.EMAIL)


@dataclass(frozen=True)
class Visiting:
    """`link` is what leads back to the client, for those who may see it."""

    link: str
    label: str
    card: Card


async def visiting(req: Request, words: str, *, limit: int, offset: int = 0) -> tuple[Sequence[Visiting], int]:
    """The visiting cards of whom the words find (of who was looked at last, without words); how many in all."""
    if words:
        found, total = await client_search.find(req.db, req.rep, words, limit=limit, offset=offset)
    else:
        last = await clients.get(req.db, req.rep, req.looked_at or req.looked_before or 0)
        found, total = ([last], 1) if last else ([], 0)
    return [Visiting(f"c{client.id}", label(client), await _card(req, client)) for client in found], total


async def _card(req: Request, client: Client) -> Card:
    """Who it is. How to reach them only if the client is the rep's to pass on; what is ours never."""
    owner = await accounts.get(req.db, client.owner_id)
    known = await clients.points(req.db, client) if owner and may_pass_on(req.rep, owner) else []
    points = ((_(POINT_KINDS[p.kind]), shorten(p.typed, NAME)) for p in known if p.kind in SHOWN_TO_ALL)
    company = (_("Company"), ", ".join(filter(None, (client.company, client.title))))
    return Card(client.name, tuple(field for field in (company, *points) if field[1]))
