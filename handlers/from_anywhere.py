"""Logging from anywhere: whatever it was, with whomever; and the words of someone else, to be kept."""

from typing import Any

from handlers.chat import OLD_BUTTON, Line, Reply, Request, Toast, action, shorten
from handlers.i18n import _
from handlers.interactions import form_of
from handlers.keeping import offer
from handlers.letters import TEXT
from handlers.log_by_form import log
from handlers.log_forms import LOG_ANY
from storage.models import InteractionKind


@action("log.any", reads=True)
async def start_any(_req: Request) -> Reply:
    """From anywhere: whatever it was, with whomever."""
    return LOG_ANY.filled(kind=InteractionKind.CALL.value)


@action("log.message", reads=True)
async def start_message(req: Request) -> Reply:
    """Words of someone else, to be kept with a client."""
    return form_of(InteractionKind.MESSAGE, None).filled(text=shorten(req.handed, TEXT))


@action("log.quote", reads=True)
async def start_quote(req: Request) -> Reply:
    """The same, where all that is left to say is whose they are. They are shown: they may be far away."""
    if not req.handed:
        return Toast(_(OLD_BUTTON))  # it is on no button
    return await offer(req, Line("message", shorten(req.handed, TEXT), verbatim=True))


@LOG_ANY.submit
async def log_any(req: Request, kind: str, client: int, **said: Any) -> Reply:
    return await log(req, kind, client, **said)
