"""Clients of one name, whatever their legal form: who may be the same, and who is told apart.

For many new ones at once they are found in storage/clients/bulk_duplicates.py.
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

MAX_NAMESAKES = 100  # looked at
SAME_DIGITS = 7  # at the end of phones that may be the same


async def find(db: AsyncSession, who: Who, new: NewClient) -> Sequence[Client]:
    """Those who are called so, and whom nothing tells apart."""
    name = fold_name(new.name)
    begins = [
        client_search.begins(f" {each} |") for each in dict.fromkeys((client_search.fold(new.name), name))
    ]
    found = select(Client).where(visible(who), or_(*begins)).order_by(Client.id).limit(MAX_NAMESAKES)
    named = list(await db.scalars(found))
    if new.kind is ClientKind.COMPANY or " " not in name:  # the others may be kept with another legal form
        said = await client_search.find_words(db, who, name, limit=MAX_NAMESAKES)
        named += [each for each in said if each not in named]
    named = [each for each in named if _is_called(each, name)]
    return await possible_duplicates(db, named, new)


async def possible_duplicates(db: AsyncSession, known: Sequence[Client], new: NewClient) -> Sequence[Client]:
    """Those of `known`, who are called alike, that may be `new`: the one rule for what is typed and for files.

    Whoever has a phone or an e-mail in common is one. Else two are told apart by their birthdays and by their
    companies; and where no company is known of both, people are by their phones and e-mails, too.
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
    if ClientKind.COMPANY in (known.kind, new.kind):  # a firm has many
        return False
    return not {kind for kind, _value in reached}.isdisjoint(kind for kind, _value in given)


def _is_called(known: Client, name: str) -> bool:
    """Alone, or together with the company: "bob ray ray ltd" is Bob Ray of Ray Ltd."""
    return name in (fold_name(known.name), fold_name(f"{known.name} {known.company}"))


def _born_apart(known: Client, new: NewClient) -> bool:
    if new.birthday is None or known.birth_month is None:
        return False
    years = known.birth_year and new.birthday.year and known.birth_year != new.birthday.year
    return bool(years) or (known.birth_month, known.birth_day) != (new.birthday.month, new.birthday.day)


def _is_one(one: Reached, other: Reached) -> bool:
    """Whether it is the same phone or e-mail. An extension counts for nothing: the switchboard has it."""
    (kind, value), (other_kind, other_value) = one, other
    numbers = [each.partition(EXTENSION_MARK)[0] for each in (value, other_value)]
    if kind is PointKind.PHONE and not all(number.startswith("+") for number in numbers):
        numbers = [number[-SAME_DIGITS:] for number in numbers]  # no country is known of one
    return kind is other_kind and numbers[0] == numbers[1]


async def _reached(db: AsyncSession, known: Sequence[Client]) -> Mapping[int, Sequence[Reached]]:
    points = select(ContactPoint.client_id, ContactPoint.kind, ContactPoint.value).where(
        ContactPoint.kind.in_(REACHED_BY), ContactPoint.client_id.in_([client.id for client in known])
    )
    found: dict[int, list[Reached]] = {}
    for client_id, kind, value in await db.execute(points):
        found.setdefault(client_id, []).append((kind, value))
    return found
