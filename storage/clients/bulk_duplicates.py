"""Find duplicates of many new clients together, much faster than one by one.

storage/clients/duplicates.py decides which of them are different.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients.new_client import NewClient
from storage.models import Client, ClientKind, ContactPoint
from storage.rights import Who, visible
from storage.search import client_search
from storage.search.normalise import fold_name

NAMES_AT_ONCE = 100  # per statement


async def find_alike_all(
    db: AsyncSession, who: Who, new: Sequence[NewClient]
) -> Sequence[Sequence[Client] | None]:
    """For each new client: existing ones with the same name and company, or a phone or e-mail in common.

    None if another of the new ones may be the same client.
    """
    marks = [{_called(each), *(value for _kind, value in each.reached_by)} for each in new]
    count = Counter(chain.from_iterable(marks))
    known: dict[str, list[Client]] = {mark: [] for mark in count}
    for client in await _named(db, who, new):
        known.get(_called(client), []).append(client)
    shared = select(ContactPoint.value, Client).join(Client, Client.id == ContactPoint.client_id)
    values = [value for each in new for _kind, value in each.reached_by]
    for value, client in await db.execute(shared.where(visible(who), ContactPoint.value.in_(values))):
        known[value].append(client)
    alike = ({client for mark in each for client in known[mark]} for each in marks)
    return [
        None if any(count[mark] > 1 for mark in each) else sorted(found, key=lambda client: client.id)
        for each, found in zip(marks, alike, strict=True)
    ]


def _called(client: Client | NewClient) -> str:
    """Name and company, ignoring companies' legal forms."""
    name = fold_name(client.name) if client.kind is ClientKind.COMPANY else client_search.fold(client.name)
    return f" {name} | {fold_name(client.company)} |"


async def _named(db: AsyncSession, who: Who, new: Sequence[NewClient]) -> Sequence[Client]:
    """Clients with these names, at any company; for a company also those whose names continue."""
    begins = {f" {client_search.fold(each.name)} |" for each in new}
    begins |= {f" {fold_name(each.name)} " for each in new if each.kind is ClientKind.COMPANY}
    ordered = sorted(begins)
    named: list[Client] = []
    for start in range(0, len(ordered), NAMES_AT_ONCE):
        some = map(client_search.starts_with, ordered[start : start + NAMES_AT_ONCE])
        named += await db.scalars(select(Client).where(visible(who), or_(*some)))
    return list(dict.fromkeys(named))
