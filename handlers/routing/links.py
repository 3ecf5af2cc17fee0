"""Follow a link to a client or a deal."""

from handlers.chat import Reply, Request
from handlers.chat.links import parts
from handlers.clients.card import show_client
from handlers.deals.deals import show


async def follow(req: Request, link: str) -> Reply:
    """The card the link leads to, if the rep may see it. Raises UserError."""
    kind, number = parts(link)
    return await (show_client if kind == "c" else show)(req, number)
