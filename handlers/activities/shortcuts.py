"""Slack shortcuts: log any interaction, or save somebody's message with a client."""

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
    """The form to log any interaction with any client."""
    return LOG_ANY.filled(kind=InteractionKind.CALL.value)


@log_message.handler
async def start_message(req: Request) -> Reply:
    """The form to save somebody's message with a client."""
    return form_of(InteractionKind.MESSAGE, None).filled(text=shorten(req.handed, TEXT))


@log_quote.handler
async def start_quote(req: Request) -> Reply:
    """The same, but ask only for the client. The message is shown, as it may be far up in the chat."""
    if not req.handed:
        return Toast(_(OLD_BUTTON))  # the message is not in the button's data
    return await offer(req, Line("message", shorten(req.handed, TEXT), verbatim=True))


@LOG_ANY.submit
async def log_any(req: Request, kind: str, client: int, **said: Any) -> Reply:
    return await log(req, kind, client, **said)
