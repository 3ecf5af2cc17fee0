"""An answer that whoever queues it sends, too: nobody has to claim it, and nothing is overtaken."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

import storage
from bot.outbound.delivery import LEASE
from handlers.chat import Card
from storage.messaging import claims as storage_claims
from storage.messaging import outbox
from storage.models import Outbox
from tests.support import recording
from tests.support.recording import Recorder
from tests.support.world import World

ANN, BORIS = "11", "12"
LOOKS = 5_000


@pytest.fixture
async def telegram(world: World) -> Recorder:
    channel = Recorder("telegram")
    world.delivery.add(channel)
    return channel


@pytest.fixture
async def running(world: World, telegram: Recorder) -> AsyncIterator[None]:
    task = asyncio.create_task(world.delivery.run())
    await asyncio.sleep(0)
    yield
    task.cancel()
    await asyncio.wait({task})


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every claim there is from here on."""
    made: list[object] = []
    usual = storage_claims.claim

    async def claim(*given: object, **more: object) -> object:
        made.append(given)
        return await usual(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(storage_claims, "claim", claim)
    return made


async def _queue(world: World, chat: str, *texts: str) -> None:
    async with storage.transaction(world.database) as db:
        for text in texts:
            await world.delivery.queue(db, recording.place(chat), Card(body=text), None)
    world.delivery.go(db)


async def _came(telegram: Recorder, *texts: str) -> None:
    for _look in range(LOOKS):
        if len(telegram.sent) >= len(texts):
            break
        await asyncio.sleep(0.001)
    assert telegram.texts() == [f"\n{text}" for text in texts]


async def _rows(world: World) -> list[Outbox]:
    async with storage.reading(world.database) as db:
        return [*(await db.scalars(select(Outbox).order_by(Outbox.id)))]


async def _closed(world: World) -> list[Outbox]:
    for _look in range(LOOKS):
        rows = await _rows(world)
        if all(row.closed_at for row in rows):
            return rows
        await asyncio.sleep(0.001)
    raise TimeoutError


@pytest.mark.usefixtures("running")
async def test_it_leaves_without_being_claimed(world: World, telegram: Recorder, claims: list[object]) -> None:
    await _queue(world, ANN, "first")
    await _came(telegram, "first")
    [row] = await _closed(world)
    assert (row.sent, row.lease_until, row.tries) == ("1", None, 0)
    assert claims == []


@pytest.mark.usefixtures("running")
async def test_what_comes_after_another_waits_for_it(
    world: World, telegram: Recorder, claims: list[object]
) -> None:
    may_arrive = asyncio.Event()
    telegram.when_sent = may_arrive.wait
    await _queue(world, ANN, "first", "second")
    await _queue(world, ANN, "third")
    telegram.when_sent = None
    may_arrive.set()
    await _came(telegram, "first", "second", "third")
    await _closed(world)
    assert claims


@pytest.mark.usefixtures("running")
async def test_what_is_held_back_is_not_overtaken(world: World, telegram: Recorder) -> None:
    async with storage.transaction(world.database) as db:
        later = world.clock() + timedelta(minutes=1)
        await outbox.queue(db, "telegram", "", ANN, Card(body="first").to_json(), later)
    await _queue(world, ANN, "second")
    await _queue(world, BORIS, "to another")
    await _came(telegram, "to another")
    world.clock.now += timedelta(minutes=2)
    world.delivery.wake()
    await _came(telegram, "to another", "first", "second")


async def test_until_it_is_committed_nothing_leaves(world: World, telegram: Recorder, running: None) -> None:
    with pytest.raises(ZeroDivisionError):
        async with storage.transaction(world.database) as db:
            await world.delivery.queue(db, recording.place(ANN), Card(body="never"), None)
            raise ZeroDivisionError
    await world.delivery.settle()
    assert telegram.sent == [] and await _rows(world) == []


async def test_what_dies_with_it_in_hand_lets_go_of_it(world: World, telegram: Recorder, running: None) -> None:
    """As if killed between the commit and the sending."""
    async with storage.transaction(world.database) as db:
        await world.delivery.queue(db, recording.place(ANN), Card(body="first"), None)
    [row] = await _rows(world)
    assert row.lease_until == world.clock() + LEASE
    other = World.around(world.database, world.clock)
    other.delivery.add(telegram)
    await other.delivery.drain()
    assert telegram.sent == []  # it is in somebody's hand
    await other.delivery.begin("telegram")  # who is known to be gone
    await other.delivery.drain()
    await _came(telegram, "first")


@pytest.mark.usefixtures("telegram")
async def test_where_nobody_is_sending_it_waits_like_all_others(world: World) -> None:
    await _queue(world, ANN, "first")
    [row] = await _rows(world)
    assert row.lease_until is None
