"""Find clients by name, company, phone, e-mail address, domain or tag."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client
from storage.rights import SYSTEM, Who, visible
from storage.search import expansion, matching, normalise, queries, ranking
from storage.search.expansion import INSIDE, Hits
from storage.search.index import Field
from storage.search.matching import ANYWHERE, Within
from storage.search.normalise import Token
from storage.search.ranking import ALIKE, ENDING, Hit, SearchText, _is_like, is_like_any

PHONE = re.compile(r"[\d\s()+./-]+\Z")
EXTENSION = re.compile(r"[\s,;(]{0,3}(?:;ext=|[^\W\d_]{1,12})[\s.:]{0,3}\d{1,7}\)?\Z")
MIN_PHONE, ONLY_PHONE = 4, 7  # digits; from ONLY_PHONE on it is searched as a phone number only, not as words
NEAR = 100  # candidates compared in detail for "do you mean"
MAX_RANKED = queries.MAX_CLIENTS  # the true number of matches may be higher than this
OTHERS = 4  # fetch this many times the limit, because some candidates only sound alike and are dropped
MAX_LETTERS, MAX_WORDS = 500, 30  # no name is longer
MAX_FOLDED = 2_000  # letters: PostgreSQL limits index rows to 2,704 bytes

fold = normalise.fold
Forms = dict[Token, Hits]  # the indexed words that typed ones may stand for


def folded_text(client: Client) -> str:
    """The client's folded text ' name | company | tags ', used for comparing and sorting."""
    company, tags = client.company or "", client.tags or ""  # None before the defaults are written
    return f" {fold(client.name)} | {fold(company)} | {fold(tags)} "[:MAX_FOLDED]


def parts(words: str) -> list[str]:
    """The folded words to search for; none if the input is too long to be a name."""
    found = fold(words).split() if len(words) <= MAX_LETTERS else []
    return found if len(found) <= MAX_WORDS else []


def is_address(words: str) -> bool:
    """Whether it is a phone number or an e-mail address: then nothing but clients is searched for."""
    is_phone = PHONE.match(words) is not None and len(re.sub(r"\D", "", words)) >= ONLY_PHONE
    return is_phone or "@" in words


def starts_with(start: str) -> ColumnElement[bool]:
    """Whether the client's folded text starts with `start`. Unlike LIKE, this is an index range."""
    return (Client.folded >= start) & (Client.folded < start + matching.AFTER_ALL)


class Found(NamedTuple):
    """One page of matching client IDs (see `get_all`), the total, and whether they match only approximately."""

    ids: Sequence[int]
    total: int
    slipped: bool = False
    is_exact: bool = False  # the first is called just so


async def find(
    db: AsyncSession, who: Who, words: str, *, limit: int, offset: int = 0
) -> tuple[Sequence[Client], int]:
    """The matching clients, best first, and the total; from MAX_RANKED on there may be more.

    Words match by prefix; only if nothing does, in the middle of a word or with a typo.
    """
    found = await find_or_near(db, who, words, limit=limit, offset=offset)
    return await get_all(db, who, found.ids), found.total


async def find_or_near(
    db: AsyncSession,
    who: Who,
    words: str,
    *,
    limit: int,
    offset: int = 0,
    within: Within = ANYWHERE,
    forms: Forms | None = None,
    near: bool = True,
) -> Found:
    """Like `find`, and tells whether the matches are only approximate. `within` limits the search to some
    clients; without words it returns all of them, alphabetically. `forms`: what has been looked up for the
    words. `near`: also what sounds so, other keyboards, typos and the middle of words.
    """
    forms = {} if forms is None else forms
    words = _without_extension(words)
    if within.matches and not words:
        ids, total = await matching.page(db, who, within, limit=limit, offset=offset)
        return Found(ids, total)
    hits, said = await _found(db, who, words.strip(), within, forms, near=near)
    rated = ranking.without_sounding(ranking.rate(hits, said), said)
    if within.by:
        ids = [hit.id for _rating, hit in rated[offset : offset + limit]]
    else:
        ids = _page(ranking.groups(rated, _me(who)), offset, offset + limit)
    slipped = bool(hits) and said.slipped and not any(ranking.has_all_words(hit, said) for hit in hits)
    is_exact = not said.slipped and any(rating == ranking.EXACT for rating, _hit in rated)
    return Found(ids, len(rated), slipped, is_exact)


async def get_all(db: AsyncSession, who: Who, ids: Sequence[int]) -> Sequence[Client]:
    """Load these clients, in this order."""
    rows = await matching.clients(db, who, ids) if ids else {}
    return [rows[client_id] for client_id in ids if client_id in rows]


