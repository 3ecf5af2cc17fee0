"""Logging from anywhere: whatever it was, with whomever; and the words of someone else, to be kept."""

from typing import Any

from handlers.activities.attachments import offer
from handlers.activities.forms import LOG_ANY, form_of
from handlers.activities.log_form import log
from handlers.buttons.activities import log_anything, log_message, log_quote
from handlers.chat import OLD_BUTTON, Line, Reply, Request, Toast, shorten
from handlers.i18n import _
from handlers.text import TEXT
from storage.models import InteractionKind


@log_anything.handler
async def start_any(_req: Request) -> Reply:
    """From anywhere: whatever it was, with whomever."""
    return LOG_ANY.filled(kind=InteractionKind.CALL.value)


@log_message.handler
async def start_message(req: Request) -> Reply:
    """Words of someone else, to be kept with a client."""
    return form_of(InteractionKind.MESSAGE, None).filled(text=shorten(req.handed, TEXT))


@log_quote.handler
async def start_quote(req: Request) -> Reply:
    """The same, where all that is left to say is whose they are. They are shown: they may be far away."""
    if not req.handed:
        return Toast(_(OLD_BUTTON))  # it is on no button
    return await offer(req, Line("message", shorten(req.handed, TEXT), verbatim=True))


@LOG_ANY.submit
async def log_any(req: Request, kind: str, client: int, **said: Any) -> Reply:
    return await log(req, kind, client, **said)
