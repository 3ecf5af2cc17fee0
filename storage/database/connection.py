"""Database connections and transactions: SQLite through aiosqlite, PostgreSQL through psycopg."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from storage.database import sqlite_driver
from storage.database.pool import Pool
from storage.database.session import Reader, TrackedSession, Transaction

READERS = 8
WRITERS = 10  # on PostgreSQL; SQLite has one writer at a time
QUIET: dict[str, Any] = {"hide_parameters": True}  # errors are logged, client data must not be
CANCEL_TIMEOUT = 1.0  # seconds for a database to finish after a cancellation
# PostgreSQL: JIT compilation takes longer than our queries, and the data is mostly in memory.
OPTIONS = "-c timezone=UTC -c jit=off -c random_page_cost=1.1 -c work_mem=16MB"
READ_ONLY = f"{OPTIONS} -c default_transaction_read_only=on"

FOREIGN_KEY_VIOLATION = "23503"  # of PostgreSQL
T = TypeVar("T")

_left_alone: set[asyncio.Task[Any]] = set()


@dataclass(frozen=True)
class Database:
    """A writing and a reading engine. SQLite gets one writing connection: several stall for seconds."""

    writer: AsyncEngine
    reader: AsyncEngine
    writers: Pool
    readers: Pool

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def hurry(self) -> None:
        """Wait only briefly for other processes from now on, because we are shutting down."""
        self.writers.is_hurried = True

    async def close(self) -> None:
        await self.readers.close()
        await self.writers.close()
        await self.reader.dispose()
        await self.writer.dispose()


def connect(url: str) -> Database:
    """Open the database at `url` (sqlite+aiosqlite:///… or postgresql+psycopg://…)."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    writer = create_async_engine(url, poolclass=NullPool, connect_args={"options": OPTIONS}, **QUIET)
    # A look is one statement, or several that need not see the same moment: it takes no transaction.
    reader = create_async_engine(
        url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"options": READ_ONLY}, **QUIET
    )
    return Database(writer, reader, Pool(writer, WRITERS, kept=WRITERS), Pool(reader, READERS, kept=READERS))


def separate(database: Database) -> Database:
    """The same database on connections of its own, for what must not wait behind other work (PostgreSQL)."""
    if database.is_sqlite:
        return database
    engine = create_async_engine(database.writer.url, poolclass=NullPool, **QUIET)
    return Database(engine, engine, Pool(engine, WRITERS, kept=0), Pool(engine, READERS, kept=0))


@asynccontextmanager
async def transaction(database: Database) -> AsyncIterator[AsyncSession]:
    """A transaction that commits at the end, or rolls back on an exception."""
    db = Transaction(database.writers)
    try:
        yield db
        await db.commit()
    finally:
        await _close(db.close(), is_quiet=db.is_quiet)


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[AsyncSession]:
    """A read-only session that waits for no writer. Objects loaded by it cannot be changed."""
    db = Reader(database.readers)
    try:
        yield cast(AsyncSession, db)
    finally:
        await _close(db.lease.close(), is_quiet=db.lease.is_quiet)


def is_outage(error: BaseException) -> bool:
    """Whether the error is a database outage: temporary, and not caused by the statement."""
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError)


def is_gone(error: BaseException) -> bool:
    """Whether a row could not be written because what it belongs to was deleted at the same time: PostgreSQL
    says so. SQLite has one writer.
    """
    orig = error.orig if isinstance(error, exc.IntegrityError) else None
    return getattr(orig, "sqlstate", "") == FOREIGN_KEY_VIOLATION


def is_damaged(error: BaseException) -> bool:
    """Whether the SQLite file is corrupt or not a database: only a backup helps."""
    if isinstance(error, exc.DatabaseError):
        error = error.orig or error
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the upper bits are the extended code
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Run `work` with a timeout. Raises TimeoutError on time.

    Cancelling a driver whose server hangs can take long: that continues in the background.
    """
    task = asyncio.create_task(work)
    _left_alone.add(task)
    task.add_done_callback(_ended)
    try:
        if not (await asyncio.wait({task}, timeout=seconds))[0]:
            raise TimeoutError
    finally:
        task.cancel()
    return task.result()


def _ended(task: asyncio.Task[Any]) -> None:
    _left_alone.discard(task)
    if not task.cancelled():
        task.exception()  # mark the exception as retrieved


async def _close(work: Coroutine[Any, Any, None], *, is_quiet: bool) -> None:
    """Finish `work` even if cancelled meanwhile: a pool only closes connections that were returned to it."""
    if is_quiet:  # nothing in it waits
        await work
        return
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=CANCEL_TIMEOUT)
        raise


def _sqlite(url: str) -> Database:
    writer = create_async_engine(url, pool_size=1, max_overflow=0, **QUIET)
    reader = create_async_engine(url, pool_size=READERS, max_overflow=0, **QUIET)
    _prepare(writer, is_reader=False)
    _prepare(reader, is_reader=True)
    return Database(writer, reader, Pool(writer, 1, kept=1), Pool(reader, READERS, kept=READERS))


def _prepare(engine: AsyncEngine, *, is_reader: bool) -> None:
    event.listen(engine.sync_engine, "do_connect", sqlite_driver.connect)

    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: DBAPIConnection, _record: Any) -> None:
        assert isinstance(connection, sqlite_driver.Adapted)
        connection.is_reader = is_reader
        connection.isolation_level = None  # the driver's own BEGIN is switched off
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = wal")
        cursor.execute("PRAGMA synchronous = full")  # a power cut must not lose a confirmed call
        cursor.execute("PRAGMA foreign_keys = on")
        cursor.execute(f"PRAGMA query_only = {int(is_reader)}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        ours = sqlite_driver.adapted_connection(connection)
        assert ours
        ours.at_once = False
        if not ours.in_transaction:  # otherwise the ORM joins a transaction of ours
            connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


@event.listens_for(TrackedSession, "after_begin")
def _allow(_session: Session, _transaction: Any, connection: Connection) -> None:
    if ours := sqlite_driver.adapted_connection(connection):
        ours.at_once = True