async def find_named(db: AsyncSession, who: Who, name: str, *, limit: int) -> Sequence[Client]:
    """The clients that `name` in a sentence may refer to: exact matches; otherwise clients with such word
    prefixes in name or company, or with such a phone or e-mail address. Tags and the middle of a word do not
    count.
    """
    if not parts(name):
        return []
    tokens = normalise.tokens(name)
    if hits := await matching.find_by_start(db, who, f" {fold(name)} |"):
        return await _first(db, who, hits, name, limit)
    point, typed = await _with_point(db, who, name), await expansion.find_forms(db, tokens)
    meant = [expansion.expand(token, typed[token]) for token in tokens]
    hits = await matching.with_words(db, who, meant, Field.COMPANY)
    return await _first(db, who, hits, name, limit, point)


async def find_words(db: AsyncSession, who: Who, words: str, *, limit: int) -> Sequence[Client]:
    """The clients whose name or company has all of these as whole words, in any order."""
    tokens = [replace(token, whole=True) for token in normalise.tokens(words)] if parts(words) else []
    typed = await expansion.find_forms(db, tokens)
    meant = [expansion.expand_whole(token, typed[token]) for token in tokens]
    hits = await matching.with_words(db, who, meant, Field.COMPANY)
    return await _first(db, who, hits, words, limit)


async def find_near(db: AsyncSession, who: Who, words: Sequence[str], *, limit: int) -> list[Client]:
    """The clients whose name or company has words similar to these, most matches first. Use only for "do you
    mean" suggestions.
    """
    tokens = [
        Token(part, normalise.sound(part), whole=True)
        for part in (long[: normalise.MAX_WORD] for long in parts(" ".join(words)))
        if len(part) >= ALIKE
    ]
    begin = [Token(token.text[: max(ALIKE, len(token.text) - 2 * ENDING)]) for token in tokens]
    known = await expansion.find_forms(db, begin, near=tokens)
    likely = [expansion.expand(token, known[token]) for token in begin]
    likely += [expansion.expand_near(token, {**known[token], INSIDE: ()}) for token in tokens]
    rows = await matching.with_any(db, who, [meant for meant in likely if meant], Field.COMPANY, limit=NEAR)
    called = [(client, fold(f"{client.name} {client.company}").split()) for client in rows]
    times = [(sum(is_like_any(token, names) for token in tokens), client) for client, names in called]
    return [client for count, client in sorted(times, key=lambda row: -row[0]) if count][:limit]


def is_near(word: str, known: Sequence[str]) -> bool:
    """Whether `word` equals one of these folded words or is similar to one, say with another ending."""
    return all(any(_is_like(part, name) for name in known) for part in fold(word).split() or [""])


async def is_called(db: AsyncSession, who: Who, words: str, rest: str) -> bool:
    """Whether a client's name or company has all these words: `rest` as prefixes, the others in full."""
    begun = {token.text for token in normalise.tokens(rest)} if parts(words) else set()
    tokens = [replace(token, whole=token.text not in begun) for token in normalise.tokens(words)]
    typed = await expansion.find_forms(db, tokens)
    meant = [expansion.expand_spelling(token, typed[token]) for token in tokens]
    return bool(await matching.with_words(db, who, meant, Field.COMPANY))


async def starts_a_name(db: AsyncSession, who: Who, text: str) -> bool:
    """Whether any client's name starts with the whole of `text`."""
    start = fold(text)
    if not start:
        return False
    found = select(Client.id).where(visible(who), starts_with(f" {start}"))
    return await db.scalar(found.limit(1)) is not None


async def _found(
    db: AsyncSession, who: Who, words: str, within: Within, forms: Forms, *, near: bool
) -> tuple[Sequence[Hit], SearchText]:
    """Matches as typed; else by sound or as typed on another keyboard; else with typos and inside words."""
    if not parts(words):
        return [], SearchText((), ())
    point = await _with_point(db, who, words, within)
    if point and ("@" in words or len(re.sub(r"\D", "", words)) >= ONLY_PHONE):
        return point, SearchText.of(normalise.tokens(words), words)
    readings, rest = normalise.readings(words), normalise.without_form(words)
    tokens = _each(readings)
    if not forms.keys() >= {*tokens}:
        forms |= await expansion.find_forms(db, tokens)
    known = {token: forms[token] for token in tokens}
    found = await _first_reading(db, who, words, readings, known, point, within)
    if found or not near or PHONE.match(words):
        return found or ([], SearchText((), ()))
    others = [*normalise.sound_readings(words), *normalise.on_other_keyboards(words)]
    more = await expansion.find_forms(db, _each(others), rest)
    found = await _first_reading(db, who, words, others, more, (), within)
    known = {token: {**known[token], **more[token]} for token in rest}
    forms |= known
    return found or await _nearly(db, who, rest, known, within)


