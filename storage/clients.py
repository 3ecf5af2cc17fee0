"""Clients and the ways to reach them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import search
from storage.models import Client, ClientKind, ContactPoint, PointKind, Rep
from storage.rights import SYSTEM, Who, visible


@dataclass(frozen=True)
class Point:
    """A way to reach a client: `value` normalised (E.164, lower case), `typed` as it was typed."""

    kind: PointKind
    value: str
    typed: str


@dataclass(frozen=True)
class Birthday:
    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True)
class NewClient:
    name: str
    kind: ClientKind = ClientKind.PERSON
    company: str = ""
    title: str = ""
    points: tuple[Point, ...] = ()
    birthday: Birthday | None = None
    tags: str = ""
    about: str = ""


async def get(db: AsyncSession, who: Who, client_id: int) -> Client | None:
    return await db.scalar(select(Client).where(visible(who), Client.id == client_id))


async def find_alike(db: AsyncSession, who: Who, new: NewClient, *, limit: int = 5) -> Sequence[Client]:
    """Clients who may be the same: a phone or e-mail in common, or the same name at the same company."""
    found = select(Client).where(visible(who)).order_by(Client.id).limit(limit)
    alike = list(await db.scalars(found.where(search.begins(_name_and_company(new)))))
    values = [point.value for point in new.points if point.kind in (PointKind.PHONE, PointKind.EMAIL)]
    if values:  # asked apart: an OR of the two would read the whole table
        sharing = select(ContactPoint.client_id).where(ContactPoint.value.in_(values))
        alike += await db.scalars(found.where(Client.id.in_(sharing)))
    return sorted(set(alike), key=lambda client: client.id)[:limit]


async def add(db: AsyncSession, owner: Rep, new: NewClient, at: datetime) -> Client:
    """Write down a new client; whoever makes one owns it."""
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
    client.folded = search.folded(client)
    db.add(client)
    await db.flush()
    for point in new.points:
        await put_point(db, client, point)
    return client


async def edit(db: AsyncSession, client: Client, values: dict[str, Any]) -> None:
    """Set columns by name (`birthday` takes a Birthday or None). The caller got the client through `get`."""
    for name, value in values.items():
        if name == "birthday":
            _set_birthday(client, value)
        else:
            setattr(client, name, value)
    client.folded = search.folded(client)
    await db.flush()


async def points(db: AsyncSession, client: Client) -> Sequence[ContactPoint]:
    """The caller got the client through `get`, so may see how to reach it."""
    known = select(ContactPoint).where(ContactPoint.client_id == client.id).order_by(ContactPoint.id)
    return (await db.scalars(known)).all()


async def put_point(db: AsyncSession, client: Client, point: Point) -> None:
    """Add a way to reach the client, once."""
    same = (
        ContactPoint.client_id == client.id,
        ContactPoint.kind == point.kind,
        ContactPoint.value == point.value,
    )
    if await db.scalar(select(ContactPoint.id).where(*same)) is None:
        digits = "".join(filter(str.isdigit, point.value)) if point.kind is PointKind.PHONE else ""
        db.add(
            ContactPoint(
                client_id=client.id,
                kind=point.kind,
                value=point.value,
                typed=point.typed,
                reversed=digits[::-1],
            )
        )
        await db.flush()


async def set_points(db: AsyncSession, client: Client, kind: PointKind, wanted: Sequence[Point]) -> None:
    """Make `wanted` all there is of that kind."""
    values = {point.value for point in wanted}
    for point in await points(db, client):
        if point.kind is kind and point.value not in values:
            await db.delete(point)
    for new in wanted:
        await put_point(db, client, new)
    await db.flush()


async def people_of(db: AsyncSession, who: Who, company: Client, *, limit: int = 10) -> Sequence[Client]:
    """The people who belong to a client that is a company."""
    theirs = Client.folded.contains(f"| {search.fold(company.name)} |", autoescape=True)
    people = select(Client).where(visible(who), theirs, Client.kind == ClientKind.PERSON)
    return (await db.scalars(people.order_by(Client.folded, Client.id).limit(limit))).all()


async def born_on(
    db: AsyncSession, who: Who, days: Sequence[tuple[int, int]], *, limit: int
) -> Sequence[Client]:
    """Clients whose birthday is one of `days` (month, day); a rep is given only the own ones."""
    if not days:
        return []
    born = or_(*((Client.birth_month == month) & (Client.birth_day == day) for month, day in days))
    found = select(Client).where(visible(who), born)
    if who is not SYSTEM:
        found = found.where(Client.owner_id == who.id)
    return (
        await db.scalars(found.order_by(Client.birth_month, Client.birth_day, Client.id).limit(limit))
    ).all()


def birthday(client: Client) -> Birthday | None:
    if client.birth_month is None or client.birth_day is None:
        return None
    return Birthday(client.birth_month, client.birth_day, client.birth_year)


def _set_birthday(client: Client, day: Birthday | None) -> None:
    client.birth_year = day.year if day else None
    client.birth_month = day.month if day else None
    client.birth_day = day.day if day else None


def _name_and_company(new: NewClient) -> str:
    return f" {search.fold(new.name)} | {search.fold(new.company)} |"
