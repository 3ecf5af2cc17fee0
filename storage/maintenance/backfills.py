"""Backfills: rows and columns of every client that a migration adds, filled in batches after it.

Each batch is a transaction that also stores how far the backfill has come: so it continues after a crash, other
transactions run in between, and several processes take turns. A client that is written meanwhile is locked (on
PostgreSQL) or waits, and both compute the same from the committed rows, so neither overwrites the other.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.connection import Database
from storage.models import Base, PointKind
from storage.search import activity_columns, index

BATCH = 2_000  # clients per transaction: a few hundredths of a second
LOCK_TIMEOUT = "200ms"  # shorter than PostgreSQL's deadlock_timeout: the batch gives way, not what people do
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code for that
RETRY_INTERVAL = 0.5  # seconds

BACKFILLS, POINTS, CLIENTS = (Base.metadata.tables[name] for name in ("backfills", "contact_points", "clients"))

Fill = Callable[[Connection, Sequence[int]], None]
Tell = Callable[[str, int], None]  # progress: the backfill's name, percent done


def fill_emails(connection: Connection, client_ids: Sequence[int]) -> None:
    emails = POINTS.c.kind == PointKind.EMAIL, POINTS.c.client_id.in_(client_ids)
    rows = connection.execute(select(POINTS.c.id, POINTS.c.value).where(*emails)).all()
    new = [{"point": id, "backwards": email[::-1], "after": email.rpartition("@")[2]} for id, email in rows]
    if new:
        this = update(POINTS).where(POINTS.c.id == bindparam("point"))
        connection.execute(this.values(reversed=bindparam("backwards"), domain=bindparam("after")), new)


FILLS: dict[str, Fill] = {"emails": fill_emails, "words": index.refill, "activity": activity_columns.refresh}
REQUIRED = ("emails", "words")  # clients cannot be found without: done before anybody is answered


def request(connection: Connection, name: str) -> None:
    """For migrations: have this filled in for all clients there are."""
    BACKFILLS.create(connection, checkfirst=True)
    if connection.scalar(select(CLIENTS.c.id).limit(1)) is not None:
        connection.execute(insert(BACKFILLS), {"name": name, "after_id": 0})


def nobody(_name: str, _percent: int) -> None:
    """Progress that is not shown."""


async def pending(database: Database) -> list[str]:
    """The backfills that have not finished."""
    async with database.reader.connect() as connection:
        found = set(await connection.scalars(select(BACKFILLS.c.name)))
    return [name for name in FILLS if name in found]


async def run(
    database: Database,
    names: Collection[str] = tuple(FILLS),
    tell: Tell = nobody,
    *,
    size: int = BATCH,
    rest: float = 0.0,
) -> None:
    """Finish those of these backfills that are pending. `rest`: the length of pauses, in times of a batch."""
    for name in await pending(database):
        if name in names:
            await _finish(database, name, tell, size, rest)


async def _finish(database: Database, name: str, tell: Tell, size: int, rest: float) -> None:
    percent: int | None = 0
    while percent is not None:
        tell(name, percent)
        began = time.monotonic()
        try:
            percent = await _fill_batch(database, name, size)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            await asyncio.sleep(RETRY_INTERVAL)
        await asyncio.sleep(rest * (time.monotonic() - began))
    tell(name, 100)


async def _fill_batch(database: Database, name: str, size: int) -> int | None:
    """Fill the next clients; return the percentage done, or None at the end."""
    async with database.writer.begin() as connection:
        this = BACKFILLS.c.name == name
        after = await connection.scalar(select(BACKFILLS.c.after_id).where(this).with_for_update())
        if after is None:  # finished by another process
            return None
        ids = await _lock_clients(connection, after, size)
        if not ids:
            await connection.execute(BACKFILLS.delete().where(this))
            return None
        await connection.run_sync(FILLS[name], ids)
        await connection.execute(update(BACKFILLS).where(this).values(after_id=ids[-1]))
        last = await connection.scalar(select(func.max(CLIENTS.c.id))) or ids[-1]
    return ids[-1] * 100 // last


async def _lock_clients(connection: AsyncConnection, after: int, size: int) -> Sequence[int]:
    """The next clients, which no other transaction can change until this one ends."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    some = select(CLIENTS.c.id).where(CLIENTS.c.id > after).order_by(CLIENTS.c.id).limit(size)
    return (await connection.scalars(some.with_for_update(key_share=True))).all()
