"""Get a client by id, if the rep may see it."""

from handlers.chat import Request, UserError
from handlers.i18n import N_, _
from storage.clients import clients
from storage.models import Client

NO_SUCH_CLIENT = N_("That client is gone.")


def label(client: Client) -> str:
    """A client on a button or in a list."""
    return f"{client.name} · {client.company}" if client.company else client.name


async def get_client(req: Request, client_id: int) -> Client:
    """The client, if it exists and the rep may see it. Raises UserError."""
    client = await clients.get(req.db, req.rep, client_id)
    if client is None:
        raise UserError(_(NO_SUCH_CLIENT))
    return client


async def still_there(req: Request, client_id: int | None) -> Client | None:
    """The client, if it exists and the rep may see it, else None."""
    return await clients.get(req.db, req.rep, client_id) if client_id is not None else None
