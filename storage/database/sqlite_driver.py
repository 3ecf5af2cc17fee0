"""SQLite driver that runs short statements inline and the others in the connection's thread.

Most take some tens of microseconds, less than the way to another thread and back. Inline statements block the
event loop: so a SELECT is interrupted when its time is up or another process has locked the database, and
repeated in the thread; one marked as long goes there at once. A write cannot be interrupted (SQLite would roll
back the whole transaction): only single rows are written inline.
"""

import re
import sqlite3
import time
from collections import deque
from collections.abc import Sequence
from contextlib import closing
from enum import Enum
from functools import lru_cache
from math import inf
from typing import Any

import aiosqlite
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.util.concurrency import await_

from storage.database.prepared import Call, Found, Row

MAX_INLINE_TIME = 0.001  # seconds for an inline SELECT
STEPS = 5_000  # SQLite VM instructions between two checks of the clock: some hundred microseconds
STATEMENTS = 1_000  # cached classifications
FEW = 10  # rows written inline
BUSY_TIMEOUT = 5_000  # milliseconds
HURRIED_TIMEOUT = 500  # milliseconds, during shutdown
LOOK = re.compile(r"\s*SELECT\b(?! /\* long \*/)")
ONE_ROW = re.compile(
    r"INSERT INTO \w+ \([^()]*\) VALUES \([?, ]*\)(?! *,)"
    r"|UPDATE \w+ SET [^()]* WHERE \w+\.id = \?\Z"
    r"|SAVEPOINT |RELEASE "
)
NOT_NOW = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY)
PRIMARY = 0xFF  # the primary part of an extended error code
NOTHING = Found([])


class Kind(Enum):
    LOOK = "look"
    ONE_ROW = "one row"
    OTHER = "other"


class Cursor:
    """The part of the cursor interface that SQLAlchemy needs. Fetches all rows at once."""

    arraysize = 1
    server_side = False

    def __init__(self, connection: "Adapted") -> None:
        self._connection = connection
        self._take(NOTHING)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._take(self._connection.run(Call(statement, parameters)))

    def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._take(self._connection.run(Call(statement, parameters, is_many=True)))

    def fetchone(self) -> Row | None:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int = arraysize) -> list[Row]:
        return [self._rows.popleft() for _row in range(min(size, len(self._rows)))]

    def fetchall(self) -> list[Row]:
        rows = [*self._rows]
        self._rows.clear()
        return rows

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing to do: all rows are fetched already."""

    def _take(self, found: Found) -> None:
        self.description, self.rowcount, self.lastrowid = found.description, found.rowcount, found.lastrowid
        self._rows = deque(found.rows)


class Adapted(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's connection, except for our cursor; streaming still uses the driver's own.

    `at_once`: whether SQLAlchemy's short statements run inline in this transaction: sessions allow it, while
    plain SQLAlchemy connections expect to be awaited. `patience`: milliseconds the thread waits for another
    process; inline statements do not wait.
    """

    __slots__ = ("_away", "_raw", "_until", "at_once", "is_reader", "patience")
    _cursor_cls: Any = Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._raw: aiosqlite.Connection = connection
        self._until = inf  # when the inline SELECT has to be done, by time.perf_counter
        self._raw._conn.set_progress_handler(lambda: time.perf_counter() > self._until, STEPS)
        self._away: set[object] = set()  # statements in the thread, even if nobody waits for them any more
        self.is_reader = False
        self.at_once = False
        self.patience = BUSY_TIMEOUT

    async def fetch(self, *calls: Call) -> list[Found]:
        """Run prepared statements, one after the other."""
        return [self._inline(call) or await self._in_thread(call) for call in calls]

    def run(self, call: Call) -> Found:
        """Run a statement of SQLAlchemy's own."""
        try:
            found = self._inline(call) if self.at_once else None
            return found or await_(self._in_thread(call))
        except ValueError as error:  # closed: let SQLAlchemy raise its own error
            self._handle_exception(error)

    def rollback(self) -> None:
        if self._away:
            super().rollback()
        elif raw := self._raw._connection:
            raw.rollback()

    async def begin_transaction(self, *, is_hurried: bool) -> None:
        """A writer takes its lock at once: a deferred transaction that starts to write fails with "locked",
        whatever the timeout.
        """
        self.patience = HURRIED_TIMEOUT if is_hurried else BUSY_TIMEOUT
        call = Call("BEGIN" if self.is_reader else "BEGIN IMMEDIATE", ())
        try:
            _work(self._raw._conn, call)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY not in NOT_NOW:
                raise
            await self._in_thread(call)

    async def commit_transaction(self) -> None:
        if self.in_transaction:
            await self._in_thread(Call("COMMIT", ()))

    async def end_transaction(self) -> bool:
        """Roll back what is not committed; True: the connection can be used again."""
        if self._away:
            self._raw._conn.interrupt()
            await self._raw.rollback()
        elif self.in_transaction:
            self._raw._conn.rollback()
        return True

    async def leave(self) -> None:
        await self._raw.close()

    @property
    def in_transaction(self) -> bool:
        return self._raw._conn.in_transaction

    @property
    def is_quiet(self) -> bool:
        """Whether nothing has to be waited for at the `end`."""
        return not self._away

    @property
    def has_failed(self) -> bool:
        return False  # a statement that fails takes back only itself

    def is_gone(self) -> bool:
        return False  # a file does not hang up

    def _inline(self, call: Call) -> Found | None:
        """None: the statement has to run in the thread."""
        if self._away or (call.is_many and len(call.parameters) > FEW):
            return None
        kind = kind_of(call.sql)
        if kind is Kind.ONE_ROW:
            return _work(self._raw._conn, call)
        if kind is Kind.OTHER:
            return None
        self._until = time.perf_counter() + MAX_INLINE_TIME
        try:
            return _work(self._raw._conn, call)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY not in NOT_NOW:
                raise
            return None
        finally:
            self._until = inf

    async def _in_thread(self, call: Call) -> Found:
        token = object()
        self._away.add(token)
        found: Found = await self._raw._execute(self._work_away, call, token)  # type: ignore[no-untyped-call]
        return found

    def _work_away(self, call: Call, token: object) -> Found:
        raw = self._raw._conn
        try:
            raw.execute(f"PRAGMA busy_timeout = {self.patience}")
            return _work(raw, call)
        finally:
            raw.execute("PRAGMA busy_timeout = 0")
            self._away.discard(token)


def adapted_connection(connection: Connection) -> Adapted | None:
    """Our connection under SQLAlchemy's; None on other databases."""
    raw = connection.connection.dbapi_connection
    return raw if isinstance(raw, Adapted) else None


def connect(dialect: Any, _record: Any, where: Sequence[Any], how: dict[str, Any]) -> Adapted:
    """Listener for SQLAlchemy's `do_connect` event."""
    return Adapted(dialect.dbapi, dialect.connect(*where, **how, cached_statements=STATEMENTS)._connection)


def _work(raw: sqlite3.Connection, call: Call) -> Found:
    with closing(raw.cursor()) as cursor:
        if call.is_many:
            cursor.executemany(call.sql, call.parameters)
        else:
            cursor.execute(call.sql, call.parameters)
        rows = cursor.fetchall()  # before rowcount, which is only correct after it
        return Found(rows, cursor.description, cursor.rowcount, cursor.lastrowid)


@lru_cache(STATEMENTS)
def kind_of(statement: str) -> Kind:
    if LOOK.match(statement):
        return Kind.LOOK
    return Kind.ONE_ROW if ONE_ROW.match(statement) else Kind.OTHER
