"""Who is meant in a sentence. What is not plain is asked, and what was typed finishes after the press."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile
from typing import TypeVar

from handlers import parse
from handlers.chat import Card, Line, Reply, Request, Row, Unfinished, UserError, action, shorten
from handlers.i18n import N_, _
from handlers.letters import ECHO, NAME, is_visible
from handlers.names import (
    AFTER_A_NAME,
    AFTER_HAN_NAME,
    BEFORE_A_NAME,
    LONGEST_NAME,
    WITH_HAN,
    as_names_are_written,
    cut,
    in_small_letters,
    is_spoken_of,
    surname,
    written_as_name,
)
from handlers.unfinished import drop_row, finish, in_place, kept_line
from storage import clients, search, spoken_of
from storage.models import Client

T = TypeVar("T")

CANDIDATES = 6
GONE = N_("That client is gone.")
WHOLE_PHONE = 7  # digits
# A colon ends a name; one inside a time ("10:00") does not.
COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")


async def client_meant(req: Request, line: Line) -> tuple[Client, Line] | None:
    """The client a line is about, and the line without the name. None: it names nobody. Raises Unfinished.

    Who is on the card that it replies to; up to the first colon; else the longest leading words that name
    exactly one; else who was looked at last, unless the line looks as if it named somebody else.
    """
    if line.client is not None:
        return await get_client(req, line.client), line
    if req.about is not None:
        return await _replied(req, line, await get_client(req, req.about))
    name, rest = split_name(line.rest)
    if name:
        return await _before_a_colon(req, line, name, rest)
    if named := (
        await _at_the_beginning(req, line) or await _by_phone(req, line) or await _without_spaces(req, line)
    ):
        return named
    if question := await _somebody_else(req, line):
        raise question
    if looked_at := await still_there(req, req.looked_at):
        return looked_at, line
    if rest and (looked_before := await still_there(req, req.looked_before)):
        raise _ask_about_older(looked_before, line)
    return None


async def names_somebody(req: Request, rest: str) -> bool:
    """Whether a line without a slash can be a command about a client: only if it says which."""
    name, tail = split_name(rest)
    if name or req.about is not None:
        return bool(tail)
    found, _count = await _leading(req, rest.split())
    return len(found) == 1 or not rest


def split_name(text: str) -> tuple[str, str]:
    """What stands before the colon that ends a name, and the rest; the name is empty if there is none."""
    colon = COLON.search(text)
    if colon is None or parse.NEXT.search(text[: colon.end()]):
        return "", text
    return text[: colon.start()].strip(), text[colon.end() :].strip()


@action("line.client")
async def choose_client(req: Request, draft_id: int, client_id: int) -> Reply:
    line = await kept_line(req, draft_id)
    if line.named is not None:
        line = replace(line, rest=_without_name(req, line.rest, await get_client(req, client_id)), named=None)
    return in_place(await finish(req, replace(line, client=client_id, among=())))


@action("line.create")
async def create(req: Request, draft_id: int, name: str) -> Reply:
    """Make the client a line names, then finish the line. `name`: an older release wrote it on the button."""
    line = await kept_line(req, draft_id)
    called = name or as_names_are_written(line.named or "?")
    client = await clients.add(req.db, req.rep, clients.NewClient(name=called), req.now)
    return in_place(await finish(req, replace(line, rest=_after_name(line), named=None, client=client.id)))


def label(client: Client) -> str:
    """A client on a button or in a list."""
    return f"{client.name} · {client.company}" if client.company else client.name


async def get_client(req: Request, client_id: int) -> Client:
    """The client, if there and to be seen. Raises UserError."""
    client = await clients.get(req.db, req.rep, client_id)
    if client is None:
        raise UserError(_(GONE))
    return client


async def _replied(req: Request, line: Line, shown: Client) -> tuple[Client, Line]:
    """A reply to a card is about who is on it, unless it names another before a colon. Raises Unfinished."""
    name, rest = split_name(line.rest)
    if name and (found := await search.find_named(req.db, req.rep, name, limit=CANDIDATES)):
        return _only([shown] if shown in found else found, replace(line, rest=rest))
    named, count = await _leading(req, line.rest.split())
    return shown, replace(line, rest=cut(line.rest, count)[1]) if shown in named else line


async def _before_a_colon(req: Request, line: Line, name: str, rest: str) -> tuple[Client, Line]:
    """Raises Unfinished."""
    if found := await search.find_named(req.db, req.rep, name, limit=CANDIDATES):
        return _only(found, replace(line, rest=rest))
    said = name.split()
    for count in range(min(LONGEST_NAME, len(said) - 1), 0, -1):  # "Kasia yesterday 15:00 1h: demo"
        told = parse.apart(said[count:], parse.scene(req))
        if told and (
            found := await search.find_said(req.db, req.rep, " ".join(said[:count]), limit=CANDIDATES)
        ):
            return _only(found, replace(line, rest=f"{told}, {rest}"))
    near = await search.find_near(req.db, req.rep, said, limit=CANDIDATES)
    near = near or await spoken_of.find_cased(req.db, req.rep, said, limit=CANDIDATES)
    raise await _ask_who(req, line, name, near)


async def _at_the_beginning(req: Request, line: Line) -> tuple[Client, Line] | None:
    """Raises Unfinished."""
    said = line.rest.split()
    for start in (0, 1) if said and said[0].casefold() in BEFORE_A_NAME else (0,):
        found, count = await _leading(req, said[start:])
        if found:
            named, tail = cut(line.rest, start + count)
            if more := surname(req, line, named, tail):
                raise await _ask_who(req, line, f"{' '.join(said[start:][:count])} {more}", found)
            return _only(found, replace(line, rest=tail))
    return None


async def longest(
    said: Sequence[str], most: int, find: Callable[[str], Awaitable[Sequence[T]]]
) -> tuple[Sequence[T], int]:
    """What the longest leading words name, and how many they are: more words never name what fewer do not."""
    named: Sequence[T] = ()
    count = 0
    for words in range(1, min(most, len(said)) + 1):
        if not search.parts(begins := " ".join(said[:words])):  # a dash, a quotation mark
            continue
        if not (found := await find(begins)):
            break
        named, count = found, words
    return named, count


async def _leading(req: Request, said: Sequence[str]) -> tuple[Sequence[Client], int]:
    find = partial(search.find_said, req.db, req.rep, limit=CANDIDATES)
    return await longest(said, LONGEST_NAME, find)


async def _by_phone(req: Request, line: Line) -> tuple[Client, Line] | None:
    """ "4417 no answer": a whole number at the beginning is plain; the end of one, if nobody was looked at."""
    said = list(takewhile(search.PHONE.match, line.rest.split()))[:LONGEST_NAME]
    for count in range(len(said), 0, -1):
        number = " ".join(said[:count])
        digits = sum(map(str.isdecimal, number))
        if digits < search.SHORTEST_PHONE:
            break
        if found := await search.find_named(req.db, req.rep, number, limit=CANDIDATES):
            rest = replace(line, rest=cut(line.rest, count)[1])
            return _only(found, rest, sure=digits >= WHOLE_PHONE or req.looked_at is None)
    return None


async def _without_spaces(req: Request, line: Line) -> tuple[Client, Line] | None:
    """ "王伟没接", "给王伟打电话": the longest name at the beginning, if what follows can be no more of it."""
    found = await spoken_of.find_within(req.db, req.rep, line.rest, limit=CANDIDATES)
    text = WITH_HAN.sub("", line.rest)
    names = {client.id: spoken_of.longest_within(client, text) for client in found}
    begun = [client for client in found if names[client.id] and text.startswith(names[client.id])]
    if not begun:
        return None
    size = len(names[begun[0].id])
    if not AFTER_HAN_NAME.match(text[size:]):
        return None
    same = [client for client in begun if len(names[client.id]) == size]
    return _only(same, replace(line, rest=text[size:].lstrip(f"{AFTER_A_NAME} ")))


async def _somebody_else(req: Request, line: Line) -> Unfinished | None:
    """A name nobody has, or has not quite so, may stand at the beginning; one that is known, anywhere."""
    said = line.rest.split()
    skip = 1 if said and said[0].casefold() in BEFORE_A_NAME else 0
    text = cut(line.rest, skip)[1]
    name = written_as_name(req, line, text) or in_small_letters(req, line, text)
    after_such = [word for before, word in pairwise(said) if before.casefold() in BEFORE_A_NAME]
    perhaps = [*said[:2], *(word for word in said[2:] if word[0].isupper()), *after_such]
    near = await search.find_near(req.db, req.rep, said, limit=search.NEAR)
    meant = [client for client in near if is_spoken_of(client, said, perhaps)][:CANDIDATES]
    meant = meant or await spoken_of.find_within(req.db, req.rep, line.rest, limit=CANDIDATES)
    meant = meant or await spoken_of.find_cased(req.db, req.rep, perhaps, limit=CANDIDATES)
    return await _ask_who(req, line, name, meant) if meant or name else None


def _after_name(line: Line) -> str:
    """The line without the name that nobody had."""
    _before, found, after = line.rest.partition(line.named) if line.named else ("", "", "")
    return after.lstrip(f"{AFTER_A_NAME} ") if found else line.rest


def _without_name(req: Request, text: str, client: Client) -> str:
    """The line without the words at its beginning that come near this client's name."""
    name, after = split_name(text)
    said, known, count = (name or text).split(), search.fold(f"{client.name} {client.company}").split(), 0
    for at, word in enumerate(said, 1):
        if search.is_near(word, known) or spoken_of.is_cased(word, client.name):
            count = at
        elif word.casefold() not in BEFORE_A_NAME:
            break
    if not name:
        return cut(text, count)[1]
    kept = " ".join(said[count:])
    told = parse.apart(said[count:], parse.scene(req))
    return f"{told}, {after}" if told else ": ".join(filter(None, (kept, after)))


