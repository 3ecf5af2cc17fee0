"""Clients who may be those of many new rows, asked for together: much quicker than one by one."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import search
from storage.clients import LONGEST_VALUE, REACHED_BY, NewClient, birthday, points
from storage.models import Client, ClientKind, ContactPoint, PointKind
from storage.rights import Who, visible
from storage.spelling import LEGAL, LEGAL_HAN

NAMES_AT_ONCE = 100  # looked for in one statement
EXTENSION = ";ext="  # RFC 3966


async def find_all(db: AsyncSession, who: Who, new: Sequence[NewClient]) -> Sequence[Sequence[Client] | None]:
    """Those of the same name and company, or with a phone or e-mail in common.

    None where another of the new ones may be the same.
    """
    marks = [{_called(each), *_reached_by(each)} for each in new]
    count = Counter(chain.from_iterable(marks))
    known: dict[str, list[Client]] = {mark: [] for mark in count}
    for client in await _named(db, who, new):
        known.get(_called(client), []).append(client)
    shared = select(ContactPoint.value, Client).join(Client, Client.id == ContactPoint.client_id)
    values = [value for each in new for value in _reached_by(each)]
    for value, client in await db.execute(shared.where(visible(who), ContactPoint.value.in_(values))):
        known[value].append(client)
    alike = ({client for mark in each for client in known[mark]} for each in marks)
    return [
        None if any(count[mark] > 1 for mark in each) else sorted(found, key=lambda client: client.id)
        for each, found in zip(marks, alike, strict=True)
    ]


async def is_told_apart(db: AsyncSession, known: Client, new: NewClient) -> bool:
    """Whether two who are alike are two, nevertheless.

    Whoever has a phone or an e-mail in common is one. Else another name, company or birthday tells them apart,
    and another phone or e-mail, where there is no company.
    """
    reached = [(point.kind, point.value) for point in await points(db, known)]
    given = [(point.kind, point.value) for point in new.points]
    if any(_numbers(reached, kind) & _numbers(given, kind) for kind in REACHED_BY):
        return False
    if _called(known) != _called(new) or _is_born_apart(known, new):
        return True
    apart = ((_numbers(reached, kind), _numbers(given, kind)) for kind in REACHED_BY)
    return not new.company and new.kind is ClientKind.PERSON and any(one and other for one, other in apart)


def _numbers(reached: Sequence[tuple[PointKind, str]], of: PointKind) -> set[str]:
    """An extension counts for nothing: the switchboard has it."""
    return {value[:LONGEST_VALUE].partition(EXTENSION)[0] for kind, value in reached if kind is of}


def _is_born_apart(known: Client, new: NewClient) -> bool:
    one, other = birthday(known), new.birthday
    if not one or not other:
        return False
    return (one.month, one.day) != (other.month, other.day) or bool(
        one.year and other.year and one.year != other.year
    )


def _called(client: Client | NewClient) -> str:
    """Name and company; of a firm it counts for nothing which legal form was said."""
    name = without_form(client.name) if client.kind is ClientKind.COMPANY else search.fold(client.name)
    return f" {name} | {without_form(client.company)} |"


def without_form(name: str) -> str:
    """The folded name of a firm without "Ltd", "ООО", "有限公司"; all of it, if it is no more than that."""
    words = LEGAL.sub(" ", search.fold(LEGAL_HAN.sub(" ", name))).split()
    return " ".join(words) or search.fold(name)


def _reached_by(new: NewClient) -> list[str]:
    return [point.value[:LONGEST_VALUE] for point in new.points if point.kind in REACHED_BY]


async def _named(db: AsyncSession, who: Who, new: Sequence[NewClient]) -> Sequence[Client]:
    """The clients of these names, at any company; of a firm also those whose names go on."""
    begins = {f" {search.fold(each.name)} |" for each in new}
    begins |= {f" {without_form(each.name)} " for each in new if each.kind is ClientKind.COMPANY}
    ordered = sorted(begins)
    named: list[Client] = []
    for start in range(0, len(ordered), NAMES_AT_ONCE):
        some = map(search.begins, ordered[start : start + NAMES_AT_ONCE])
        named += await db.scalars(select(Client).where(visible(who), or_(*some)))
    return list(dict.fromkeys(named))
