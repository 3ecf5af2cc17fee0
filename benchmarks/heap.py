"""Millions of rows, put into a base as fast as it takes them: nobody else may use it meanwhile."""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.schema import CreateIndex, DropIndex

import storage
from storage.database import connection
from storage.models import Base

# Until it is full, a base need not outlive a crash. The cache is 400 megabytes.
CARELESS = ("journal_mode = off", "synchronous = off", "cache_size = -400000")
CAREFUL = ("journal_mode = wal",)


@dataclass(frozen=True)
class Heap:
    """Rows of a table, the values as text or numbers."""

    table: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]

    def indexes(self, database: storage.Database) -> tuple[list[str], list[str]]:
        """How they are dropped, and how they are made."""
        indexes = sorted(Base.metadata.tables[self.table].indexes, key=lambda index: str(index.name))
        dialect = database.writer.dialect
        dropped = [str(DropIndex(index).compile(dialect=dialect)) for index in indexes]
        return dropped, [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]


def follow_ups(count: int, reps: int, begins: datetime, spread: int) -> Iterator[Sequence[Any]]:
    """So many, due (UTC) from then on within so many seconds; of the reps by turns, each with one client."""
    due = [stamp(begins + timedelta(seconds=second)) for second in range(spread)]
    made = stamp(begins - timedelta(days=1))
    for number in range(count):
        whose = number % reps + 1
        yield whose, whose, f"ring {number}", due[number % spread], "open", made


def messages(count: int, channel: str, at: datetime) -> Iterator[Sequence[Any]]:
    """So many that wait, each for a chat of its own."""
    due = stamp(at)
    for number in range(count):
        yield f"bench:{number}", channel, "", str(number), 1, "gone", "{}", 1, due, due, 0, ""


def stamp(at: datetime) -> str:
    """As it stands in a base on SQLite; PostgreSQL reads that, too."""
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"


async def put(database: storage.Database, heap: Heap) -> None:
    """The table's indexes are made anew when all is in it."""
    await database.close()  # its connections come again
    into = _into_sqlite if database.is_sqlite else _into_postgres
    await asyncio.to_thread(into, database, heap)


def _into_sqlite(database: storage.Database, heap: Heap) -> None:
    marks = ", ".join("?" * len(heap.columns))
    dropped, made = heap.indexes(database)
    with closing(sqlite3.connect(str(database.writer.url.database), isolation_level=None)) as base:
        for statement in (*(f"PRAGMA {each}" for each in CARELESS), *dropped, "BEGIN"):
            base.execute(statement)
        base.executemany(f"INSERT INTO {heap.table} ({', '.join(heap.columns)}) VALUES ({marks})", heap.rows)
        for statement in ("COMMIT", *made, *(f"PRAGMA {each}" for each in CAREFUL)):
            base.execute(statement)


def _into_postgres(database: storage.Database, heap: Heap) -> None:
    import psycopg

    url = database.writer.url.set(drivername="postgresql").render_as_string(hide_password=False)
    dropped, made = heap.indexes(database)
    with psycopg.connect(url, options=connection.OPTIONS) as base:
        for statement in dropped:
            base.execute(statement.encode())
        copied = f"COPY {heap.table} ({', '.join(heap.columns)}) FROM STDIN"
        with base.cursor().copy(copied.encode()) as copy:
            for row in heap.rows:
                copy.write_row(row)
        for statement in (*made, f"ANALYZE {heap.table}"):
            base.execute(statement.encode())
