"""/find, and any text that is not a command: show a card or a list, or offer to add a client."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.buttons.clients import open_client
from handlers.buttons.deals import open_deal
from handlers.buttons.lines import add_named_client, choose_client, confirm_line, drop_line, run_suggestion
from handlers.buttons.search import ResultKind, list_found, open_found
from handlers.chat import (
    BUTTON_LIMIT,
    Card,
    Line,
    Offset,
    Redraw,
    Reply,
    Request,
    Row,
    Unfinished,
    command,
    requests,
    shorten,
)
from handlers.chat.paging import pager
from handlers.clients import card as client_card
from handlers.clients import edit_line
from handlers.deletions.deletion_list import find_deleted
from handlers.file_names import names
from handlers.i18n import N_, _, ngettext
from handlers.parsing.commands.command_line import client_in_question, sought
from handlers.parsing.contacts.contact_line import new_client
from handlers.parsing.contacts.person_names import is_like_name
from handlers.parsing.filters.filter_line import ParsedFilter
from handlers.parsing.lexicon import Ask
from handlers.resolve.visible_client import label
from handlers.search import activity_statements, command_suggestions, filter_list, results
from handlers.search.filter_names import find_filter
from handlers.search.results import Group
from handlers.text import ECHO
from storage.models import Client, Draft
from storage.search import client_search, names_in_text
from storage.search.client_search import Found

PAGE = 8
HIGHEST_ID = 10**9  # to reserve space in a button's data


async def has_words(_req: Request, rest: str) -> bool:
    return bool(rest)


@command(
    "find",
    N_("Find clients, deals and what was said"),
    example=N_("/find ivanov"),
    reads=True,
    plain=has_words,
    more=(
        N_("/find annual licence"),
        N_("/find wants a discount"),
        N_("/find my clients in Boston, no call for 30 days"),
        N_("/find won this year > 10000"),
        N_("/find my open deals over 5k without a next step"),
        N_("/find called this week"),
        N_("/find overdue follow-ups"),
        N_("/find birthdays next week"),
    ),
)
async def find(req: Request, line: Line) -> Reply:
    if not line.rest:
        return _(
            "Who are you looking for? Type a name, company, phone, e-mail or tag. For example: /find ivanov"
        )
    return await search_for(req, sought(line.rest), filtered=True)


async def search_for(
    req: Request,
    words: str,
    *,
    filtered: bool = False,
    meant: Line | None = None,
    waits: Draft | None = None,
) -> Reply:
    """Search for the words. `meant`: a command they may be, offered as a button.

    `waits`: the draft of a line without a client; the client found may be the answer.
    `filtered`: the words are a filter if they can be one; otherwise only if they are unlikely to be a name.
    """
    if not filtered and (change := await edit_line.offer_change(req, words)):
        raise change
    asked = await find_filter(req, words)
    is_filter = asked is not None and (filtered or asked.sure)
    if asked and is_filter and not await client_search.is_called(req.db, req.rep, words, asked.words):
        card = await filter_list.answer(req, asked, _by_name(words))
        if meant:
            raise _offer(meant, card)
        return card
    if meant:
        return await _answer_command(req, words, asked, meant)
    if waits and (named := await client_search.find_or_near(req.db, req.rep, words, limit=PAGE)).total:
        return await _answer_waiting(req, words, named, waits)
    words, found, groups = await _found(req, words)
    if not groups and asked and (listed := await _filtered(req, asked, words)):
        return listed
    if not groups or groups[0].rank > results.WORD_MATCH:
        return _answer_card(await _unnamed(req, words, found, groups, filtered=filtered))
    if len(groups) > 1 or not found.total or found.total == 1:
        card = await results.answer(req, words, groups)
    else:
        card = _list(words, await _load(req, found), found.total, 0)
    offered = await filter_list.offer(req, asked) if asked and (is_filter or not asked.words) else ()
    return replace(card, buttons=(*card.buttons, *offered))


async def _found(req: Request, words: str) -> tuple[str, Found, list[Group]]:
    """What was found, and the words it was found by: those of a question, if they find anything."""
    if name := client_in_question(words):
        found, groups = await results.search(req, name)
        if groups:
            return name, found, groups
    return words, *await results.search(req, words)


async def _load(req: Request, found: Found) -> Sequence[Client]:
    return await client_search.get_all(req.db, req.rep, found.ids)


async def _answer_waiting(req: Request, words: str, found: Found, waits: Draft) -> Card:
    """The clients found; the only one may be the answer to a question that waits for one."""
    if found.total > 1:
        return _list(words, await _load(req, found), found.total, 0)
    card = await client_card.card(req, found.ids[0])
    if waits.data.get("among"):
        return card
    return replace(card, buttons=(_about_them(waits, found.ids[0]), *card.buttons))


async def _answer_command(req: Request, words: str, asked: ParsedFilter | None, meant: Line) -> Reply:
    """Clients with these words, or what has happened; the command they may be is offered. Raises Unfinished."""
    found = await client_search.find_or_near(req.db, req.rep, words, limit=PAGE)
    if found.total:
        raise _offer(meant, _list(words, await _load(req, found), found.total, 0))
    if asked and asked.asks == {Ask.DEALS} and (deals := await _filtered(req, asked, words)):
        return deals
    is_told = await activity_statements.offer_to_log(req, words)
    raise is_told or _offer(meant, _list_or_nobody(words, (), 0), add=words if is_like_name(words) else "")


async def _filtered(req: Request, asked: ParsedFilter, words: str) -> Card | None:
    """The words as a filter, if nothing is called so: "brightline deals", if there are any."""
    is_of_deals = asked.asks == {Ask.DEALS} and bool(asked.words)
    if asked.unread or (asked.words and not is_of_deals):
        return None
    card = await filter_list.answer(req, asked, _by_name(words))
    if card.title or not is_of_deals:
        return card
    return await filter_list.deals_of_named(req, asked, _by_name(words))


async def _unnamed(
    req: Request, words: str, found: Found, groups: Sequence[Group], *, filtered: bool
) -> Reply | Unfinished:
    """Nothing is called so: what was said, a command, something that happened, a similar name, or nobody."""
    if deleted := await find_deleted(req, words):
        return deleted
    if groups and groups[0].rank == results.TEXT_MATCH and not command_suggestions.is_greeting(words):
        return _with_add(words, await results.answer(req, words, groups))
    near = await _load(req, found)
    meant = await command_suggestions.suggest(req, words, near)
    if not groups and not meant:
        meant = await _in_another_case(req, words) if filtered else None
        meant = meant or (await results.answer_in_another_case(req, words) if filtered else None)
        meant = meant or await activity_statements.offer_to_log(req, words)
    if meant or groups:
        return meant or _near(words, near, groups)
    return _nobody(req, words)


def _with_add(words: str, card: Card) -> Card | Unfinished:
    """The words may also be the name of somebody new."""
    if not is_like_name(words):
        return card
    add = _("Add {name}").format(name=shorten(words, ECHO))
    return Unfinished(
        card,
        Line("new", words),
        lambda draft: ((confirm_line.button(add, draft), drop_line.button(_("Cancel"), draft)),),
    )


def _answer_card(answer: Reply | Unfinished) -> Reply:
    """Raises Unfinished if the answer is a question."""
    if isinstance(answer, Unfinished):
        raise answer
    return answer


def _about_them(waits: Draft, client_id: int) -> Row:
    line = Line.from_json(waits.data)
    said = f"/{line.command} {shorten(line.rest, ECHO)}" if line.rest else names(line.files)
    return (choose_client.button(_("For this client: {command}").format(command=said), waits.id, client_id),)


@list_found.handler
async def page(req: Request, offset: Offset, words: str) -> Reply:
    found, total = await client_search.find(req.db, req.rep, words, limit=PAGE, offset=offset)
    return Redraw(_list_or_nobody(words, found, total, offset))


@open_found.handler
async def _open_found(req: Request, client_id: int, offset: Offset, words: str) -> Reply:
    """A client opened from the list, with a button back to it."""
    back = list_found.button(_("‹ Back to the list"), offset, words)
    return Redraw(await client_card.card(req, client_id, back))


def _list(words: str, found: Sequence[Client], total: int, offset: int) -> Card:
    title = ngettext("{n} client: {words}", "{n} clients: {words}", total)
    if total >= client_search.MAX_RANKED:
        title = _("At least {n} clients: {words}")
    title = title.format(n=total, words=shorten(words, ECHO))
    body = "\n".join(" · ".join(filter(None, (c.name, c.title, c.company))) for c in found)
    if not _fits(words, total):
        rows = tuple((open_client.button(label(client), client.id),) for client in found)
        more = _("Showing the first {n}. Type more to narrow it down.").format(n=len(found))
        return Card(title=title, body=f"{body}\n\n{more}" if total > len(found) else body, buttons=rows)
    rows = tuple((open_found.button(label(client), client.id, offset, words),) for client in found)
    pages = pager(lambda text, at: list_found.button(text, at, words), offset, PAGE, total)
    return Card(title=title, body=body, buttons=(*rows, *pages))


def _fits(words: str, total: int) -> bool:
    """Whether the words fit into buttons, for the way back to the list."""
    return len(f"find.open:{HIGHEST_ID}:{total}:{words}".encode()) <= BUTTON_LIMIT


def _nobody(req: Request, words: str) -> Unfinished:
    """Offer to add a client, if this looks like a name; more than a name is shown as it was understood."""
    given = new_client(words, requests.scene(req))
    if given is None or not (given.points or is_like_name(given.name)):
        return command_suggestions.no_name(words)
    text = _("No client called “{words}”. Add a client?").format(words=shorten(words, ECHO))
    card = Card(fields=client_card.new_client_fields(given), body=text)
    return Unfinished(
        card if len(card.fields) > 1 else replace(card, fields=()),
        Line("new", words),
        lambda draft: ((confirm_line.button(_("Add"), draft), drop_line.button(_("Cancel"), draft)),),
    )


async def _in_another_case(req: Request, words: str) -> Card | Unfinished | None:
    """Clients whose names these words may be in another grammatical case: "Павловым"."""
    said = words.split()
    near = await client_search.find_near(req.db, req.rep, said, limit=PAGE)
    near = near or await names_in_text.find_cased(req.db, req.rep, said, limit=PAGE)
    return _near(words, near, ()) if near else None


def _near(words: str, found: Sequence[Client], groups: Sequence[Group]) -> Card | Unfinished:
    """Similar names only: say so; a client with the typed name may be added."""
    text = _("No client called “{words}”. Did you mean one of these?")
    if any(group.kind is ResultKind.DEAL for group in groups):
        text = _("Nothing called “{words}”. Did you mean one of these?")
    rows = tuple((open_client.button(label(client), client.id),) for client in found)
    deals = next((group.results for group in groups if group.kind is ResultKind.DEAL), ())
    rows += tuple((open_deal.button(deal.label, deal.row_id),) for deal in deals[:PAGE])
    return _with_add(words, Card(body=text.format(words=shorten(words, ECHO)), buttons=rows))


def _list_or_nobody(words: str, found: Sequence[Client], total: int, offset: int = 0) -> Card:
    if total:
        return _list(words, found, total, offset)
    return Card(body=_("No client called “{words}”.").format(words=shorten(words, ECHO)))


def _offer(meant: Line, card: Card, *, add: str = "") -> Unfinished:
    """`add`: the text to add as a client's name, if it is one after all: "Ring Pharma"."""
    wanted = _("Do this: {command}").format(command=f"/{meant.command} {shorten(meant.rest, ECHO)}")

    def rows(draft: int) -> tuple[Row, ...]:
        new = ((add_named_client.button(_("Add a client"), draft),),) if add else ()
        return ((run_suggestion.button(wanted, draft, meant.command),), *new)

    return Unfinished(card, replace(meant, named=add or None), rows)


def _by_name(words: str) -> tuple[Row, ...]:
    """A button to search for the words as a name instead of a filter."""
    if len(f"{list_found.name}:0:{words}".encode()) > BUTTON_LIMIT:
        return ()
    return ((list_found.button(_("Search by name only"), 0, words),),)
