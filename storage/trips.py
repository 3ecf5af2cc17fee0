"""One statement to SQLite is one trip to its thread and back: the driver's own cursor takes four."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any, Self

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor

Row = tuple[Any, ...]
Come = tuple[Any, int, int | None, list[Row]]


class Cursor:
    """All that comes of a statement is fetched with it. What SQLAlchemy asks of a cursor, and no more."""

    arraysize = 1

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        await self._go(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        await self._go(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> list[Row]:
        return self._rows

    async def close(self) -> None:
        """It is closed already."""

    async def _go(self, run: Callable[[sqlite3.Cursor], object]) -> None:
        come: Come = await self._connection._execute(self._work, run)  # type: ignore[no-untyped-call]
        self.description, self.rowcount, self.lastrowid, self._rows = come

    def _work(self, run: Callable[[sqlite3.Cursor], object]) -> Come:
        with closing(self._connection._conn.cursor()) as cursor:
            run(cursor)
            rows = cursor.fetchall()  # before the count, which is right only then
            return cursor.description, cursor.rowcount, cursor.lastrowid, rows


class AtOnce(AsyncAdapt_aiosqlite_cursor):
    """SQLAlchemy's, over ours."""

    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return Cursor(connection)


class Adapted(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's; what is streamed goes through the driver's own cursor still."""

    __slots__ = ()
    _cursor_cls = AtOnce


def connect(dialect: Any, _record: Any, where: Sequence[Any], how: dict[str, Any]) -> Adapted:
    """For SQLAlchemy's event `do_connect`."""
    return Adapted(dialect.dbapi, dialect.connect(*where, **how)._connection)
