"""What a migration leaves to be filled in is filled in batches, once, whatever happens meanwhile."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select, update

import storage
from storage.activities import interactions
from storage.clients import clients
from storage.clients.new_client import NewClient, Point
from storage.deals import deals
from storage.maintenance import backfills, schema
from storage.models import (
    Backfill,
    Client,
    ContactPoint,
    DealPosting,
    InteractionKind,
    InteractionWords,
    PointKind,
    Posting,
    Rep,
)
from storage.search import activity_columns
from tests.paths import ROOT
from tests.support import people
from tests.support.world import BEGINNING

MANY = 100  # clients
FILL = """
import asyncio, sys, storage
from storage.maintenance import backfills
database = storage.connect(sys.argv[1])
asyncio.run(backfills.run(database, size=1, tell=lambda name, percent: print(percent, flush=True)))
"""


async def _fill(database: storage.Database, count: int) -> Rep:
    """Clients who were called yesterday, in a base that has just been migrated."""
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        points = (Point(PointKind.EMAIL, "ivan@acme.ru", "ivan@acme.ru"),)
        new = [NewClient(f"Ivan {number}", company="Acme", points=points) for number in range(count)]
        for client in await clients.add_all(db, ann, new, BEGINNING):
            at = BEGINNING - timedelta(days=1)
            await interactions.add(
                db, ann, client, InteractionKind.CALL, at=at, now=BEGINNING, text="wants a roof"
            )
            await deals.add(db, ann, client, "Roof", None, "EUR", BEGINNING)
        await db.execute(update(Client).values(spoken_on=None))
        await db.execute(update(ContactPoint).values(domain=None))
        for noun in (Posting, DealPosting, InteractionWords):
            await db.execute(delete(noun))
        await db.execute(insert(Backfill), [{"name": name} for name in backfills.FILLS])
    return ann


async def _count_filled(database: storage.Database) -> dict[str, int]:
    async with storage.reading(database) as db:
        counts = {
            "activity": func.count(Client.spoken_on),
            "emails": func.count(ContactPoint.domain),
            "words": func.count(Posting.client_id.distinct()),
            "titles": func.count(DealPosting.deal_id.distinct()),
            "talks": func.count(InteractionWords.interaction_id),
        }
        return {name: await db.scalar(select(count)) or 0 for name, count in counts.items()}


async def test_all_clients_are_filled_and_progress_is_shown(database: storage.Database) -> None:
    await _fill(database, 7)
    shown: list[tuple[str, int]] = []
    await backfills.run(database, tell=lambda name, percent: shown.append((name, percent)), size=3)
    assert await _count_filled(database) == dict.fromkeys(backfills.FILLS, 7)
    assert await backfills.pending(database) == []
    for name in backfills.FILLS:
        percents = [percent for told, percent in shown if told == name]
        assert percents[0] == 0
        assert percents[-1] == 100
        assert percents == sorted(percents)
        assert len(percents) > 3


async def test_a_start_waits_only_for_what_clients_are_found_by(
    database: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfills, "SMALL", 0)
    await _fill(database, 3)
    await schema.migrate(database)
    assert await backfills.pending(database) == ["activity", "titles", "talks"]
    assert await _count_filled(database) == {"emails": 3, "words": 3, "activity": 0, "titles": 0, "talks": 0}


async def test_a_new_base_has_nothing_to_be_filled(database: storage.Database) -> None:
    assert await backfills.pending(database) == []


async def test_a_process_killed_in_the_middle_loses_nothing_and_the_next_one_goes_on(
    database: storage.Database,
) -> None:
    await _fill(database, MANY)
    process = await _start_filling(database)
    assert process.stdout
    while int(await process.stdout.readline()) < 30:
        pass
    process.kill()
    await process.wait()
    done = await _count_filled(database)
    first = next(iter(backfills.FILLS))
    assert 0 < done[first] < MANY, "it was killed before or after the work"
    async with storage.reading(database) as db:
        after = await db.scalar(select(Backfill.after_id).where(Backfill.name == first))
        before = select(func.count(Client.id)).where(Client.id <= after)
        assert await db.scalar(before) == done[first]
    await backfills.run(database)
    assert await _count_filled(database) == dict.fromkeys(backfills.FILLS, MANY)


async def test_two_processes_take_turns(database: storage.Database) -> None:
    await _fill(database, 20)
    await asyncio.gather(*(backfills.run(database, size=2) for _process in range(2)))
    assert await _count_filled(database) == dict.fromkeys(backfills.FILLS, 20)


async def test_it_gives_way_to_a_transaction_that_holds_a_client_and_goes_on_afterwards(
    database: storage.Database,
) -> None:
    await _fill(database, 6)
    async with storage.transaction(database) as db:
        await db.execute(select(Client.id).where(Client.name == "Ivan 3").with_for_update())
        running = asyncio.create_task(backfills.run(database, size=2))
        await asyncio.sleep(0.5)
        assert not running.done()
    await running
    assert await _count_filled(database) == dict.fromkeys(backfills.FILLS, 6)


async def test_what_is_written_meanwhile_stays(database: storage.Database) -> None:
    """A call, a new name and a new client, some before the backfill has come to them and some after."""
    ann = await _fill(database, 20)
    async with storage.reading(database) as db:
        first, *_others, last = (await db.scalars(select(Client).order_by(Client.id))).all()
    running = asyncio.create_task(backfills.run(database, size=2, rest=1.0))
    written = 0
    while not running.done() or not written:
        for client in (first, last):
            async with storage.transaction(database) as db:
                written += 1
                at = BEGINNING + timedelta(days=written)
                await interactions.add(db, ann, client, InteractionKind.CALL, at=at, now=at)
                (await db.get_one(Client, client.id)).name = f"Olga {written}"
                await db.flush()
                ids = [client.id]
                await db.run_sync(lambda session, ids=ids: activity_columns.refresh(session.connection(), ids))  # type: ignore[misc]
        await asyncio.sleep(0)
    await running
    async with storage.reading(database) as db:
        days = [(await db.get_one(Client, client.id)).spoken_on for client in (first, last)]
        named = [(await db.get_one(Client, client.id)).name for client in (first, last)]
    assert days == [(BEGINNING + timedelta(days=day)).date() for day in (written - 1, written)]
    assert named == [f"Olga {written - 1}", f"Olga {written}"]


async def _start_filling(database: storage.Database) -> Process:
    """A process that does what is pending, one client at a time."""
    url = database.writer.url.render_as_string(hide_password=False)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return await asyncio.create_subprocess_exec(sys.executable, "-c", FILL, url, stdout=PIPE, env=environment)
