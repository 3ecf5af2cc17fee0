"""Around a handler: what came in made whole; what a question or a mistake becomes for the person."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from handlers.chat import Card, Reply, Request, Toast, Unfinished, UserError
from handlers.chat.events import ButtonPress, ContactsMessage, FieldErrors, FormSubmission, Incoming
from handlers.i18n import _
from storage.messaging import drafts, outbox
from storage.models import DraftKind, Place
from storage.team import accounts

log = structlog.get_logger()

JUST_NOW = timedelta(minutes=1)


async def whole(database: storage.Database, event: Incoming) -> Incoming:
    """With the file that came with it, fetched in no transaction. Strangers do not make us fetch anything."""
    if not isinstance(event, ContactsMessage) or event.fetch is None:
        return event
    async with storage.reading(database) as db:
        rep = await accounts.find_by_account(db, event.place)
    return await event.fetched() if rep else event


async def keep_line(request: Request, question: Unfinished) -> Card:
    """What was typed is kept, and finishes by itself after the press."""
    line = question.line
    data = replace(line, links=line.links or request.links).to_json()
    draft = await drafts.add(request.db, request.place, DraftKind.LINE, data, request.now)
    return replace(question.card, buttons=(*question.card.buttons, *question.ask(draft.id)))


async def was_just_posted(db: AsyncSession, place: Place, card: Card, now: datetime) -> bool:
    """Whether that card was shown to all there a moment ago: one press too many. `now` is UTC."""
    before = await outbox.cards_since(db, *place.key, now - JUST_NOW)
    return any(posted and Card.from_json(posted) == card for posted in before)


def error_card(event: Incoming, error: UserError) -> Reply | FieldErrors:
    if isinstance(event, FormSubmission):
        fields = event.submission.form["fields"]
        return FieldErrors({fields[0]: error.text}) if fields else error.text
    if isinstance(event, ButtonPress):
        return Toast(error.text)
    return Card(body=error.text, buttons=error.buttons)


def apology(handler: str, channel: str, error: Exception) -> str:
    """For a mistake of ours, called from where it is caught; the log says more under the same reference."""
    reference = secrets.token_hex(3)
    log.exception("handler failed", handler=handler, channel=channel, reference=reference)
    if storage.is_damaged(error):
        return _(
            "The base is damaged, and nothing was changed. Tell your admin: rapport check says what to do."
        )
    text = _("Something broke on our side, and nothing was changed. Tell your admin: {reference}.")
    return text.format(reference=reference)
