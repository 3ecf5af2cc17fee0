"""Find the client that a typed line is about, and ask with buttons where that is not clear."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, takewhile
from typing import TypeVar

from handlers.chat import Line, Request, Unfinished, requests
from handlers.parsing.activities import interaction_line
from handlers.resolve.client_questions import CANDIDATES, ask_about_older, ask_which_one, ask_who
from handlers.resolve.names import (
    AFTER_A_NAME,
    AFTER_HAN_NAME,
    BEFORE_A_NAME,
    MAX_NAME_WORDS,
    WITH_HAN,
    cut_words,
    in_small_letters,
    is_spoken_of,
    split_name,
    surname,
    written_as_name,
)
from handlers.resolve.visible_client import get_client, still_there
from storage.models import Client
from storage.search import client_search, names_in_text

T = TypeVar("T")

WHOLE_PHONE = 7  # digits


async def resolve_client(req: Request, line: Line) -> tuple[Client, Line] | None:
    """The client a line is about, and the line without the name; None if it names nobody. Raises Unfinished.

    The client on the card that the line replies to; the name before the first colon; else the longest leading
    words that name exactly one; else the client viewed last, unless the line seems to name somebody else.
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
        raise ask_about_older(looked_before, line)
    return None


async def names_somebody(req: Request, rest: str) -> bool:
    """Whether a line without a slash can be a command about a client: only if it says which client."""
    name, tail = split_name(rest)
    if name or req.about is not None:
        return bool(tail)
    found, _count = await _leading(req, rest.split())
    return len(found) == 1 or not rest


async def _replied(req: Request, line: Line, shown: Client) -> tuple[Client, Line]:
    """A reply to a card is about its client, unless it names another before a colon. Raises Unfinished."""
    name, rest = split_name(line.rest)
    if name and (found := await client_search.find_named(req.db, req.rep, name, limit=CANDIDATES)):
        return _only([shown] if shown in found else found, replace(line, rest=rest))
    named, count = await _leading(req, line.rest.split())
    return shown, replace(line, rest=cut_words(line.rest, count)[1]) if shown in named else line


async def _before_a_colon(req: Request, line: Line, name: str, rest: str) -> tuple[Client, Line]:
    """Raises Unfinished."""
    if found := await client_search.find_named(req.db, req.rep, name, limit=CANDIDATES):
        return _only(found, replace(line, rest=rest))
    said = name.split()
    for count in range(min(MAX_NAME_WORDS, len(said) - 1), 0, -1):  # "Kasia yesterday 15:00 1h: demo"
        told = interaction_line.join_times_and_outcome(said[count:], requests.scene(req))
        if told and (
            found := await client_search.find_words(req.db, req.rep, " ".join(said[:count]), limit=CANDIDATES)
        ):
            return _only(found, replace(line, rest=f"{told}, {rest}"))
    if client := await _in_another_case(req, said):
        return client, replace(line, rest=rest)
    near = await client_search.find_near(req.db, req.rep, said, limit=CANDIDATES)
    near = near or await names_in_text.find_cased(req.db, req.rep, said, limit=CANDIDATES)
    raise await ask_who(req, line, name, near)


async def _in_another_case(req: Request, said: Sequence[str]) -> Client | None:
    """The only client of whose name or company all these words are, with other endings."""
    asked = (req.db, req.rep, said)
    near = await client_search.find_near(*asked, limit=client_search.NEAR)
    near = near or await names_in_text.find_cased(*asked, limit=CANDIDATES)
    meant = [
        client
        for client in near
        if all(names_in_text.is_case_of(word, f"{client.name} {client.company}") for word in said)
    ]
    return meant[0] if len(meant) == 1 else None


