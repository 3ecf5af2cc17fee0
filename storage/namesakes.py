"""Clients of one name, whatever their legal form: who may be the same, and who is told apart."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import search
from storage.models import EXTENSION_MARK, Client, ClientKind, ContactPoint, PointKind
from storage.rights import Who, visible
from storage.spelling import fold_name

if TYPE_CHECKING:
    from storage.clients import NewClient

MAX_NAMESAKES = 100  # looked at
SAME_DIGITS = 7  # of phones that may be the same


async def find(db: AsyncSession, who: Who, new: "NewClient") -> Sequence[Client]:
    """Those who are called so, and whom neither company nor birthday nor phones tell apart."""
    name = fold_name(new.name)
    begins = [search.begins(f" {each} |") for each in dict.fromkeys((search.fold(new.name), name))]
    found = select(Client).where(visible(who), or_(*begins)).order_by(Client.id).limit(MAX_NAMESAKES)
    named = list(await db.scalars(found))
    if new.kind is ClientKind.COMPANY or " " not in name:  # the others may be kept with another legal form
        said = await search.find_said(db, who, name, limit=MAX_NAMESAKES)
        named += [each for each in said if each not in named]
    named = [each for each in named if _is_called(each, name)]
    phones = await _phones(db, named) if named and _phones_of(new) else {}
    return [each for each in named if not is_told_apart(each, phones.get(each.id, frozenset()), new)]


def is_told_apart(known: Client, phones: frozenset[str], new: "NewClient") -> bool:
    """Whether two of one name are two: by their birthdays, by their companies; where one of those is not known,
    by their phones, too (`phones`: those of the known one, E.164).
    """
    if _born_apart(known, new):
        return True
    one, other = known.company and fold_name(known.company), new.company and fold_name(new.company)
    if one and other:
        return one != other
    theirs = _phones_of(new)
    return bool(phones and theirs) and {_end(one) for one in phones}.isdisjoint(map(_end, theirs))


def _is_called(known: Client, name: str) -> bool:
    """Alone, or together with the company: "bob ray ray ltd" is Bob Ray of Ray Ltd."""
    return name in (fold_name(known.name), fold_name(f"{known.name} {known.company}"))


def _born_apart(known: Client, new: "NewClient") -> bool:
    if new.birthday is None or known.birth_month is None:
        return False
    years = known.birth_year and new.birthday.year and known.birth_year != new.birthday.year
    return bool(years) or (known.birth_month, known.birth_day) != (new.birthday.month, new.birthday.day)


def _end(value: str) -> str:
    """The last digits of a phone: a number may be kept as it was typed, and an extension counts nothing."""
    return value.partition(EXTENSION_MARK)[0][-SAME_DIGITS:]


def _phones_of(new: "NewClient") -> frozenset[str]:
    return frozenset(point.value for point in new.points if point.kind is PointKind.PHONE)


async def _phones(db: AsyncSession, known: Sequence[Client]) -> Mapping[int, frozenset[str]]:
    points = select(ContactPoint.client_id, ContactPoint.value).where(
        ContactPoint.kind == PointKind.PHONE, ContactPoint.client_id.in_([client.id for client in known])
    )
    found: dict[int, frozenset[str]] = {}
    for client_id, value in await db.execute(points):
        found[client_id] = found.get(client_id, frozenset()) | {value}
    return found
