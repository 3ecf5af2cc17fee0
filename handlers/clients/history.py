"""History of a client or a deal, page by page, latest first, with filters, long texts and files."""

from collections.abc import Callable, Sequence

from handlers.activities import interaction_lines
from handlers.activities.interaction_lines import line
from handlers.activities.long_notes import read_all_talk
from handlers.buttons.activities import edit_interaction, open_file
from handlers.buttons.clients import choose_entry, choose_entry_of, open_client, open_history, open_history_of
from handlers.buttons.deals import add_deal_note, open_deal, open_deal_history
from handlers.buttons.deletions import ask_delete_interaction
from handlers.chat import Button, Card, Offset, Redraw, Reply, Request, Row, shorten
from handlers.clients.history_lines import Page, page_of
from handlers.enum_labels import INTERACTION_KINDS
from handlers.file_names import label as label_of_file
from handlers.i18n import N_, _, moment
from handlers.resolve.deal import get_deal
from handlers.resolve.visible_client import get_client
from storage.audit import history as entries_of
from storage.audit.history import HistoryKind, Subject
from storage.models import Interaction

PAGE = 8  # entries
ON_A_BUTTON = 40  # letters
KINDS = {
    HistoryKind.ALL: N_("All"),
    HistoryKind.INTERACTIONS: N_("Interactions"),
    HistoryKind.DEALS: N_("Deals"),
    HistoryKind.FOLLOW_UPS: N_("Follow-ups"),
    HistoryKind.FIELDS: N_("Changes"),
    HistoryKind.FILES: N_("Files"),
}


@open_history.handler
async def history(req: Request, client_id: int, offset: Offset) -> Reply:
    return await history_of(req, client_id, HistoryKind.ALL, offset)


@open_history_of.handler
async def history_of(req: Request, client_id: int, kind: HistoryKind, offset: Offset) -> Reply:
    client, of = await get_client(req, client_id), Subject(client_id)
    page, later = await _page(req, of, kind, offset)
    others = [(each, label) for each, label in KINDS.items() if each is not kind]
    filters = tuple(open_history_of.button(_(label), client_id, each, 0) for each, label in others)
    change = (
        (choose_entry_of.button(_("Edit or delete an entry"), client_id, kind, offset),)
        if page.interactions
        else ()
    )
    turns = _turns(lambda text, at: open_history_of.button(text, client_id, kind, at), offset, is_more=later)
    back = (open_client.button(_("‹ Back to the card"), client_id),)
    rows = (*_opened(req, page), turns, filters[:3], filters[3:], change, back)
    title = _("History: {name}").format(name=client.name)
    if kind is not HistoryKind.ALL:
        title = f"{title} · {_(KINDS[kind])}"
    body = "\n\n".join(page.lines) or (
        _("Nothing logged yet.") if kind is HistoryKind.ALL else _("Nothing here.")
    )
    return Redraw(Card(title=title, body=body, buttons=tuple(filter(None, rows)), client=client_id))


@open_deal_history.handler
async def history_of_deal(req: Request, deal_id: int, offset: Offset) -> Reply:
    deal, _stage, client = await get_deal(req, deal_id)
    page, later = await _page(req, Subject(client.id, deal_id), HistoryKind.ALL, offset)
    turns = _turns(lambda text, at: open_deal_history.button(text, deal_id, at), offset, is_more=later)
    last = (add_deal_note.button(_("Add a note"), deal_id), open_deal.button(_("‹ Back to the deal"), deal_id))
    rows = (*_opened(req, page), turns, last)
    title, body = _("History: {name}").format(name=deal.title), "\n\n".join(page.lines)
    buttons = tuple(filter(None, rows))
    return Redraw(Card(title=title, body=body, buttons=buttons, client=client.id, deal=deal_id))


@choose_entry.handler
async def entries(req: Request, client_id: int, offset: Offset) -> Reply:
    return await entries_of_page(req, client_id, HistoryKind.ALL, offset)


@choose_entry_of.handler
async def entries_of_page(req: Request, client_id: int, kind: HistoryKind, offset: Offset) -> Reply:
    """The interactions of that page of the history, each to be edited or deleted."""
    client = await get_client(req, client_id)
    page, _later = await _page(req, Subject(client_id), kind, offset)
    rows = [
        (
            edit_interaction.button(shorten(": ".join((_("Edit"), _label(req, talk))), ON_A_BUTTON), talk.id),
            ask_delete_interaction.button(_("Delete…"), talk.id),
        )
        for talk in page.interactions
    ]
    back = open_history_of.button(_("‹ Back to the history"), client_id, kind, offset)
    body = "\n\n".join(line(req, talk) for talk in page.interactions)
    title = _("History: {name}").format(name=client.name)
    return Redraw(Card(title=title, body=body, buttons=(*rows, (back,)), client=client_id))


async def _page(req: Request, of: Subject, kind: HistoryKind, offset: int) -> tuple[Page, bool]:
    """A page, and whether there are earlier entries."""
    found = await entries_of.page(req.db, req.rep, of, kind, limit=PAGE + 1, offset=offset)
    return await page_of(req, of, kind, found[:PAGE]), len(found) > PAGE


def _turns(page: Callable[[str, int], Button], offset: int, *, is_more: bool) -> Row:
    later = (page(_("‹ Later"), max(0, offset - PAGE)),) if offset else ()
    return (*later, page(_("Earlier ›"), offset + PAGE)) if is_more else later


def _opened(req: Request, page: Page) -> Sequence[Row]:
    whole = (
        read_all_talk(talk, interaction_lines.MAX_LINE_TEXT, _when(req, talk)) for talk in page.interactions
    )
    return (*whole, *((open_file.button(label_of_file(file), file.id),) for file in page.files))


def _label(req: Request, talk: Interaction) -> str:
    return f"{_(INTERACTION_KINDS[talk.kind])} {moment(talk.at, req.rep.timezone, req.now)}"


def _when(req: Request, talk: Interaction) -> str:
    """Label of the button to the full text; it has the time, as there may be several."""
    return _("Read more: {when}").format(when=moment(talk.at, req.rep.timezone, req.now))
