"""What is read or written leaves nothing behind, whatever becomes of whoever asked."""

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.pool import QueuePool

import storage
from storage.models import Rep


@pytest.mark.parametrize("way", [storage.reading, storage.transaction])
async def test_who_is_cancelled_while_a_session_closes_has_given_its_connection_back(
    database: storage.Database, way: type
) -> None:
    async def look() -> None:
        async with way(database) as db:
            await db.scalar(select(Rep.id))
            looking.cancel()  # is felt at the next wait

    looking = asyncio.create_task(look())
    await asyncio.wait({looking})
    pool = database.writer.sync_engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0
    assert database.readers.taken == 0