async def _first_reading(
    db: AsyncSession,
    who: Who,
    words: str,
    readings: Sequence[Sequence[Token]],
    known: Mapping[Token, Hits],
    point: Sequence[Hit],
    within: Within,
) -> tuple[Sequence[Hit], SearchText] | None:
    """The hits of the first reading that finds any."""
    for reading in readings:
        meant, said = (
            [expansion.expand(token, known[token]) for token in reading],
            SearchText.of(reading, words),
        )
        is_han = not all(token.text.isascii() for token in reading)
        best = _called(said) if is_han else [*_called(said), f" {said.start}"]
        found = await matching.with_words(db, who, meant, within=within, best=best, checked=is_han)
        if hits := [*point, *found]:
            return list({hit.id: hit for hit in hits}.values()), said
    return None


def _each(readings: Sequence[Sequence[Token]]) -> list[Token]:
    return list(dict.fromkeys(token for reading in readings for token in reading))


def _called(said: SearchText) -> list[str]:
    """Prefixes of the folded text of an exact match: in either word order, or as one word."""
    exact = [said.start, said.together, " ".join(reversed(said.words))]
    return [f" {name} |" for name in dict.fromkeys(exact)]


async def _nearly(
    db: AsyncSession, who: Who, tokens: Sequence[Token], known: Mapping[Token, Hits], within: Within
) -> tuple[Sequence[Hit], SearchText]:
    """First correct only the words that match nothing, then all words."""
    near = [expansion.expand_near(token, known[token]) for token in tokens]
    some = [expansion.expand(token, known[token]) or other for token, other in zip(tokens, near, strict=True)]
    hits = await matching.with_words(db, who, some, within=within, slipped=True)
    if not hits and some != near:
        hits = await matching.with_words(db, who, near, within=within, slipped=True)
    return hits, SearchText(tokens, (), slipped=True)


async def _with_point(db: AsyncSession, who: Who, words: str, within: Within = ANYWHERE) -> Sequence[Hit]:
    # NFKC also handles full-width digits and signs. PostgreSQL text cannot contain NUL.
    words = unicodedata.normalize("NFKC", words).replace("\0", "").strip()
    digits = re.sub(r"\D", "", fold(words))
    if PHONE.match(words) and len(digits) >= MIN_PHONE:
        return await matching.with_phone(db, who, digits, within)
    if "@" in words or re.search(r"\w\.\w", words):
        return await matching.with_email(db, who, words.lower().lstrip("@"), within)
    return []


async def _first(
    db: AsyncSession, who: Who, hits: Sequence[Hit], name: str, limit: int, point: Sequence[Hit] = ()
) -> Sequence[Client]:
    """The clients a sentence may mean. Sound only counts across alphabets: Petrow is not Petrov."""
    said, reached = SearchText.of(normalise.tokens(name), name), {hit.id for hit in point}
    rated = ranking.rate([*{hit.id: hit for hit in (*point, *hits)}.values()], said)
    groups = ranking.groups(rated, _me(who))
    ordered = [client_id for group in groups for client_id in ranking.alphabetical(group)]
    found = await get_all(db, who, ordered[: limit * OTHERS])
    return [one for one in found if one.id in reached or _is_written_so(one, name, said)][:limit]


def _is_written_so(client: Client, name: str, said: SearchText) -> bool:
    if normalise.is_latin(name) is not normalise.is_latin(f"{client.name}{client.company}"):
        return True
    if normalise.HAN.search(f"{client.name}{client.company}") and (runs := normalise.HAN.findall(name)):
        return all(run in f"{client.name} {client.company}" for run in runs)  # no spaces between words
    known = fold(f"{client.name} {client.company}").split()
    return all(any(each.startswith(word) for each in known) for word in said.words)


def _page(groups: Sequence[Sequence[Hit]], start: int, end: int) -> list[int]:
    """The clients from `start` to `end`, of the sorted groups. Only those groups are sorted that are needed."""
    ids: list[int] = []
    for group in groups:
        is_needed = len(ids) < end and len(ids) + len(group) > start
        ids += ranking.order(group) if is_needed else (hit.id for hit in group)
    return ids[start:end]


def _without_extension(words: str) -> str:
    """Drop the extension of a full phone number."""
    number = EXTENSION.sub("", words.strip())
    is_phone = PHONE.match(number) and len(re.sub(r"\D", "", number)) >= ONLY_PHONE
    return number if is_phone else words


def _me(who: Who) -> int | None:
    return None if who is SYSTEM else who.id
