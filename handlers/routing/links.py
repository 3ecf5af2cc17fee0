"""Links followed: the client or the deal that one leads to."""

from handlers.chat import Reply, Request
from handlers.chat.links import parts
from handlers.clients.card import show_client
from handlers.deals.deals import show


async def follow(req: Request, link: str) -> Reply:
    """What the link leads to, for those who may see it. Raises UserError."""
    kind, number = parts(link)
    return await (show_client if kind == "c" else show)(req, number)
