"""Notes on a deal: kept with its client, and shown in the history of both."""

from dataclasses import replace

from handlers.activities.forms import DEAL_NOTE
from handlers.activities.interaction_cards import logged_card
from handlers.buttons.deals import add_deal_note, open_deal
from handlers.chat import Card, Form, Line, Reply, Request
from handlers.chat.hidden_links import with_addresses
from handlers.i18n import _
from handlers.resolve.deal import CANDIDATES, get_deal
from handlers.resolve.names import split_name
from storage.activities import interactions
from storage.deals import deals
from storage.models import InteractionKind
from storage.search import client_search


@add_deal_note.handler
async def ask_note(req: Request, deal_id: int) -> Reply:
    deal, _stage, _client = await get_deal(req, deal_id)
    title = _("Note: {name}").format(name=deal.title)
    return Form(DEAL_NOTE.name, title, DEAL_NOTE.fields).concerning(deal_id=deal_id)


@DEAL_NOTE.submit
async def add_note(req: Request, deal_id: int, text: str) -> Reply:
    return await save_note(req, deal_id, text)


async def noted(req: Request, line: Line) -> Card | None:
    """The answer to "/note annual licence: …": a note on the only deal of that name; None: it names none."""
    name, text = split_name(line.rest)
    if not (name and text) or line.client is not None or line.files or line.verbatim:
        return None
    if await client_search.find_named(req.db, req.rep, name, limit=1):
        return None
    parts = client_search.parts(name)
    for closed in (False, True):
        found = await deals.find(req.db, req.rep, name, limit=CANDIDATES, closed=closed)
        titled = [deal for deal, _stage, _client in found if all(f" {part}" in deal.folded for part in parts)]
        if titled:
            links = line.links or req.links
            return await save_note(req, titled[0].id, with_addresses(text, links)) if len(titled) == 1 else None
    return None


async def save_note(req: Request, deal_id: int, text: str) -> Card:
    deal, _stage, client = await get_deal(req, deal_id)
    note = await interactions.add(
        req.db, req.rep, client, InteractionKind.NOTE, at=req.now, now=req.now, text=text, deal_id=deal.id
    )
    card = await logged_card(req, client, note, None, _("Note saved"))
    fields = (*card.fields, (_("Deal"), deal.title))
    back = (open_deal.button(_("Open deal"), deal.id),)
    return replace(card, fields=fields, buttons=(*card.buttons, back), deal=deal.id)
