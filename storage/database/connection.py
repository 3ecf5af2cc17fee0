"""Connections to a base, and the transactions on them: SQLite through aiosqlite, PostgreSQL through psycopg."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from storage.database import sqlite_driver
from storage.database.tracking import TrackedSession

READERS = 8  # all of them stay open: to open one takes longer than most that is asked of it
WRITER_TIMEOUT = 30  # seconds a transaction waits for the one writing connection of SQLite
QUIET: dict[str, Any] = {"hide_parameters": True}  # errors are logged, and client data is not
LAST_WORD = 1.0  # seconds for a base to answer somebody who is cancelled
CLOSING_TIMEOUT = 500  # milliseconds SQLite waits for another process, when we are about to leave
# Of PostgreSQL. To compile a statement takes longer than ours run, and what they look up is mostly in memory.
OPTIONS = "-c timezone=UTC -c jit=off -c random_page_cost=1.1"

T = TypeVar("T")

_left_alone: set[asyncio.Task[Any]] = set()


@dataclass(frozen=True)
class Database:
    """Two ways to one base. On SQLite only one connection writes: many at once stall for seconds."""

    writer: AsyncEngine
    reader: AsyncEngine

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    def hurry(self) -> None:
        """From here on wait for no other process for long: we are about to leave."""
        if self.is_sqlite:
            # Not one more listener: a transaction that begins just now would fail.
            self.writer.sync_engine.update_execution_options(hurried=True)

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


def connect(url: str) -> Database:
    """Open the base at `url` (sqlite+aiosqlite:///… or postgresql+psycopg://…)."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    how = {"connect_args": {"options": OPTIONS}, **QUIET}
    engine = create_async_engine(url, pool_pre_ping=True, pool_size=10, **how)
    return Database(writer=engine, reader=engine.execution_options(postgresql_readonly=True))


def apart(database: Database) -> Database:
    """The same base through connections of its own, for what must not wait for the others' work."""
    if database.is_sqlite:
        return database
    engine = create_async_engine(database.writer.url, poolclass=NullPool, **QUIET)
    return Database(engine, engine)


@asynccontextmanager
async def transaction(database: Database) -> AsyncIterator[AsyncSession]:
    """All of what happens inside, or nothing of it."""
    async with _session(database.writer) as db, db.begin():
        yield db


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[AsyncSession]:
    """A look that changes nothing and waits for no writer."""
    async with _session(database.reader) as db:
        yield db


def is_outage(error: BaseException) -> bool:
    """The base is away: nobody's fault, and it will be back."""
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError)


def is_damaged(error: BaseException) -> bool:
    """The file of an SQLite base is broken, or none of SQLite's: only a backup helps."""
    if isinstance(error, exc.DatabaseError):
        error = error.orig or error
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended codes say more in their upper bits
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What a base says in time. Raises TimeoutError, and that in time, too.

    A driver whose server hangs takes long to be cancelled: it is left alone with that.
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
        task.exception()  # nobody else asks any more


@asynccontextmanager
async def _session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    db = AsyncSession(engine, sync_session_class=TrackedSession, expire_on_commit=False)
    try:
        yield db
    finally:
        if engine.dialect.name == "sqlite":  # nothing is waited for in it
            await db.close()
        else:
            await _to_its_end(db.close())


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Whoever is cancelled meanwhile ends it all the same: a pool closes only what was given back to it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=LAST_WORD)
        raise


def _sqlite(url: str) -> Database:
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=WRITER_TIMEOUT, **QUIET)
    reader = create_async_engine(url, pool_size=READERS, max_overflow=0, **QUIET)
    _prepare(writer, is_reader=False)
    _prepare(reader, is_reader=True)
    return Database(writer, reader)


def _prepare(engine: AsyncEngine, *, is_reader: bool) -> None:
    event.listen(engine.sync_engine, "do_connect", sqlite_driver.connect)

    # A deferred transaction that turns into a writer fails with "locked", whatever busy_timeout says:
    # so the writer takes its lock at once, and the driver's own BEGIN is switched off.
    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = wal")
        cursor.execute("PRAGMA synchronous = full")  # a power cut must not lose a confirmed call
        cursor.execute("PRAGMA foreign_keys = on")
        cursor.execute(f"PRAGMA query_only = {int(is_reader)}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        ours = sqlite_driver.adapted(connection)
        assert ours
        ours.at_once = False
        if connection.get_execution_options().get("hurried"):
            ours.patience = CLOSING_TIMEOUT
        if is_reader:
            ours.begin()
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(TrackedSession, "after_begin")
def _allow(_session: Session, _transaction: Any, connection: Connection) -> None:
    if ours := sqlite_driver.adapted(connection):
        ours.at_once = True
