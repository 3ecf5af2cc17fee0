"""A question about a line that was left for something else: the way back to it, and the question put again."""

import re
from dataclasses import replace

from handlers.buttons.lines import ask_again
from handlers.chat import Line, Redraw, Reply, Request, Row, Unfinished, shorten
from handlers.file_names import names
from handlers.i18n import _
from handlers.resolve.client_questions import ask_which_one
from handlers.resolve.pending_line import finish, get_line_draft, in_place
from handlers.resolve.visible_client import still_there
from handlers.text import ECHO
from storage.messaging import drafts
from storage.models import Client, Draft
from storage.search import client_search

NAMESAKES = 50  # looked through for one of those that were offered
LETTERS_ONLY = re.compile(r"[^\d@]+")


@ask_again.handler
async def _ask_again(req: Request, draft_id: int) -> Reply:
    """Back to a question that was left. Whoever was looked at meanwhile is not meant by the line."""
    draft = await get_line_draft(req, draft_id)
    then = replace(req, looked_at=None, looked_before=req.looked_at or req.looked_before)
    try:
        async with req.db.begin_nested():
            reply = await _finish(then, Line.from_json(draft.data))
    except Unfinished as asked:
        draft.data, draft.at = asked.line.to_json(), req.now
        return Redraw(replace(asked.card, buttons=(*asked.card.buttons, *asked.ask(draft.id))))
    await drafts.drop(req.db, draft)
    return in_place(reply)


async def client_answered(req: Request, line: Line, text: str) -> Client | None:
    """The one client that `text` names, where it is a name and answers what was asked about the line.

    A number or an e-mail looks somebody up, and so does the name of whoever was not offered.
    """
    if not LETTERS_ONLY.fullmatch(text):
        return None
    found = await client_search.find_named(req.db, req.rep, text, limit=NAMESAKES if line.among else 2)
    meant = [client for client in found if not line.among or client.id in line.among]
    return meant[0] if len(meant) == 1 else None


def way_back(draft: Draft) -> Row:
    """A button to the question about this line."""
    line = Line.from_json(draft.data)
    said = f"/{line.command} {shorten(line.rest or names(line.files), ECHO)}".strip()
    return (ask_again.button(_("Back to: {form}").format(form=said), draft.id),)


async def _finish(req: Request, line: Line) -> Reply:
    """Raises Unfinished."""
    if offered := [client for number in line.among if (client := await still_there(req, number))]:
        raise ask_which_one(offered, line)
    return await finish(req, line)
