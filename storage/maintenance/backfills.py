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
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.connection import Database, transaction
from storage.database.dialects import dialect_of
from storage.models import Base, PointKind
from storage.search import activity_columns, deal_index, index
from storage.search.texts import interaction_index

BATCH = 2_000  # clients per transaction: a few hundredths of a second
SMALL = 20_000  # clients
LARGE_BATCH = 50_000  # while nobody waits for an answer: each writes most pages of an index anew
CACHE, LARGE_CACHE = 2_000, 200_000  # kilobytes of SQLite's: usually, and while indexes are written at random
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


FILLS: dict[str, Fill] = {
    "emails": fill_emails,
    "words": index.refill,
    "activity": activity_columns.refresh,
    "titles": deal_index.fill,
    "talks": interaction_index.fill,
}
SLOWER = {"talks": 20}  # a client takes so many times as long as in others: the batches are as much smaller
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


async def run_required(database: Database, tell: Tell = nobody) -> None:
    """Finish what nobody can be answered without; in a small database the rest, too, which takes no second."""
    left = await pending(database)
    if set(left) & set(REQUIRED):
        await _set_cache(database, LARGE_CACHE)
        await run(database, REQUIRED, tell, size=LARGE_BATCH)
        await _set_cache(database, CACHE)
    if left and await _is_small(database):
        await run(database, size=LARGE_BATCH)


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


async def _is_small(database: Database) -> bool:
    async with database.reader.connect() as connection:
        return (await connection.scalar(select(func.max(CLIENTS.c.id))) or 0) <= SMALL


async def _set_cache(database: Database, kilobytes: int) -> None:
    """For the writing connection of SQLite, which is the only one."""
    if database.is_sqlite:
        async with transaction(database) as db:
            await db.execute(text(f"PRAGMA cache_size = -{kilobytes}"))


async def _finish(database: Database, name: str, tell: Tell, size: int, rest: float) -> None:
    while (percent := await _percent_done(database, name)) is not None:
        tell(name, percent)
        began = time.monotonic()
        try:
            await _fill_batch(database, name, max(1, size // SLOWER.get(name, 1)))
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                raise
            await asyncio.sleep(RETRY_INTERVAL)
        await asyncio.sleep(rest * (time.monotonic() - began))
    tell(name, 100)


async def _fill_batch(database: Database, name: str, size: int) -> None:
    """Fill the next clients; at the end, delete the row of the backfill."""
    async with transaction(database) as db:
        this = BACKFILLS.c.name == name
        after = await db.scalar(select(BACKFILLS.c.after_id).where(this).with_for_update())
        if after is None:  # finished by another process
            return
        ids = await _lock_clients(db, after, size)
        if not ids:
            await db.execute(BACKFILLS.delete().where(this))
            return
        await db.run_sync(lambda session: FILLS[name](session.connection(), ids))
        await db.execute(update(BACKFILLS).where(this).values(after_id=ids[-1]))


async def _percent_done(database: Database, name: str) -> int | None:
    """How far the backfill has come; None: it has finished."""
    last = select(func.max(CLIENTS.c.id)).scalar_subquery()
    async with database.reader.connect() as connection:
        found = await connection.execute(select(BACKFILLS.c.after_id, last).where(BACKFILLS.c.name == name))
    return next((after * 100 // (newest or 1) for after, newest in found), None)


async def _lock_clients(db: AsyncSession, after: int, size: int) -> Sequence[int]:
    """The next clients, which no other transaction can change until this one ends."""
    if dialect_of(db) == "postgresql":
        await db.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    some = select(CLIENTS.c.id).where(CLIENTS.c.id > after).order_by(CLIENTS.c.id).limit(size)
    return (await db.scalars(some.with_for_update(key_share=True))).all()
