"""Edited messages: undo what the line did and run it as it reads now, or refuse the change."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Form, Reply, Request, Unfinished, UserError
from handlers.chat.events import FieldErrors, Incoming, SentMessage, TextMessage
from handlers.i18n import N_, _
from handlers.routing.request_context import Route
from storage.audit import changes, reversal
from storage.audit.reversal import Depended, OutOfSight
from storage.messaging import drafts, outbox, sent_lines
from storage.models import SentLine
from storage.rights import LastAdmin, NotAllowed
from storage.team import accounts

ALBUM = "album"  # the handler of further files of an album
FORGOTTEN = N_("I can no longer edit what that message did. Please send the change as a new message.")
ANSWERED = N_("That message answered a question, and I've moved on. Please edit the result instead.")
PRESSED = N_("You've already gone on with a button. Please edit the result, or undo it: /undo.")
STANDS = N_("I can't apply that edit, so everything stays as it was. Use /undo to reverse it.")
LATER = N_("A later change depends on that message, so it stays as it was. Undo the later one first: /undo.")
UNDONE_ALREADY = N_("What that message did was undone. To have it back, send it as a new message.")
HIDDEN = N_("You can no longer see that client, so your edit was not applied.")

Run = Callable[[Request], Awaitable[Reply | FieldErrors]]


def digest(event: SentMessage) -> str:
    """A hash to compare texts, which does not reveal them."""
    text = "\n".join((event.text, *(address for _words, address in event.links)))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


async def get_earlier(db: AsyncSession, event: Incoming) -> tuple[SentLine | None, SentLine | None]:
    """What an edited line did before, and what the first file of its album did."""
    place = event.place
    if not isinstance(event, TextMessage):
        return None, None
    if event.is_edit:
        message = (*place.key, event.message_id)
        return await sent_lines.get(db, message, place.user), None
    return None, await sent_lines.of_album(db, place, event.album) if event.album else None


def is_none(event: Incoming, before: SentLine | None) -> bool:
    """Whether the text did not change: platforms report other edits, too."""
    if before is None or not isinstance(event, TextMessage):
        return False
    return event.is_edit and before.digest == digest(event)


async def remember(
    req: Request, event: SentMessage, handler: str, *, did: bool, asks: bool, answer: int | None
) -> None:
    """Store what a line did, in case it is edited. `did`: its changes were not rolled back."""
    place = event.place
    album = event.album or None if isinstance(event, TextMessage) else None
    await sent_lines.put(
        req.db,
        (*place.key, event.message_id),
        place.user,
        req.now,
        digest=digest(event),
        handler=handler,
        act_id=changes.act_id(req.db) if did and handler != ALBUM else None,
        draft_id=await drafts.get_made_at(req.db, place, req.now) if asks else None,
        answer_id=answer,
        album=album,
    )


def edited_route(before: SentLine | None, call: Route) -> Route:
    """The route of an edited line, given what it did before and its route as a new line."""
    if before is None:
        return call if call.reads else _refusal(FORGOTTEN)
    if before.handler.partition(".")[0] in ("form", "line"):
        return _refusal(ANSWERED)
    if before.handler == ALBUM:
        return _refusal(STANDS)
    if before.act_id is not None:
        return _refusal(STANDS) if call.reads else Route(call.name, _again(before, call.run))
    if before.draft_id is not None and not call.reads:
        return Route(call.name, _instead(before.draft_id, call.run))
    return call


async def old_answer(db: AsyncSession, before: SentLine | None) -> str | None:
    """The message to replace by the new answer: one that confirmed a change, or asked a question."""
    counts = before is not None and (before.act_id is not None or before.draft_id is not None)
    row = await outbox.get(db, before.answer_id) if before and before.answer_id and counts else None
    return row.sent if row else None


def _again(before: SentLine, run: Run) -> Run:
    async def again(req: Request) -> Reply | FieldErrors:
        client = await _client(req.db, before)
        await _take_back(req, before.act_id or 0)
        rep = await accounts.get(req.db, req.rep.id)  # undo has detached all loaded rows
        # A line without a name is about the same client as before, whoever was viewed since.
        request = replace(req, rep=rep or req.rep, looked_at=client or req.looked_at)
        try:
            reply = await run(request)
        except Unfinished as error:  # with a question, nothing would be done until it is answered
            raise UserError(_(STANDS)) from error
        if isinstance(reply, Form):
            raise UserError(_(STANDS))
        return reply

    return again


def _instead(draft_id: int, run: Run) -> Run:
    """Drop the question about the line as it was before, and run the new line."""

    async def instead(req: Request) -> Reply | FieldErrors:
        draft = await drafts.get(req.db, req.place, draft_id)
        if draft is None:
            raise UserError(_(PRESSED))
        await drafts.drop(req.db, draft)
        return await run(req)

    return instead


async def _client(db: AsyncSession, before: SentLine) -> int | None:
    row = await outbox.get(db, before.answer_id) if before.answer_id else None
    return row.card.get("client") if row and row.card else None


async def _take_back(req: Request, act_id: int) -> None:
    try:
        act = await reversal.undo(req.db, req.rep, act_id, req.now)
    except Depended as error:
        raise UserError(_(LATER)) from error
    except (OutOfSight, NotAllowed, LastAdmin) as error:
        raise UserError(_(HIDDEN)) from error
    if act is None:
        raise UserError(_(UNDONE_ALREADY))


def _refusal(text: str) -> Route:
    async def refuse(_req: Request) -> Reply:
        raise UserError(_(text))

    return Route("changed line", refuse, reads=True)
