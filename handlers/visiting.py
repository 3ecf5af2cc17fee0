"""A client as shown to outsiders: a visiting card, and the way from there into Rapport."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.chat import Card, Reply, Request, shorten
from handlers.clients import POINTS
from handlers.i18n import _
from handlers.letters import NAME
from handlers.links import open_client
from handlers.naming import label
from storage import accounts, clients, search
from storage.models import Client, PointKind
from storage.rights import may_pass_on

# What a link carries (t.me/bot?start=c12): a client or a deal. Shorter than any invitation.
LINK = re.compile(r"([cd])(\d{1,10})", re.IGNORECASE)
HELLO = "from_inline"  # of a link that leads to the bot and no further; no code has such a sign
SHOWN_TO_ALL = (PointKind.PHONE, PointKind.EMAIL)


@dataclass(frozen=True)
class Visiting:
    """`link` is what leads back to the client, for those who may see it."""

    link: str
    label: str
    card: Card


def is_link(text: str) -> bool:
    """Whether what follows /start leads somewhere, and so is no invitation."""
    return text == HELLO or LINK.fullmatch(text) is not None


def client_in(link: str) -> tuple[int, int | None] | None:
    """The client that a link leads to, if it leads to one (and to no deal)."""
    found = LINK.fullmatch(link)
    return (int(found[2]), None) if found and found[1].lower() == "c" else None


async def follow(req: Request, link: str) -> Reply:
    """What the link leads to, for those who may see it. Raises UserError."""
    from handlers import deals

    found = LINK.fullmatch(link)
    kind, number = (found[1].lower(), int(found[2])) if found else ("", 0)
    return await (open_client if kind == "c" else deals.show).run(req, number)


async def visiting(req: Request, words: str, *, limit: int, offset: int = 0) -> tuple[Sequence[Visiting], int]:
    """The visiting cards of whom the words find (of who was looked at last, without words); how many in all."""
    if words:
        found, total = await search.find(req.db, req.rep, words, limit=limit, offset=offset)
    else:
        last = await clients.get(req.db, req.rep, req.looked_at or req.looked_before or 0)
        found, total = ([last], 1) if last else ([], 0)
    return [Visiting(f"c{client.id}", label(client), await _card(req, client)) for client in found], total


async def _card(req: Request, client: Client) -> Card:
    """Who it is. How to reach them only if the client is the rep's to pass on; what is ours never."""
    owner = await accounts.get(req.db, client.owner_id)
    known = await clients.points(req.db, client) if owner and may_pass_on(req.rep, owner) else []
    points = ((_(POINTS[p.kind]), shorten(p.typed, NAME)) for p in known if p.kind in SHOWN_TO_ALL)
    company = (_("Company"), ", ".join(filter(None, (client.company, client.title))))
    return Card(client.name, tuple(field for field in (company, *points) if field[1]))
