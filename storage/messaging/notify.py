"""Between processes on one PostgreSQL: a word that something was queued, and one at a time for a chat."""

import asyncio
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import Database
from storage.models import Place

QUEUED = "rapport_queued"
AGAIN = 1.0  # seconds until the next try to connect


async def notify(db: AsyncSession) -> None:
    """With the commit, whoever sends is woken. On SQLite nobody else is there."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text("SELECT pg_notify(:word, '')"), {"word": QUEUED})


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
        except psycopg.OperationalError:  # the weather: what is queued is found by looking, too
            await asyncio.sleep(AGAIN)


async def take_turn(db: AsyncSession, place: Place) -> None:
    """Wait until no other process handles something of this chat; until the transaction ends it is ours.

    On SQLite there is one writer anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        chat = "\n".join(place.key)
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:chat, 0))")
        await db.execute(lock, {"chat": chat})
