"""Find possible duplicates of a new client: same name, ignoring the legal form, and nothing that differs.

For many at once see storage/clients/bulk_duplicates.py.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients.new_client import REACHED_BY, NewClient, Reached
from storage.models import EXTENSION_MARK, Client, ClientKind, ContactPoint, PointKind
from storage.rights import Who, visible
from storage.search import client_search
from storage.search.normalise import fold_name

MAX_NAMESAKES = 100  # candidates
SAME_DIGITS = 7  # trailing digits that must be equal if a country code is missing


async def find(db: AsyncSession, who: Who, new: NewClient) -> Sequence[Client]:
    """Clients with the same name that nothing distinguishes from the new one."""
    name = fold_name(new.name)
    begins = [
        client_search.starts_with(f" {each} |") for each in dict.fromkeys((client_search.fold(new.name), name))
    ]
    found = select(Client).where(visible(who), or_(*begins)).order_by(Client.id).limit(MAX_NAMESAKES)
    named = list(await db.scalars(found))
    if new.kind is ClientKind.COMPANY or " " not in name:  # others may be stored with another legal form
        said = await client_search.find_words(db, who, name, limit=MAX_NAMESAKES)
        named += [each for each in said if each not in named]
    named = [each for each in named if _is_called(each, name)]
    return await possible_duplicates(db, named, new)


async def possible_duplicates(db: AsyncSession, known: Sequence[Client], new: NewClient) -> Sequence[Client]:
    """Those of `known`, who have the same name, that may be `new`: the one rule for typed input and imports.

    A phone or e-mail in common makes it the same client. Otherwise different birthdays or companies distinguish
    them, and people without two known companies also different phones or e-mails.
    """
    reached = await _reached(db, known) if known and new.reached_by else {}
    return [each for each in known if not _is_someone_else(each, reached.get(each.id, ()), new)]


def _is_someone_else(known: Client, reached: Sequence[Reached], new: NewClient) -> bool:
    given = new.reached_by
    if any(_is_one(*pair) for pair in product(reached, given)):
        return False
    if _born_apart(known, new):
        return True
    one, other = known.company and fold_name(known.company), new.company and fold_name(new.company)
    if one and other:
        return one != other
    if ClientKind.COMPANY in (known.kind, new.kind):  # a company has many phones and e-mails
        return False
    return not {kind for kind, _value in reached}.isdisjoint(kind for kind, _value in given)


def _is_called(known: Client, name: str) -> bool:
    """Whether the client has this name, alone or with the company: "bob ray ray ltd" is Bob Ray of Ray Ltd."""
    return name in (fold_name(known.name), fold_name(f"{known.name} {known.company}"))


def _born_apart(known: Client, new: NewClient) -> bool:
    if new.birthday is None or known.birth_month is None:
        return False
    years = known.birth_year and new.birthday.year and known.birth_year != new.birthday.year
    return bool(years) or (known.birth_month, known.birth_day) != (new.birthday.month, new.birthday.day)


def _is_one(one: Reached, other: Reached) -> bool:
    """Whether it is the same phone or e-mail. Extensions are ignored: they share the switchboard's number."""
    (kind, value), (other_kind, other_value) = one, other
    numbers = [each.partition(EXTENSION_MARK)[0] for each in (value, other_value)]
    if kind is PointKind.PHONE and not all(number.startswith("+") for number in numbers):
        numbers = [number[-SAME_DIGITS:] for number in numbers]  # one has no country code
    return kind is other_kind and numbers[0] == numbers[1]


async def _reached(db: AsyncSession, known: Sequence[Client]) -> Mapping[int, Sequence[Reached]]:
    points = select(ContactPoint.client_id, ContactPoint.kind, ContactPoint.value).where(
        ContactPoint.kind.in_(REACHED_BY), ContactPoint.client_id.in_([client.id for client in known])
    )
    found: dict[int, list[Reached]] = {}
    for client_id, kind, value in await db.execute(points):
        found.setdefault(client_id, []).append((kind, value))
    return found
