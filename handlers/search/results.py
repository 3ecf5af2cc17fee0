"""Search results of several kinds: clients, deals, and what was said; the best kind first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.buttons.search import ResultKind, list_found, list_of_kind, list_results, open_result
from handlers.chat import BUTTON_LIMIT, Button, Card, Offset, Redraw, Reply, Request, Row, listed, shorten
from handlers.chat.paging import pager
from handlers.clients import card as client_card
from handlers.deals import cards as deal_cards
from handlers.i18n import N_, _, moment
from handlers.resolve.deal import line_of
from handlers.resolve.visible_client import label
from handlers.search import interaction_view
from handlers.search.excerpt import excerpt
from handlers.text import ECHO, colon
from storage.database.dialects import dialect_of
from storage.database.session import execute_all
from storage.models import Client
from storage.search import client_search, deal_search, normalise
from storage.search.client_search import Forms
from storage.search.texts import interaction_search

PAGE = 8
PER_KIND = 3  # shown of each kind if there are several
MAX_EXCERPT = 80  # letters of what was said
HIGHEST_ID = 10**9  # to reserve space in a button's data
MAX_WORDS_ON_LABEL = 24  # letters
MAX_ENDING = 3  # letters: a third of a word, at most

EXACT_MATCH, WORD_MATCH, TEXT_MATCH, NEAR_MATCH = range(4)  # how well a kind matches; the lower, the better

TITLES = {
    ResultKind.CLIENT: N_("Clients"),
    ResultKind.DEAL: N_("Deals"),
    ResultKind.INTERACTION: N_("Calls and notes"),
}
MORE = {
    ResultKind.CLIENT: N_("More clients ›"),
    ResultKind.DEAL: N_("More deals ›"),
    ResultKind.INTERACTION: N_("More calls and notes ›"),
}


@dataclass(frozen=True)
class Result:
    """One that was found: a line in the list, and what its button says."""

    row_id: int
    line: str
    label: str


@dataclass(frozen=True)
class Group:
    """Those of one kind. `total`: how many there are; `results`: those on the first page."""

    kind: ResultKind
    rank: int
    total: int
    results: Sequence[Result]


async def search(req: Request, words: str) -> tuple[client_search.Found, list[Group]]:
    """The clients as far as one page shows them, and all that was found, the best kind first."""
    forms: Forms = {}
    found = await client_search.find_or_near(req.db, req.rep, words, limit=PAGE, forms=forms, near=False)
    groups = await _with_words(req, words, found, forms)
    if not groups:
        found = await client_search.find_or_near(req.db, req.rep, words, limit=PAGE, forms=forms)
        groups = [*await _near(req, words, found, forms)]
    return found, groups


async def _with_words(req: Request, words: str, found: client_search.Found, forms: Forms) -> list[Group]:
    """What has the words as they were typed. `forms`: what the client search has looked up."""
    deals, talks = deal_search.NOTHING, interaction_search.found(())
    if not client_search.is_address(words):
        titled = deal_search.title_query(req.rep, words, forms)
        said = interaction_search.query(dialect_of(req.db), req.rep, words)
        rows = [each.all() for each in await execute_all(req.db, *filter(None, (titled, said)))]
        deals = deal_search.found(rows.pop(0), words) if titled else deals
        talks = interaction_search.found(rows.pop(0)) if said else talks
    groups = [
        await _clients(req, found, is_alone=not (deals.rows or talks)),
        Group(ResultKind.DEAL, _rank(deals), len(deals.rows), _deals(deals.rows[:PAGE])),
        _interactions(req, words, talks),
    ]
    return sorted((group for group in groups if group.total), key=lambda group: group.rank)


async def _near(req: Request, words: str, found: client_search.Found, forms: Forms) -> Iterator[Group]:
    """What is called similarly."""
    deals = deal_search.NOTHING
    if not client_search.is_address(words):
        deals = await deal_search.find_near(req.db, req.rep, words, forms)
    clients = await _clients(req, found, is_alone=not deals.rows)
    groups = (clients, Group(ResultKind.DEAL, NEAR_MATCH, len(deals.rows), _deals(deals.rows[:PAGE])))
    return (group for group in groups if group.total)


async def answer_in_another_case(req: Request, words: str) -> Card | None:
    """What was said with these words in another grammatical case: "аллергию" for "аллергия"."""
    starts = " ".join(map(_start, words.split()))
    talks = await interaction_search.find(req.db, req.rep, starts) if starts != words else ()
    if not talks:
        return None
    return await answer(req, starts, [_interactions(req, starts, talks)])


def _start(word: str) -> str:
    """A word without what may be its ending; of Chinese, the word."""
    cut = 0 if normalise.HAN.search(word) else min(MAX_ENDING, len(word) // MAX_ENDING)
    return f"{word[:-cut]}…" if cut and len(word) > MAX_ENDING and word.isalpha() else word


async def answer(req: Request, words: str, groups: Sequence[Group]) -> Card:
    """The card of the only one that matches best, or a list of all."""
    best, *others = groups
    if best.total == 1 and all(other.rank > best.rank for other in others):
        shown = await _open(req, best.kind, best.results[0].row_id)
        return replace(shown, buttons=(*shown.buttons, *_others(words, others)))
    return _list(words, groups)


@list_results.handler
async def page_of_all(req: Request, words: str) -> Reply:
    _found, groups = await search(req, words)
    return Redraw(_list(words, groups) if groups else _nothing(words))


@list_of_kind.handler
async def page_of_kind(req: Request, kind: ResultKind, offset: Offset, words: str) -> Reply:
    """All of one kind, page by page."""
    here = slice(offset, offset + PAGE)
    if kind is ResultKind.DEAL:
        rows = (await deal_search.find(req.db, req.rep, words)).rows
        total, shown = len(rows), _deals(rows[here])
    elif kind is ResultKind.INTERACTION:
        talks = await interaction_search.find(req.db, req.rep, words)
        total, shown = len(talks), _talks(req, words, talks, here)
    else:
        return await page_of_all(req, words)
    if not shown:
        return Redraw(_nothing(words))
    pages = pager(lambda text, at: list_of_kind.button(text, kind, at, words), offset, PAGE, total)
    back = (list_results.button(_("‹ Back to the list"), words),)
    title = colon(_(TITLES[kind]), shorten(words, ECHO))
    body = "\n".join(result.line for result in shown)
    return Redraw(Card(title, body=body, buttons=(*_rows(kind, shown, words), *pages, back)))


@open_result.handler
async def open_found_result(req: Request, kind: ResultKind, row_id: int, words: str) -> Reply:
    """A result, with a button back to the list."""
    shown = await _open(req, kind, row_id)
    back = list_results.button(_("‹ Back to the list"), words)
    return Redraw(replace(shown, buttons=(*shown.buttons, (back,))))


def fits(words: str) -> bool:
    """Whether the words fit into buttons, for the way back to the list."""
    return len(f"{open_result.name}:{ResultKind.DEAL}:{HIGHEST_ID}:{words}".encode()) <= BUTTON_LIMIT


async def _open(req: Request, kind: ResultKind, row_id: int) -> Card:
    match kind:
        case ResultKind.CLIENT:
            return await client_card.card(req, row_id)
        case ResultKind.DEAL:
            return await deal_cards.deal_card(req, row_id)
        case ResultKind.INTERACTION:
            return await interaction_view.card(req, row_id)


def _rank(found: client_search.Found | deal_search.Found) -> int:
    return EXACT_MATCH if found.is_exact else NEAR_MATCH if found.slipped else WORD_MATCH


async def _clients(req: Request, found: client_search.Found, *, is_alone: bool) -> Group:
    """`is_alone`: nothing else was found, so the only one is opened, not listed, and need not be loaded."""
    if is_alone and found.total == 1:
        results = [Result(client_id, "", "") for client_id in found.ids]
    else:
        results = [_client(each) for each in await client_search.get_all(req.db, req.rep, found.ids)]
    return Group(ResultKind.CLIENT, _rank(found), found.total, results)


def _client(client: Client) -> Result:
    line = " · ".join(filter(None, (client.name, client.title, client.company)))
    return Result(client.id, line, label(client))


def _deals(rows: Sequence[deal_search.Row]) -> list[Result]:
    return [
        Result(deal.id, f"{line_of(deal, stage)} · {client.name}", f"{deal.title} · {client.name}")
        for deal, stage, client in rows
    ]


def _interactions(req: Request, words: str, found: Sequence[interaction_search.Hit]) -> Group:
    return Group(ResultKind.INTERACTION, TEXT_MATCH, len(found), _talks(req, words, found, slice(PAGE)))


def _talks(req: Request, words: str, found: Sequence[interaction_search.Hit], here: slice) -> list[Result]:
    """Those of that page, the latest first."""
    results = []
    for talk, client in sorted(found, key=lambda hit: (hit[0].at, hit[0].id), reverse=True)[here]:
        when = moment(talk.at, req.rep.timezone, req.now)
        line = colon(f"{when} · {client.name}", excerpt(talk.text, words, MAX_EXCERPT))
        results.append(Result(talk.id, line, f"{client.name} · {when}"))
    return results


def _list(words: str, groups: Sequence[Group]) -> Card:
    most = PER_KIND if len(groups) > 1 else PAGE
    fields = [(_(TITLES[group.kind]), listed(_lines(group, most))) for group in groups]
    rows: list[Row] = []
    for group in groups:
        rows += _rows(group.kind, group.results[:most], words)
        if group.total > most and fits(words):
            rows.append((_more(group.kind, _(MORE[group.kind]), words, PAGE if most == PAGE else 0),))
    is_cut = not fits(words) and any(group.total > most for group in groups)
    more = _("Type more to narrow it down.") if is_cut else ""
    return Card(shorten(words, ECHO), tuple(fields), more, tuple(rows))


def _lines(group: Group, most: int) -> list[str]:
    return [f"• {result.line}" for result in group.results[:most]]


def _rows(kind: ResultKind, results: Sequence[Result], words: str) -> list[Row]:
    told = words if fits(words) else ""
    return [(open_result.button(result.label, kind, result.row_id, told),) for result in results]


def _more(kind: ResultKind, text: str, words: str, offset: int = 0) -> Button:
    if kind is ResultKind.CLIENT:
        return list_found.button(text, offset, words)
    return list_of_kind.button(text, kind, offset, words)


def _others(words: str, groups: Sequence[Group]) -> tuple[Row, ...]:
    """Buttons to what else has the words."""
    if not groups or not fits(words):
        return ()
    told = shorten(words, MAX_WORDS_ON_LABEL)
    row = [
        _more(group.kind, colon(_(TITLES[group.kind]), told), words)
        for group in groups
        if group.rank != NEAR_MATCH
    ]
    return (tuple(row),) if row else ()


def _nothing(words: str) -> Card:
    return Card(body=_("Nothing found for “{words}”.").format(words=shorten(words, ECHO)))
