"""Responses: fetch an event's file, and turn questions, mistakes and errors into answers."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from bot.inbound.update_log import Ending
from handlers.chat import Card, Form, Reply, Request, Toast, Unfinished, UserError
from handlers.chat.events import ButtonPress, ContactsMessage, FieldErrors, FormSubmission, Incoming, Reaction
from handlers.i18n import _
from storage.messaging import drafts, outbox
from storage.models import DraftKind, Place
from storage.team import accounts

Shown = Toast | Form | FieldErrors | None

log = structlog.get_logger()

JUST_NOW = timedelta(minutes=1)


@dataclass(frozen=True)
class Handled:
    """The outcome of an update. `shown`: displayed by the channel directly."""

    shown: Shown = None
    handler: str = "-"
    ending: Ending = Ending.DONE


@dataclass(frozen=True)
class Answer:
    """A handler's reply, and whether it succeeded."""

    reply: Reply | FieldErrors | Unfinished
    ending: Ending = Ending.DONE


async def with_contacts(database: storage.Database, event: Incoming) -> Incoming:
    """The event with its file, fetched outside a transaction. Files of strangers are not fetched."""
    if not isinstance(event, ContactsMessage) or event.fetch is None:
        return event
    async with storage.reading(database) as db:
        rep = await accounts.find_by_account(db, event.place)
    return await event.fetched() if rep else event


async def keep_line(request: Request, question: Unfinished) -> Card:
    """Save an unfinished line as a draft; a press on its button finishes it."""
    line = question.line
    data = replace(line, links=line.links or request.links).to_json()
    draft = await drafts.add(request.db, request.place, DraftKind.LINE, data, request.now)
    return replace(question.card, buttons=(*question.card.buttons, *question.ask(draft.id)))


async def was_just_posted(db: AsyncSession, place: Place, card: Card, now: datetime) -> bool:
    """Whether the same card was posted there within the last minute, by a repeated press. `now` is UTC."""
    before = await outbox.cards_since(db, *place.key, now - JUST_NOW)
    return any(posted and Card.from_json(posted) == card for posted in before)


def error_card(event: Incoming, error: UserError) -> Reply | FieldErrors:
    if isinstance(event, FormSubmission):
        fields = event.submission.form["fields"]
        return FieldErrors({fields[0]: error.text}) if fields else error.text
    if isinstance(event, ButtonPress):
        return Toast(error.text)
    return Card(body=error.text, buttons=error.buttons)


def failure_answer(event: Incoming, handler: str, error: Exception) -> Answer:
    """The answer after an error that is no outage; call it in the except block."""
    if storage.is_gone(error):
        text = _("Someone has just deleted this. Nothing changed.")
        return Answer(error_card(event, UserError(text)), Ending.MISTAKE)
    return Answer(_bug_text(handler, event.place.channel, error), Ending.BUG)


def _bug_text(handler: str, channel: str, error: Exception) -> str:
    """The log has details under the same reference."""
    reference = secrets.token_hex(3)
    log.exception("handler failed", handler=handler, channel=channel, reference=reference)
    if storage.is_damaged(error):
        return _(
            "The database is damaged, and nothing changed. Tell your admin: rapport check says what to do."
        )
    text = _("Something went wrong on our side, and nothing changed. Tell your admin this code: {reference}.")
    return text.format(reference=reference)


def pressed_message(event: Incoming) -> str | None:
    """The message to redraw: the one that was pressed or reacted to."""
    return event.message_id if isinstance(event, ButtonPress | Reaction) else None
