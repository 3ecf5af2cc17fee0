"""Return to an unanswered question about a line, and ask it again."""

from dataclasses import replace

from handlers.buttons.lines import ask_again
from handlers.chat import Line, Redraw, Reply, Request, Row, Unfinished, shorten
from handlers.file_names import names
from handlers.i18n import _
from handlers.parsing.lazy_regex import lazy_regex
from handlers.resolve.client_questions import ask_which_one
from handlers.resolve.pending_line import finish, get_line_draft, in_place
from handlers.resolve.visible_client import still_there
from handlers.text import ECHO
from storage.messaging import drafts
from storage.models import Client, Draft
from storage.search import client_search

NAMESAKES = 50  # clients of one name, searched for one that was offered
LETTERS_ONLY = lazy_regex(r"[^\d@]+")


@ask_again.handler
async def _ask_again(req: Request, draft_id: int) -> Reply:
    """Ask an unanswered question again. The line is not about a client viewed in the meantime."""
    draft = await get_line_draft(req, draft_id)
    then = replace(req, looked_at=None, looked_before=req.looked_at or req.looked_before)
    try:
        async with req.db.begin_nested():
            reply = await _finish(then, Line.from_json(draft.data))
    except Unfinished as asked:
        draft = await get_line_draft(req, draft_id)  # the one before was loaded in what is rolled back
        draft.data, draft.at = asked.line.to_json(), req.now
        return Redraw(replace(asked.card, buttons=(*asked.card.buttons, *asked.ask(draft.id))))
    await drafts.drop(req.db, draft)
    return in_place(reply)


async def client_answered(req: Request, line: Line, text: str) -> Client | None:
    """The one client that `text` names, if it is a name and answers the question about the line.

    A number, an e-mail or the name of a client who was not offered is a search instead.
    """
    if not LETTERS_ONLY.fullmatch(text):
        return None
    found = await client_search.find_named(req.db, req.rep, text, limit=NAMESAKES if line.among else 2)
    meant = [client for client in found if not line.among or client.id in line.among]
    return meant[0] if len(meant) == 1 else None


def way_back(draft: Draft) -> Row:
    """A button that returns to the question about this line."""
    line = Line.from_json(draft.data)
    said = f"/{line.command} {shorten(line.rest or names(line.files), ECHO)}".strip()
    return (ask_again.button(_("Back to: {form}").format(form=said), draft.id),)


async def _finish(req: Request, line: Line) -> Reply:
    """Raises Unfinished."""
    if offered := [client for number in line.among if (client := await still_there(req, number))]:
        raise ask_which_one(offered, line)
    return await finish(req, line)
