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
from collections.abc import Callable, Sequence
from contextlib import closing
from enum import Enum
from functools import lru_cache
from typing import Any

import aiosqlite
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.util.concurrency import await_

MAX_INLINE_TIME = 0.001  # seconds for an inline SELECT
STEPS = 1_000  # SQLite VM instructions between two checks of the clock: some tens of microseconds
STATEMENTS = 1_000  # cached classifications
FEW = 10  # rows written inline
BUSY_TIMEOUT = 5_000  # milliseconds
LOOK = re.compile(r"\s*SELECT\b(?! /\* long \*/)")
ONE_ROW = re.compile(
    r"INSERT INTO \w+ \([^()]*\) VALUES \([?, ]*\)(?! *,)"
    r"|UPDATE \w+ SET [^()]* WHERE \w+\.id = \?\Z"
    r"|SAVEPOINT |RELEASE "
)
NOT_NOW = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY)
PRIMARY = 0xFF  # the primary part of an extended error code

Row = tuple[Any, ...]
Run = Callable[[sqlite3.Cursor], object]
Come = tuple[Any, int, int | None, list[Row]]
NOTHING: Come = (None, -1, None, [])


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
        def run(cursor: sqlite3.Cursor) -> object:
            return cursor.execute(statement, parameters)

        self._take(self._connection.run(statement, run))

    def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        def run(cursor: sqlite3.Cursor) -> object:
            return cursor.executemany(statement, parameters)

        self._take(self._connection.run(statement, run, len(parameters)))

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

    def _take(self, come: Come) -> None:
        self.description, self.rowcount, self.lastrowid, rows = come
        self._rows = deque(rows)


class Adapted(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's connection, except for our cursor; streaming still uses the driver's own.

    `at_once`: whether short statements run inline in this transaction: sessions allow it, while plain
    SQLAlchemy connections expect to be awaited. `patience`: milliseconds the thread waits for another process;
    inline statements do not wait.
    """

    __slots__ = ("_away", "_raw", "at_once", "patience")
    _cursor_cls: Any = Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._raw: aiosqlite.Connection = connection
        self.at_once = False
        self.patience = BUSY_TIMEOUT
        self._away: set[object] = set()  # statements in the thread, even if nobody waits for them any more

    def run(self, statement: str, run: Run, times: int = 1) -> Come:
        is_short = self.at_once and not self._away and times <= FEW
        kind = kind_of(statement) if is_short else Kind.OTHER
        try:
            if kind is Kind.LOOK:
                return self._look(run)
            if kind is Kind.ONE_ROW:
                return _work(self._raw._conn, run)
        except sqlite3.OperationalError as error:
            if kind is not Kind.LOOK or error.sqlite_errorcode & PRIMARY not in NOT_NOW:
                raise
        except ValueError as error:  # closed: let SQLAlchemy raise its own error
            self._handle_exception(error)
        return self.run_in_thread(run)

    def run_in_thread(self, run: Run) -> Come:
        token = object()
        self._away.add(token)
        try:
            come: Come = await_(self._raw._execute(self._run_away, run, token))  # type: ignore[no-untyped-call]
        except ValueError as error:
            self._handle_exception(error)
        return come

    def rollback(self) -> None:
        if self._away:
            super().rollback()
        elif raw := self._raw._connection:
            raw.rollback()

    def begin(self) -> None:
        """For reads only: takes no lock yet."""
        self._raw._conn.execute("BEGIN")

    def _look(self, run: Run) -> Come:
        raw, until = self._raw._conn, time.perf_counter() + MAX_INLINE_TIME
        raw.set_progress_handler(lambda: time.perf_counter() > until, STEPS)
        try:
            return _work(raw, run)
        finally:
            raw.set_progress_handler(None, STEPS)

    def _run_away(self, run: Run, token: object) -> Come:
        raw = self._raw._conn
        try:
            raw.execute(f"PRAGMA busy_timeout = {self.patience}")
            return _work(raw, run)
        finally:
            raw.execute("PRAGMA busy_timeout = 0")
            self._away.discard(token)


def adapted_connection(connection: Connection) -> Adapted | None:
    """Our connection under SQLAlchemy's; None on other databases."""
    raw = connection.connection.dbapi_connection
    return raw if isinstance(raw, Adapted) else None


def connect(dialect: Any, _record: Any, where: Sequence[Any], how: dict[str, Any]) -> Adapted:
    """Listener for SQLAlchemy's `do_connect` event."""
    return Adapted(dialect.dbapi, dialect.connect(*where, **how)._connection)


def _work(raw: sqlite3.Connection, run: Run) -> Come:
    with closing(raw.cursor()) as cursor:
        run(cursor)
        rows = cursor.fetchall()  # before rowcount, which is only correct after it
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows


@lru_cache(STATEMENTS)
def kind_of(statement: str) -> Kind:
    if LOOK.match(statement):
        return Kind.LOOK
    return Kind.ONE_ROW if ONE_ROW.match(statement) else Kind.OTHER
