"""Words that are no search but name somebody: they may tell what has happened with that client."""

import re
from dataclasses import replace

from handlers import parse
from handlers.chat import COMMANDS, Card, Line, Reply, Request, Row, Unfinished, action, shorten
from handlers.i18n import _
from handlers.keeping import FIRST_WORDS
from handlers.letters import ECHO
from handlers.links import open_client
from handlers.log_forms import KINDS
from handlers.naming import get_client, label
from handlers.parse import Scene
from handlers.unfinished import anyway, drop_row, in_place, kept_line
from storage import search
from storage.models import Client, InteractionKind

FIRST = re.compile(r"([^,;，；]*)([,;，；]?)(.*)", re.DOTALL)
FEWEST_WORDS = 3  # fewer are a search
MOST_NAMED = 2  # clients
OFFERED = (InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.NOTE)


@action("line.tells")
async def keep(req: Request, draft_id: int, kind: InteractionKind, client_id: int) -> Reply:
    """Log what was typed, as that, with that client."""
    line = await kept_line(req, draft_id, kind.value)
    client = await get_client(req, client_id)
    said = _time_first(line.rest, parse.scene(req))
    line = replace(line, command=kind.value, rest=said, client=client.id)
    return in_place(await COMMANDS[kind.value].run(req, line))


async def perhaps(req: Request, words: str) -> Unfinished | None:
    """The question whether that happened with somebody who is named in it; None if nobody is."""
    if len(words.split()) < FEWEST_WORDS:
        return None
    named = await search.find_near(req.db, req.rep, words.split()[:FIRST_WORDS], limit=MOST_NAMED)
    if not named:
        return None
    text = _("I find nobody for “{words}”. Is that what happened with somebody? Then I log it.")
    card = Card(body=text.format(words=shorten(words, ECHO)))
    return Unfinished(card, Line("new", words), lambda draft: _rows(draft, named))


def _time_first(text: str, scene: Scene) -> str:
    """ "yesterday met ivan, liked it" for "met ivan yesterday, liked it": so it is when that was."""
    said, mark, others = FIRST.findall(text)[0]
    at, left = parse.split_when(said, scene, past=True)
    if at is None or not said.startswith(left) or parse.split_when(said, scene)[0] is not None:
        return text
    return f"{said[len(left) :].strip()} {left}{mark}{others}"


def _rows(draft: int, named: list[Client]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for client in named:
        first, *others = (keep.button(_(KINDS[kind]), draft, kind, client.id) for kind in OFFERED)
        rows.append((replace(first, label=f"{first.label}: {client.name}"), *others))
    opened = tuple(open_client.button(label(client), client.id) for client in named)
    return (*rows, opened, (anyway.button(_("Add a client"), draft), *drop_row(draft)))
