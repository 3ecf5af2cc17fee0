"""Clients and their contact points."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.clients import duplicates
from storage.clients.new_client import MAX_VALUE, Birthday, NewClient, Point
from storage.models import (
    Client,
    ClientKind,
    ContactPoint,
    PointKind,
    Posting,
    Rep,
    Word,
)
from storage.rights import SYSTEM, Who, visible
from storage.search import client_search, normalise


async def get(db: AsyncSession, who: Who, client_id: int) -> Client | None:
    return await db.scalar(select(Client).where(visible(who), Client.id == client_id))


async def find_alike(db: AsyncSession, who: Who, new: NewClient, *, limit: int = 5) -> Sequence[Client]:
    """Clients who may be the same: a phone or e-mail in common, or the same name with nothing to distinguish
    them (storage/clients/duplicates.py).
    """
    found = select(Client).where(visible(who)).order_by(Client.id).limit(limit)
    alike = list(await duplicates.find(db, who, new))
    values = [value for _kind, value in new.reached_by]
    if values:  # separate queries: an OR of the two would read the whole table
        sharing = select(ContactPoint.client_id).where(ContactPoint.value.in_(values))
        alike += await db.scalars(found.where(Client.id.in_(sharing)))
    return sorted(set(alike), key=lambda client: client.id)[:limit]


async def add(db: AsyncSession, owner: Rep, new: NewClient, at: datetime) -> Client:
    """Add a client for this owner."""
    return (await add_all(db, owner, [new], at))[0]


async def add_all(db: AsyncSession, owner: Rep, new: Sequence[NewClient], at: datetime) -> Sequence[Client]:
    """Add many clients, faster than one by one."""
    made = [_client(owner, each, at) for each in new]
    db.add_all(made)
    await db.flush()
    for client, each in zip(made, new, strict=True):
        once = {(point.kind, point.value[:MAX_VALUE]): point for point in reversed(each.points)}
        db.add_all(_contact_point(client, point) for point in reversed(once.values()))
    if any(each.birthday for each in new):
        await look_again(db, owner.id)
    await db.flush()
    return made


async def edit(db: AsyncSession, client: Client, values: dict[str, Any]) -> None:
    """Set columns by name (`birthday` takes a Birthday or None). The caller got the client through `get`."""
    for name, value in values.items():
        if name == "birthday":
            _set_birthday(client, value)
            await look_again(db, client.owner_id)
        else:
            setattr(client, name, value)
    await db.flush()


async def points(db: AsyncSession, client: Client) -> Sequence[ContactPoint]:
    """The client's contact points. The caller got the client through `get`, so may see them."""
    known = select(ContactPoint).where(ContactPoint.client_id == client.id).order_by(ContactPoint.id)
    return (await db.scalars(known)).all()


async def put_point(db: AsyncSession, client: Client, point: Point) -> None:
    """Add a contact point unless the client has it."""
    value = point.value[:MAX_VALUE]
    same = (
        ContactPoint.client_id == client.id,
        ContactPoint.kind == point.kind,
        ContactPoint.value == value,
    )
    if await db.scalar(select(ContactPoint.id).where(*same)) is None:
        db.add(_contact_point(client, point))
        await db.flush()


async def set_points(db: AsyncSession, client: Client, kind: PointKind, wanted: Sequence[Point]) -> None:
    """Make `wanted` the client's only contact points of that kind."""
    values = {point.value[:MAX_VALUE] for point in wanted}
    for point in await points(db, client):
        if point.kind is kind and point.value not in values:
            await db.delete(point)
    for new in wanted:
        await put_point(db, client, new)
    await db.flush()


async def people_of(db: AsyncSession, who: Who, company: Client, *, limit: int = 10) -> Sequence[Client]:
    """The people whose company is this client."""
    theirs = Client.folded.contains(f"| {client_search.fold(company.name)} |", autoescape=True)
    longest = max(normalise.index_words(company.name), key=len, default="")
    perhaps = select(Posting.client_id).join(Word, Word.id == Posting.word_id).where(Word.word == longest)
    people = select(Client).where(visible(who), theirs, Client.kind == ClientKind.PERSON)
    people = people.where(Client.id.in_(perhaps))  # few rows: avoids a scan of `folded`
    return (await db.scalars(people.order_by(Client.folded, Client.id).limit(limit))).all()


async def born_on(
    db: AsyncSession, who: Who, days: Sequence[tuple[int, int]], *, limit: int
) -> Sequence[Client]:
    """Clients with a birthday on one of `days` (month, day); for a rep, only the rep's own."""
    if not days:
        return []
    born = or_(*((Client.birth_month == month) & (Client.birth_day == day) for month, day in days))
    found = select(Client).where(visible(who), born)
    if who is not SYSTEM:
        found = found.where(Client.owner_id == who.id)
    return (
        await db.scalars(found.order_by(Client.birth_month, Client.birth_day, Client.id).limit(limit))
    ).all()


async def look_again(db: AsyncSession, owner_id: int) -> None:
    """Repeat today's birthday check, because the owner has a new one to check. Each is announced only once."""
    owner = await db.get(Rep, owner_id)
    if owner and owner.birthdays_on:
        owner.birthdays_on -= timedelta(days=1)


def birthday(client: Client) -> Birthday | None:
    if client.birth_month is None or client.birth_day is None:
        return None
    return Birthday(client.birth_month, client.birth_day, client.birth_year)


def _client(owner: Rep, new: NewClient, at: datetime) -> Client:
    client = Client(
        kind=new.kind,
        name=new.name,
        company=new.company,
        title=new.title,
        tags=new.tags,
        about=new.about,
        owner_id=owner.id,
        created_at=at,
    )
    _set_birthday(client, new.birthday)
    return client


def _contact_point(client: Client, point: Point) -> ContactPoint:
    value = point.value[:MAX_VALUE]
    return ContactPoint(client_id=client.id, kind=point.kind, value=value, typed=point.typed)


def _set_birthday(client: Client, day: Birthday | None) -> None:
    client.birth_year = day.year if day else None
    client.birth_month = day.month if day else None
    client.birth_day = day.day if day else None
