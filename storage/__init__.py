"""What is remembered: a base is one company's, on SQLite or PostgreSQL.

Functions over a session, one module per noun. None of them commits: `transaction` does, and nothing else.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool, PoolResetState

from storage import trips
from storage.changes import TrackedSession

READERS = 8  # all of them stay open: to open one takes longer than most that is asked of it
WRITER_PATIENCE = 30  # seconds a transaction waits for the one writing connection of SQLite
QUIET: dict[str, Any] = {"hide_parameters": True}  # errors are logged, and client data is not
# Of PostgreSQL: to compile a statement takes it a hundred times as long as ours take to run.
OPTIONS = "-c timezone=UTC -c jit=off"
LOCK_PATIENCE = 5_000  # milliseconds SQLite waits for another process
LAST_PATIENCE = 500  # the same, when we are about to leave

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
    engine = create_async_engine(
        url, pool_pre_ping=True, pool_size=10, connect_args={"options": OPTIONS}, **QUIET
    )
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


def is_weather(error: BaseException) -> bool:
    """The base is away: nobody's fault, and it will be back."""
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError)


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


def _session(engine: AsyncEngine) -> AsyncSession:
    return AsyncSession(engine, sync_session_class=TrackedSession, expire_on_commit=False)


def _sqlite(url: str) -> Database:
    pool: dict[str, Any] = {"max_overflow": 0, "pool_reset_on_return": None, **QUIET}
    writer = create_async_engine(url, pool_size=1, pool_timeout=WRITER_PATIENCE, **pool)
    reader = create_async_engine(url, pool_size=READERS, **pool)
    _prepare(writer, begin="BEGIN IMMEDIATE", query_only=False)
    _prepare(reader, begin="BEGIN", query_only=True)
    return Database(writer, reader)


def _prepare(engine: AsyncEngine, begin: str, query_only: bool) -> None:
    event.listen(engine.sync_engine, "do_connect", trips.connect)

    # A deferred transaction that turns into a writer fails with "locked", whatever busy_timeout says:
    # so the writer takes its lock at once, and the driver's own BEGIN is switched off.
    @event.listens_for(engine.sync_engine, "connect")
    def settle(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_PATIENCE}")
        cursor.execute("PRAGMA journal_mode = wal")
        cursor.execute("PRAGMA synchronous = full")  # a power cut must not lose a confirmed call
        cursor.execute("PRAGMA foreign_keys = on")
        cursor.execute(f"PRAGMA query_only = {int(query_only)}")
        cursor.close()

    # By itself the pool would roll back what has been committed: one more trip for every transaction.
    @event.listens_for(engine.sync_engine, "reset")
    def clear(connection: Any, _record: Any, state: PoolResetState) -> None:
        if not state.terminate_only and connection.driver_connection.in_transaction:
            engine.dialect.do_rollback(connection)

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        if connection.get_execution_options().get("hurried"):
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {LAST_PATIENCE}")
        connection.exec_driver_sql(begin)
