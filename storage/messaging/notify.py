"""PostgreSQL between processes: NOTIFY about queued rows, and a lock per chat."""

import asyncio
from collections.abc import Callable, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import Database
from storage.database.dialects import dialect_of
from storage.database.lease import Query
from storage.models import Place

QUEUED = "rapport_queued"
TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:chat, 0))")
NOTIFY = text("SELECT pg_notify(:word, '')")
RECONNECT_INTERVAL = 1.0  # seconds before reconnecting


async def notify(db: AsyncSession) -> None:
    """Wake the sending processes after the commit. SQLite has only one process."""
    if dialect_of(db) == "postgresql":
        await db.execute(NOTIFY, {"word": QUEUED})


async def listen(database: Database, heard: Callable[[], None]) -> None:
    """Call `heard` whenever another process has queued something, until cancelled. PostgreSQL only."""
    import psycopg

    url = database.writer.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
                await connection.execute(f"LISTEN {QUEUED}")
                async for _notice in connection.notifies():
                    heard()
        except psycopg.OperationalError:  # database unreachable: due rows are also found by polling
            await asyncio.sleep(RECONNECT_INTERVAL)


async def take_turn(db: AsyncSession, place: Place) -> None:
    for query in turn_query(db, place):
        await db.execute(*query)


def turn_query(db: AsyncSession, place: Place) -> Sequence[Query]:
    """Lock this chat until the transaction ends, waiting while another process handles an event in it.

    No query on SQLite: it has only one writer anyway.
    """
    return [(TURN, {"chat": "\n".join(place.key)})] if dialect_of(db) == "postgresql" else []
