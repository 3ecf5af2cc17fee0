"""Finding a client by whatever a rep remembers: name, company, phone, e-mail, domain, tag."""

import re
from collections.abc import Sequence

from anyascii import anyascii
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, ContactPoint, PointKind
from storage.rights import SYSTEM, Who, visible

PHONE = re.compile(r"[\d\s()+./-]+\Z")
SHORTEST_PHONE = 4  # digits
AFTER_ALL = "\x7f"  # comes after every letter of a folded text
ALIKE, ENDING = 4, 2  # letters: so many are the same, and so many may be other, or more or fewer
NEAR = 100  # clients looked at more closely
LONGEST_WORDS, MOST_WORDS = 500, 30  # letters, words: nobody is called by more
LONGEST_FOLDED = 2_000  # letters: PostgreSQL's indexes take no more than 2,704 bytes
NATIONAL_PHONE = 9  # digits: a longer one may begin with a trunk digit


def fold(text: str) -> str:
    """The words of `text` in plain small letters: 'Łódź' and 'lodz', 'Иванов' and 'ivanov' fold alike."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).lower().replace("'", "")))


def folded(client: Client) -> str:
    """What a client is found by: ' name | company | tags', so that ' word' is the start of a word."""
    return f" {fold(client.name)} | {fold(client.company)} | {fold(client.tags)} "[:LONGEST_FOLDED]


def parts(words: str) -> list[str]:
    """The folded words to look for; none where they are too many to be anybody's name."""
    found = fold(words).split() if len(words) <= LONGEST_WORDS else []
    return found if len(found) <= MOST_WORDS else []


def begins(start: str) -> ColumnElement[bool]:
    """Whether what a client is found by begins so: a range of the index, unlike LIKE."""
    return (Client.folded >= start) & (Client.folded < start + AFTER_ALL)


async def find(
    db: AsyncSession, who: Who, words: str, *, limit: int, offset: int = 0
) -> tuple[Sequence[Client], int]:
    """The clients that match, best first, mine before others', and how many there are in all.

    A word counts from its start; only where nothing starts so, from its middle.
    """
    for matches in _matches(words):
        found = select(Client).where(visible(who), matches)
        total = await db.scalar(select(func.count()).select_from(found.subquery()))
        if total:
            page = found.order_by(*_rank(who, words)).limit(limit).offset(offset)
            return (await db.scalars(page)).all(), total
    return [], 0


async def find_named(db: AsyncSession, who: Who, name: str, *, limit: int) -> Sequence[Client]:
    """The clients a sentence may mean by `name`: whoever is called exactly that; else whoever has words in
    name or company that begin so, or such a phone or e-mail. A tag or the middle of a word names nobody.
    """
    looked_for = parts(name)
    if not looked_for:
        return []
    begin = and_(*(_in_name(part) for part in looked_for))
    point = _with_point(name)
    for meant in (_called(name), begin if point is None else or_(point, begin)):
        found = select(Client).where(visible(who), meant).order_by(*_rank(who, name)).limit(limit)
        if clients := (await db.scalars(found)).all():
            return clients
    return []


async def find_said(db: AsyncSession, who: Who, words: str, *, limit: int) -> Sequence[Client]:
    """The clients whose name or company has all of these as whole words, in any order."""
    looked_for = parts(words)
    if not looked_for:
        return []
    said = and_(*(_in_name(f"{part} ") for part in looked_for))
    found = select(Client).where(visible(who), said).order_by(*_rank(who, words)).limit(limit)
    return (await db.scalars(found)).all()