async def still_there(req: Request, client_id: int | None) -> Client | None:
    """The client, if there and to be seen."""
    return await clients.get(req.db, req.rep, client_id) if client_id is not None else None


def _only(found: Sequence[Client], line: Line, *, sure: bool = True) -> tuple[Client, Line]:
    if len(found) == 1 and sure:
        return found[0], line
    raise ask_which_one(found, line)


async def _ask_who(req: Request, line: Line, name: str, near: Sequence[Client]) -> Unfinished:
    """Nobody is called so: whoever comes near it, who was looked at last, or somebody new."""
    last = await still_there(req, req.looked_at or req.looked_before)
    found = [*near, *([last] if last and last.id not in {client.id for client in near} else [])]
    if name:
        text = _("I know no “{name}”. Who is it? Choose, or write their name. What you typed is kept.")
    else:
        text = _("Who is this about? Choose, or write their name. What you typed is kept.")
    card = Card(body=text.format(name=shorten(name, ECHO)))
    return ask(card, found, replace(line, named=name))


def _ask_about_older(client: Client, line: Line) -> Unfinished:
    text = _("Who is this about? The last one you looked at was {name}.").format(name=client.name)
    kept = _("Choose, or write their name. What you typed is kept.")
    return ask(Card(body=f"{text} {kept}"), [client], line)


