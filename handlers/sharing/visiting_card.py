"""A client's visiting card for outsiders, with a link back into Rapport."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.chat import Card, Request, shorten
from handlers.enum_labels import POINT_KINDS
from handlers.i18n import _, commas
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
    """`link` is the code of a link to the client, for those who may see it."""

    link: str
    label: str
    card: Card


async def find_visiting_cards(
    req: Request, words: str, *, limit: int, offset: int = 0
) -> tuple[Sequence[Visiting], int]:
    """Visiting cards of the clients found (without words: of the one viewed last), and the total number."""
    if words:
        found, total = await client_search.find(req.db, req.rep, words, limit=limit, offset=offset)
    else:
        last = await clients.get(req.db, req.rep, req.looked_at or req.looked_before or 0)
        found, total = ([last], 1) if last else ([], 0)
    return [Visiting(f"c{client.id}", label(client), await _card(req, client)) for client in found], total


async def _card(req: Request, client: Client) -> Card:
    """Name and company; contact points only if the rep may give the client away; our own notes never."""
    owner = await accounts.get(req.db, client.owner_id)
    known = await clients.points(req.db, client) if owner and may_pass_on(req.rep, owner) else []
    points = ((_(POINT_KINDS[p.kind]), shorten(p.typed, NAME)) for p in known if p.kind in SHOWN_TO_ALL)
    company = (_("Company"), commas(client.company, client.title))
    return Card(client.name, tuple(field for field in (company, *points) if field[1]))
