"""When a client was last spoken with and how many deals are open is what the rows say, whatever wrote them."""

import asyncio
from datetime import date, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage.activities import interactions
from storage.deals import deals
from storage.models import Client, Interaction, InteractionKind, Rep, StageState
from storage.search import activity_columns
from tests.support import people
from tests.support.world import BEGINNING

TODAY = BEGINNING.date()


async def _refresh(db: AsyncSession, *clients: Client) -> None:
    ids = [client.id for client in clients]
    await db.run_sync(lambda session: activity_columns.refresh(session.connection(), ids))


async def _read(db: AsyncSession, client: Client) -> tuple[date | None, int]:
    found = await db.execute(select(Client.spoken_on, Client.open_deals).where(Client.id == client.id))
    spoken_on, open_deals = found.one()
    return spoken_on, open_deals


async def _call(db: AsyncSession, rep: Rep, client: Client, days_ago: float) -> None:
    at = BEGINNING - timedelta(days=days_ago)
    await interactions.add(db, rep, client, InteractionKind.CALL, at=at, now=BEGINNING)


async def test_the_last_interaction_and_open_deals_are_counted_anew(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        ivan, olga = [await people.client(db, ann, name) for name in ("Ivan", "Olga")]
        await _refresh(db, ivan, olga)
        assert await _read(db, ivan) == (None, 0)
        for days in (3, 1, 2):
            await _call(db, ann, ivan, days)
        made = [await deals.add(db, ann, ivan, "licence", 100, "USD", BEGINNING) for _ in range(2)]
        await _refresh(db, ivan, olga)
        assert await _read(db, ivan) == (TODAY - timedelta(days=1), 2)
        assert await _read(db, olga) == (None, 0)
        won = next(stage for stage in await deals.stages(db) if stage.state is StageState.WON)
        await deals.move(db, ann, made[0].id, made[0].stage_id, won, BEGINNING)
        await db.execute(delete(Interaction).where(Interaction.at > BEGINNING - timedelta(days=1, hours=1)))
        await _refresh(db, ivan)
        assert await _read(db, ivan) == (TODAY - timedelta(days=2), 1)


async def test_only_those_asked_for_are_written(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        ivan, olga = [await people.client(db, ann, name) for name in ("Ivan", "Olga")]
        for client in (ivan, olga):
            await _call(db, ann, client, 0)
        await db.execute(update(Client.__table__).values(spoken_on=None))  # type: ignore[arg-type]
        await _refresh(db, olga)
        await _refresh(db)
        assert await _read(db, ivan) == (None, 0)
        assert await _read(db, olga) == (TODAY, 0)


async def test_two_at_the_same_time_are_both_counted(database: storage.Database) -> None:
    """On PostgreSQL the second waits for the first, and then sees what it wrote."""
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        ivan = await people.client(db, ann, "Ivan")
    is_first_written = asyncio.Event()

    async def first() -> None:
        async with storage.transaction(database) as db:
            await _call(db, ann, ivan, 1)
            await deals.add(db, ann, ivan, "licence", 100, "USD", BEGINNING)
            await _refresh(db, ivan)
            is_first_written.set()
            await asyncio.sleep(0.2)

    async def second() -> None:
        await is_first_written.wait()
        async with storage.transaction(database) as db:
            await _call(db, ann, ivan, 5)
            await deals.add(db, ann, ivan, "support", 100, "USD", BEGINNING)
            await _refresh(db, ivan)

    await asyncio.gather(first(), second())
    async with storage.reading(database) as db:
        assert await _read(db, ivan) == (TODAY - timedelta(days=1), 2)