async def find_near(db: AsyncSession, who: Who, words: Sequence[str], *, limit: int) -> list[Client]:
    """The clients whose name or company has words much like some of these, the most first. Never to be taken
    unasked: they are for "do you mean".
    """
    looked_for = parts(" ".join(words))
    likely = [_in_name(part[: max(ALIKE, len(part) - 2 * ENDING)]) for part in looked_for if len(part) >= ALIKE]
    if not likely:
        return []
    rows = await db.scalars(select(Client).where(visible(who), or_(*likely)).order_by(Client.id).limit(NEAR))
    known = [(client, fold(f"{client.name} {client.company}").split()) for client in rows]
    times = [(sum(is_near(part, names) for part in looked_for), client) for client, names in known]
    return [client for count, client in sorted(times, key=lambda row: -row[0]) if count][:limit]


def is_near(word: str, known: Sequence[str]) -> bool:
    """Whether `word` is one of these folded words, or written much like one: with another ending, say."""
    return all(any(_is_like(part, name) for name in known) for part in fold(word).split() or [""])


async def starts_a_name(db: AsyncSession, who: Who, text: str) -> bool:
    """Whether some client's name starts with the whole of `text`."""
    start = fold(text)
    if not start:
        return False
    found = select(Client.id).where(visible(who), begins(f" {start}"))
    return await db.scalar(found.limit(1)) is not None


def _matches(words: str) -> list[ColumnElement[bool]]:
    words = words.strip()
    looked_for = parts(words)
    if not looked_for:
        return []
    starts = and_(*(Client.folded.contains(f" {part}", autoescape=True) for part in looked_for))
    point = _with_point(words)
    if point is not None:
        return [or_(point, starts)]
    return [starts, and_(*(Client.folded.contains(part, autoescape=True) for part in looked_for))]


def _is_like(typed: str, name: str) -> bool:
    begin = name[: max(ALIKE, len(name) - ENDING)]
    alike = len(name) >= ALIKE and typed.startswith(begin) and abs(len(typed) - len(name)) <= ENDING
    return typed == name or alike


def _in_name(start: str) -> ColumnElement[bool]:
    """Whether a word of the name or the company begins so: what is folded has one more "|" after these."""
    return Client.folded.like(f"% {start}%|%")


def _with_point(words: str) -> ColumnElement[bool] | None:
    words = words.strip()
    digits = re.sub(r"\D", "", words)
    if PHONE.match(words) and len(digits) >= SHORTEST_PHONE:
        return _with_phone(digits)
    if "@" in words or re.search(r"\w\.\w", words):
        return _with_email(words.lower().lstrip("@"))
    return None


def _with_phone(digits: str) -> ColumnElement[bool]:
    # A national number ("8 912 …", "030 …") ends like the international one, but for its trunk digit.
    tails = {digits[::-1], digits[:0:-1] if len(digits) > NATIONAL_PHONE else digits[::-1]}
    if digits.startswith("0"):
        tails.add(digits.lstrip("0")[::-1])
    ends = (ContactPoint.reversed.startswith(tail) for tail in tails if len(tail) >= SHORTEST_PHONE)
    return _has_point(PointKind.PHONE, or_(*ends))


def _with_email(words: str) -> ColumnElement[bool]:
    starts = ContactPoint.value.startswith(words, autoescape=True)
    at_domain = ContactPoint.value.contains(f"@{words}", autoescape=True)
    subdomain = ContactPoint.value.endswith(f".{words}", autoescape=True)
    return _has_point(PointKind.EMAIL, or_(starts, at_domain, subdomain))


def _has_point(kind: PointKind, matches: ColumnElement[bool]) -> ColumnElement[bool]:
    return Client.id.in_(select(ContactPoint.client_id).where(ContactPoint.kind == kind, matches))


def _called(name: str) -> ColumnElement[bool]:
    return begins(f" {fold(name)} |")


def _rank(who: Who, words: str) -> tuple[ColumnElement[int], ...]:
    start = fold(words)
    quality = case(
        (Client.folded.startswith(f" {start} |", autoescape=True), 0),
        (Client.folded.startswith(f" {start}", autoescape=True), 1),
        else_=2,
    )
    mine = case((Client.owner_id == (0 if who is SYSTEM else who.id), 0), else_=1)
    return quality, mine, Client.folded, Client.id  # type: ignore[return-value]
