"""/delete names a client, a deal, an interaction or a follow-up, and asks before it is deleted."""

import re

from handlers.activities.tasks import find_named
from handlers.buttons.deletions import ask_delete_client, ask_delete_deal
from handlers.chat import Card, Line, Reply, Request, UserError, command, shorten
from handlers.deletions.deletion_list import find_deleted
from handlers.deletions.entries import entry_question
from handlers.deletions.questions import client_question, deal_question
from handlers.i18n import N_, _
from handlers.parsing.activities.deletion_line import DeletionLine, read_deletion
from handlers.resolve.visible_client import get_client, label, still_there
from handlers.text import ECHO
from storage.deals import deals
from storage.models import Client, Deal
from storage.search import client_search, names_in_text

CANDIDATES = 6
CLIENT_WORDS = (
    *("the client", "client", "contact", "customer", "клиента", "клиент", "контакт", "клієнта", "клієнт"),
    *("klienta", "klientkę", "klient", "kontakt", "客户", "联系人"),
)
DEAL_WORDS = (
    *("the deal", "deal", "сделку", "сделка", "угоду", "угода", "szansę", "szanse", "szansa", "商机"),
)
CLIENT, DEAL = "client", "deal"
NOUNS = {**dict.fromkeys(CLIENT_WORDS, CLIENT), **dict.fromkeys(DEAL_WORDS, DEAL)}
HAN = re.compile("[\u4e00-\u9fff]")
COMMA = re.compile("[,，;；]")


async def names_something(req: Request, rest: str) -> bool:
    """Without a slash: nothing follows, or one entry, or a client or a deal that there is."""
    noun, said = _split_noun(rest)
    if not rest or noun or await _entry_in(req, said):
        return True
    return any((await _found(req, noun, said))[1:])


@command(
    "delete",
    N_("Delete a client, a deal, an interaction or a follow-up"),
    example=N_("/delete Ivan Petrov"),
    more=(N_("/delete the last call with Petrov"), N_("/delete the reminder for Petrov")),
    reads=True,
    plain=names_something,
)
async def delete(req: Request, line: Line) -> Reply:
    noun, said = _split_noun(line.rest)
    if not said:
        return await _shown(req, noun)
    if not noun and (entry := await _entry_in(req, said)):
        asked = await entry_question(req, entry, await _clients_of(req, entry))
        return asked or await _nobody(req, entry.words)
    said, clients, found_deals = await _found(req, noun, said)
    if not clients and not found_deals:
        return await _nobody(req, said)
    if len(clients) + len(found_deals) == 1:
        return await (client_question(req, clients[0]) if clients else deal_question(req, found_deals[0][0].id))
    rows = (
        *((ask_delete_client.button(label(client), client.id),) for client in clients),
        *((ask_delete_deal.button(f"{deal.title} · {client.name}", deal.id),) for deal, client in found_deals),
    )
    return Card(title=_("Which one should I delete?"), buttons=rows)


async def _shown(req: Request, noun: str) -> Reply:
    """What the card shows that this replies to, or the client viewed last: it is asked about anyway."""
    if req.about_deal is not None and noun != CLIENT:
        return await deal_question(req, req.about_deal)
    if req.about is not None:
        return await client_question(req, await get_client(req, req.about))
    if noun != DEAL and (client := await still_there(req, req.looked_at)):
        return await client_question(req, client)
    raise UserError(_("Which client or deal? For example: /delete Ivan Petrov."))


async def _entry_in(req: Request, said: str) -> DeletionLine | None:
    """The interaction or follow-up that is meant, unless a client or a deal is called so: "Call Centre"."""
    entry = read_deletion(said)
    if entry is None or await client_search.find_named(req.db, req.rep, said, limit=1):
        return None
    return None if await _titled(req, said) else entry


async def _clients_of(req: Request, entry: DeletionLine) -> list[Client]:
    """Whose entry it is; without a name, that of the card this replies to, or of the client viewed last."""
    if entry.words:
        found, _deals = await _named(req, CLIENT, entry.words)
        return found or [*await find_named(req, entry.words)]
    shown = req.about or req.looked_at
    client = await still_there(req, shown) if shown else None
    if client is None:
        raise UserError(_("Which client is it about? For example: /delete the last call with Petrov"))
    return [client]


async def _found(req: Request, noun: str, said: str) -> tuple[str, list[Client], list[tuple[Deal, Client]]]:
    """The name, and what has it; what follows a comma may be the reason: "ремонт склада, это дубль"."""
    clients, found_deals = await _named(req, noun, said)
    name = COMMA.split(said, maxsplit=1)[0].strip()
    if clients or found_deals or name in ("", said):
        return said, clients, found_deals
    return name, *await _named(req, noun, name)


async def _named(req: Request, noun: str, said: str) -> tuple[list[Client], list[tuple[Deal, Client]]]:
    """The clients and the deals with that name, also in another grammatical case."""
    clients = [] if noun == DEAL else [*await client_search.find_named(req.db, req.rep, said, limit=CANDIDATES)]
    if not clients and noun != DEAL:
        clients = await names_in_text.find_cased(req.db, req.rep, said.split(), limit=CANDIDATES)
    if noun == CLIENT or (clients and not noun):
        return clients or await _nearly(req, noun, said), []
    titled = await _titled(req, said, is_deal=noun == DEAL)
    if not titled:
        cased = await deals.find_cased(req.db, req.rep, said, limit=CANDIDATES)
        titled = [(deal, client) for deal, _stage, client in cased]
    return clients if titled else await _nearly(req, noun, said), titled[:CANDIDATES]


async def _titled(req: Request, said: str, *, is_deal: bool = False) -> list[tuple[Deal, Client]]:
    """The deals with all these words in their titles; any that are found, if a deal is meant."""
    parts = client_search.parts(said)
    return [
        (deal, client)
        for closed in (False, True)
        for deal, _stage, client in await deals.find(req.db, req.rep, said, limit=CANDIDATES, closed=closed)
        if is_deal or all(f" {part}" in deal.folded for part in parts)
    ]


async def _nearly(req: Request, noun: str, said: str) -> list[Client]:
    """Clients whose names have all these words with a slip or another ending: “Петрова”."""
    words = client_search.parts(said)
    if noun == DEAL or not words:
        return []
    near = await client_search.find_near(req.db, req.rep, said.split(), limit=CANDIDATES)
    known = [(client, client_search.fold(client.name).split()) for client in near]
    return [client for client, names in known if all(client_search.is_near(word, names) for word in words)]


async def _nobody(req: Request, said: str) -> Reply:
    """Raises UserError, unless it was deleted before."""
    known = shorten(said, ECHO)
    if gone := await find_deleted(req, said):
        return gone
    near = await client_search.find_near(req.db, req.rep, said.split(), limit=CANDIDATES)
    text = _("No client or deal called “{name}”. Nothing was deleted.").format(name=known)
    rows = tuple((ask_delete_client.button(label(client), client.id),) for client in near)
    raise UserError(text, buttons=rows)


def _split_noun(rest: str) -> tuple[str, str]:
    """What kind of thing it is, if that is said, and its name: "client Petrov", "客户王伟"."""
    said = " ".join(rest.split()).strip(" :：,.")
    folded = said.casefold()
    for word, noun in NOUNS.items():
        if folded == word or folded.startswith(f"{word} ") or (HAN.match(word) and folded.startswith(word)):
            return noun, said[len(word) :].strip(" :：")
    return "", said
