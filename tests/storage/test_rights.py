"""Who has left sees nothing any more, whatever is asked."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import changes, clients, deals, follow_ups, interactions, search
from storage.clients import NewClient, Point
from storage.models import FollowUpState, InteractionKind, PointKind, Rep
from storage.rights import SYSTEM
from tests import people
from tests.world import BEGINNING, World

PHONE = Point(PointKind.PHONE, "+79123456789", "+7 912 345-67-89")
IVAN = NewClient("Ivan Petrov", company="Acme", points=(PHONE,), birthday=clients.Birthday(3, 12))


@dataclass
class Base:
    """One of each noun, all of them Ann's; and Ann, who has left."""

    db: AsyncSession
    ann: Rep


@pytest.fixture
async def base(world: World) -> AsyncIterator[Base]:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        changes.act(db, ann, BEGINNING, "console", "new")
        client = await clients.add(db, ann, IVAN, BEGINNING)
        await deals.add(db, ann, client, "Licence", 100, "USD", BEGINNING)
        await follow_ups.add(db, ann, client, "ring", BEGINNING, BEGINNING)
        kind = InteractionKind.CALL
        await interactions.add(db, ann, client, kind, at=BEGINNING, now=BEGINNING, text="hm")
        yield Base(db, ann)


def _looks(db: AsyncSession, who: Rep) -> dict[str, Awaitable[Any]]:
    return {
        "clients.get": clients.get(db, who, 1),
        "clients.find_alike": clients.find_alike(db, who, IVAN),
        "clients.born_on": clients.born_on(db, who, [(3, 12)], limit=9),
        "search.find": search.find(db, who, "petrov", limit=9),
        "search.find by phone": search.find(db, who, "6789", limit=9),
        "search.find_named": search.find_named(db, who, "Ivan Petrov", limit=9),
        "search.find_said": search.find_said(db, who, "petrov", limit=9),
        "search.starts_a_name": search.starts_a_name(db, who, "Ivan"),
        "deals.get": deals.get(db, who, 1),
        "deals.open_of": deals.open_of(db, who, limit=9),
        "deals.count_open_of": deals.count_open_of(db, who),
        "deals.open_of_client": deals.open_of_client(db, who, 1, limit=9),
        "deals.in_stage": deals.in_stage(db, who, 1, limit=9),
        "deals.find": deals.find(db, who, "licence", limit=9),
        "deals.sums": deals.sums(db, who),
        "deals.moves": deals.moves(db, who, 1),
        "follow_ups.get": follow_ups.get(db, who, 1),
        "follow_ups.next_of_client": follow_ups.next_of_client(db, who, 1),
        "follow_ups.newest": follow_ups.newest(db, who, 1),
        "follow_ups.open_until": follow_ups.open_until(db, who, BEGINNING.replace(year=2027), limit=9),
        "follow_ups.count_overdue": follow_ups.count_overdue(db, who, BEGINNING.replace(year=2027)),
        "interactions.get": interactions.get(db, who, 1),
        "interactions.of_client": interactions.of_client(db, who, 1, limit=9),
        "interactions.count_of_client": interactions.count_of_client(db, who, 1),
    }


def _is_something(found: Any) -> bool:
    return bool(found and any(found)) if isinstance(found, tuple) else bool(found)


async def test_a_rep_sees_what_there_is(base: Base) -> None:
    seen = {name: await look for name, look in _looks(base.db, base.ann).items()}
    assert all(_is_something(found) for found in seen.values()), seen


async def test_who_has_left_sees_nothing(base: Base) -> None:
    base.ann.active = False
    await base.db.flush()
    seen = {name: await look for name, look in _looks(base.db, base.ann).items()}
    assert not {name for name, found in seen.items() if _is_something(found)}


async def test_who_has_left_changes_nothing(base: Base) -> None:
    base.ann.active = False
    await base.db.flush()
    offer = (await deals.stages(base.db))[2]
    state, now = FollowUpState.DONE, BEGINNING
    assert not await deals.move(base.db, base.ann, 1, 1, offer, now)
    assert not await follow_ups.close(base.db, base.ann, 1, BEGINNING, state, now)
    assert not await follow_ups.snooze(base.db, base.ann, 1, BEGINNING, now.replace(year=2027))
    await deals.edit(base.db, base.ann, 1, {"amount": 1})
    found = await deals.get(base.db, SYSTEM, 1)
    assert found is not None and found[0].amount == 100
    assert (await clients.get(base.db, SYSTEM, 1)) is not None
