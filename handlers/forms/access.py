"""Check that the rep may still see what a form is about."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Request, UserError
from handlers.i18n import _
from storage.activities import follow_ups, interactions
from storage.clients import clients
from storage.deals import deals
from storage.rights import Who

# How to load what a form is about, by the name in its context.
LOOKS: dict[str, Callable[[AsyncSession, Who, int], Awaitable[object]]] = {
    "client": clients.get,
    "client_id": clients.get,
    "deal_id": deals.get,
    "follow_up_id": follow_ups.get,
    "interaction_id": interactions.get,
}


async def keep_in_sight(req: Request, context: Mapping[str, Any]) -> None:
    """Raises UserError if the form is about something that is gone or hidden by now."""
    for name, value in context.items():
        if name in LOOKS and await LOOKS[name](req.db, req.rep, value) is None:
            raise UserError(_("What this form was for is gone."))