async def ask_whose(req: Request, line: Line) -> Unfinished:
    """The line names nobody: who was looked at last is offered, and never assumed."""
    last = await still_there(req, req.looked_at or req.looked_before)
    if last:
        return _ask_about_older(last, line)
    text = _("Who is this about? Choose, or write their name. What you typed is kept.")
    return ask(Card(body=text), [], line)


def ask_which_one(found: Sequence[Client], line: Line) -> Unfinished:
    """Which of these clients the line means."""
    among = tuple(client.id for client in found)
    return ask(
        Card(title=_("Which one?"), body=_("What you typed is kept.")), found, replace(line, among=among)
    )


def ask(card: Card, found: Sequence[Client], line: Line) -> Unfinished:
    """One of these, or whoever is written next; the line is kept till then."""

    def rows(draft: int) -> tuple[Row, ...]:
        chosen = ((choose_client.button(label(client), draft, client.id),) for client in found)
        new = (
            ((create.button(_("Add {name}").format(name=as_names_are_written(line.named or "")), draft, ""),),)
            if _can_be_added(line)
            else ()
        )
        return (*chosen, *new, drop_row(draft))

    return Unfinished(card, replace(line, asks="client"), rows)


def _can_be_added(line: Line) -> bool:
    return bool(line.named) and len(line.named or "") <= NAME and is_visible(line.named or "")
