"""Logging from anywhere: whatever it was, with whomever; and the words of someone else, to be kept."""

from dataclasses import replace
from typing import Any

from handlers.chat import Reply, Request, action, shorten
from handlers.interactions import form_of, log
from handlers.letters import TEXT
from handlers.log_forms import KINDS, LOG, LOG_ANY
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
    """The same, where all that is left to say is whose they are."""
    kept = {"kind": InteractionKind.MESSAGE.value, "text": shorten(req.handed, TEXT)}
    asked = LOG.without(*(field.name for field in LOG.fields if field.name != "client"))
    return replace(asked, title=KINDS[InteractionKind.MESSAGE]).concerning(**kept)


@LOG_ANY.submit
async def log_any(req: Request, kind: str, client: int, **said: Any) -> Reply:
    return await log(req, kind, client, **said)
