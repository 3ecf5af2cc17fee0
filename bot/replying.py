"""Around a handler: what came in made whole; what a question or a mistake becomes for the person."""

from dataclasses import replace

import storage
from bot.channel import FieldErrors, Incoming
from handlers.chat import Card, Reply, Request, Toast, Unfinished, UserError
from storage import accounts, drafts
from storage.models import DraftKind


async def whole(database: storage.Database, event: Incoming) -> Incoming:
    """With the file that came with it, fetched in no transaction. Strangers do not make us fetch anything."""
    if event.fetch is None:
        return event
    async with storage.reading(database) as db:
        rep = await accounts.find_by_account(db, event.place)
    return await event.fetched() if rep else event


async def kept(request: Request, question: Unfinished) -> Card:
    """What was typed is kept, and finishes by itself after the press."""
    data = question.line.to_json()
    draft = await drafts.add(request.db, request.place, DraftKind.LINE, data, request.now)
    return replace(question.card, buttons=(*question.card.buttons, *question.ask(draft.id)))


def said(event: Incoming, error: UserError) -> Reply | FieldErrors:
    if event.submission:
        fields = event.submission.form["fields"]
        return FieldErrors({fields[0]: error.text}) if fields else error.text
    if event.pressed:
        return Toast(error.text)
    return Card(body=error.text, buttons=error.buttons)