async def _at_the_beginning(req: Request, line: Line) -> tuple[Client, Line] | None:
    """Raises Unfinished."""
    said = line.rest.split()
    for start in (0, 1) if said and said[0].casefold() in BEFORE_A_NAME else (0,):
        found, count = await _leading(req, said[start:])
        if found:
            named, tail = cut_words(line.rest, start + count)
            if more := surname(req, line, named, tail):
                raise await ask_who(req, line, f"{' '.join(said[start:][:count])} {more}", found)
            return _only(found, replace(line, rest=tail))
    return None


async def find_leading(
    said: Sequence[str], most: int, find: Callable[[str], Awaitable[Sequence[T]]]
) -> tuple[Sequence[T], int]:
    """What the longest leading words find, and how many they are: more words never find what fewer do not."""
    named: Sequence[T] = ()
    count = 0
    for words in range(1, min(most, len(said)) + 1):
        if not client_search.parts(begins := " ".join(said[:words])):  # a dash, a quotation mark
            continue
        if not (found := await find(begins)):
            break
        named, count = found, words
    return named, count


async def _leading(req: Request, said: Sequence[str]) -> tuple[Sequence[Client], int]:
    find = partial(client_search.find_words, req.db, req.rep, limit=CANDIDATES)
    return await find_leading(said, MAX_NAME_WORDS, find)


async def _by_phone(req: Request, line: Line) -> tuple[Client, Line] | None:
    """ "4417 no answer": a full number is certain; its last digits only if no client was viewed recently."""
    said = list(takewhile(client_search.PHONE.match, line.rest.split()))[:MAX_NAME_WORDS]
    for count in range(len(said), 0, -1):
        number = " ".join(said[:count])
        digits = sum(map(str.isdecimal, number))
        if digits < client_search.MIN_PHONE:
            break
        if found := await client_search.find_named(req.db, req.rep, number, limit=CANDIDATES):
            rest = replace(line, rest=cut_words(line.rest, count)[1])
            return _only(found, rest, sure=digits >= WHOLE_PHONE or req.looked_at is None)
    return None


async def _without_spaces(req: Request, line: Line) -> tuple[Client, Line] | None:
    """ "王伟没接", "给王伟打电话": the longest name at the start, if what follows cannot be part of it."""
    found = await names_in_text.find_within(req.db, req.rep, line.rest, limit=CANDIDATES)
    text = WITH_HAN.sub("", line.rest)
    names = {client.id: names_in_text.name_within(client, text) for client in found}
    begun = [client for client in found if names[client.id] and text.startswith(names[client.id])]
    if not begun:
        return None
    size = len(names[begun[0].id])
    if not AFTER_HAN_NAME.match(text[size:]):
        return None
    same = [client for client in begun if len(names[client.id]) == size]
    return _only(same, replace(line, rest=text[size:].lstrip(f"{AFTER_A_NAME} ")))


async def _somebody_else(req: Request, line: Line) -> Unfinished | None:
    """A question if the line begins with an unknown name, or has a known or similar name anywhere."""
    said = line.rest.split()
    skip = 1 if said and said[0].casefold() in BEFORE_A_NAME else 0
    text = cut_words(line.rest, skip)[1]
    name = written_as_name(req, line, text) or in_small_letters(req, line, text)
    after_such = [word for before, word in pairwise(said) if before.casefold() in BEFORE_A_NAME]
    perhaps = [*said[:2], *(word for word in said[2:] if word[0].isupper()), *after_such]
    near = await client_search.find_near(req.db, req.rep, said, limit=client_search.NEAR)
    meant = [client for client in near if is_spoken_of(client, said, perhaps)][:CANDIDATES]
    meant = meant or await names_in_text.find_within(req.db, req.rep, line.rest, limit=CANDIDATES)
    meant = meant or await names_in_text.find_cased(req.db, req.rep, perhaps, limit=CANDIDATES)
    return await ask_who(req, line, name, meant) if meant or name else None


def _only(found: Sequence[Client], line: Line, *, sure: bool = True) -> tuple[Client, Line]:
    if len(found) == 1 and sure:
        return found[0], line
    raise ask_which_one(found, line)
