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
    """The clients a sentence may mean by `name`: whoever is called exactly that, else whatever `find` gives."""
    if not parts(name):
        return []
    exact = select(Client).where(visible(who), _called(name)).order_by(*_rank(who, name)).limit(limit)
    return (await db.scalars(exact)).all() or (await find(db, who, name, limit=limit))[0]


async def find_said(db: AsyncSession, who: Who, words: str, *, limit: int) -> Sequence[Client]:
    """The clients whose name or company has all of these as whole words, in any order."""
    looked_for = parts(words)
    if not looked_for:
        return []
    said = and_(*(Client.folded.contains(f" {part} ", autoescape=True) for part in looked_for))
    found = select(Client).where(visible(who), said).order_by(*_rank(who, words)).limit(limit)
    return (await db.scalars(found)).all()


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
    digits = re.sub(r"\D", "", words)
    if PHONE.match(words) and len(digits) >= SHORTEST_PHONE:
        return [or_(_with_phone(digits), starts)]
    if "@" in words or re.search(r"\w\.\w", words):
        return [or_(_with_email(words.lower().lstrip("@")), starts)]
    return [starts, and_(*(Client.folded.contains(part, autoescape=True) for part in looked_for))]


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
