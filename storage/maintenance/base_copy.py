"""Copy a whole database into an empty one in batches, and compare both.

An interrupted copy holds the first rows of each table, by primary key, and only rows of the source. That is how
it is recognised and continued, without a marker that somebody would have to remove.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, func, select, text, tuple_
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage import Database, transaction
from storage.audit.recording import record
from storage.maintenance import rows
from storage.maintenance.rows import Row
from storage.models import Base, Client, Deal, Interaction
from storage.search import deal_index, index
from storage.search.texts import interaction_index

BATCH = 1000  # rows per transaction
# Not copied: a copy has no running process, and the search index is rebuilt.
LEFT_BEHIND = ("leases", "words", "postings", "spellings", "deal_postings", "interaction_words")
# Each table after those it references. One that references itself would need two passes.
TABLES = tuple(table for table in Base.metadata.sorted_tables if table.name not in LEFT_BEHIND)
GIVEN = ("pipelines", "stages")  # created with an empty database
# What they are found by is computed anew.
INDEXED: dict[str, Callable[[Connection, Sequence[int]], None]] = {
    Client.__tablename__: index.refill,
    Deal.__tablename__: deal_index.refill,
    Interaction.__tablename__: interaction_index.refill,
}
SUMS = 1 << 64
MISFITS = (DataError, IntegrityError)

# The highest ID a table has assigned: IDs are not reused, even if an undo deleted the row.
LAST_NUMBER = {
    "sqlite": text("SELECT max(seq) FROM sqlite_sequence WHERE name = :table"),
    "postgresql": text("SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, 'id') AS regclass))"),
}
COUNT_ON = {
    "sqlite": (
        text("DELETE FROM sqlite_sequence WHERE name = :table"),
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"),
    ),
    "postgresql": (text("SELECT setval(CAST(pg_get_serial_sequence(:table, 'id') AS regclass), :last)"),),
}

Tell = Callable[[str, int, int], None]  # progress: rows copied of this table, and their total
Name = Callable[[str], None]  # a row, by table and key


class Occupied(Exception):
    """The target holds rows that the source does not. The message is the table's name."""


class Unfit(Exception):
    """A row that the target cannot store. The message says which, and why."""


@dataclass(frozen=True)
class Checksum:
    """Checksum of a table, independent of row order and of how the database formats values."""

    rows: int
    sum: int

    def __str__(self) -> str:
        return f"{self.sum:016x}"


@dataclass(frozen=True)
class Compared:
    table: str
    here: Checksum
    there: Checksum


async def copy(source: Database, target: Database, tell: Tell, mended: Name, size: int = BATCH) -> None:
    """Copy the source as it is now into the target (migrated, and empty or an interrupted copy).

    `mended` is called for each row in which a character that PostgreSQL cannot store was replaced. Raises
    Occupied, Unfit.
    """
    async with _snapshot(source) as ours:
        await _settle(ours, target)
        for table in TABLES:
            await _carry(ours, target, table, tell, mended, size)
        for table in TABLES:
            await _count_on(ours, target, table)


async def compare(source: Database, target: Database, tell: Tell) -> list[Compared]:
    """Compare the current contents of every table: later changes in the source show up."""
    async with _snapshot(source) as ours, _snapshot(target) as theirs:
        return [
            Compared(table.name, await checksum(ours, table, tell=tell), await checksum(theirs, table))
            for table in TABLES
        ]


async def checksum(
    db: AsyncConnection, table: Table, last: Row | None = None, tell: Tell | None = None
) -> Checksum:
    """Checksum of the whole table, or of its rows up to the key `last`."""
    total = await _count(db, table) if tell else 0
    done = added = 0
    async with _batches(db, table, BATCH, until=last) as batches:
        async for batch in batches:
            done += len(batch)
            added += sum(rows.digest(table, row) for row in batch)
            if tell:
                tell(table.name, done, total)
    return Checksum(done, added % SUMS)


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[AsyncConnection]:
    """A read transaction that sees the database as of its first query."""
    async with database.reader.connect() as connection:
        if not database.is_sqlite:  # SQLite readers see a snapshot anyway
            await connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


async def _settle(ours: AsyncConnection, target: Database) -> None:
    """Empty a new database's default rows; otherwise check that it is an interrupted copy. Raises Occupied."""
    async with transaction(target) as db:
        if not await _is_lived_in(db):
            for name in reversed(GIVEN):
                await db.execute(delete(Base.metadata.tables[name]))
            return
    async with _snapshot(target) as theirs:
        for table in TABLES:
            last = await _last(theirs, table)
            if last and await checksum(theirs, table) != await checksum(ours, table, last):
                raise Occupied(table.name)


async def _is_lived_in(db: AsyncSession) -> bool:
    for table in TABLES:
        if table.name not in GIVEN and (await db.execute(select(table).limit(1))).first() is not None:
            return True
    return False


async def _carry(
    ours: AsyncConnection, target: Database, table: Table, tell: Tell, mended: Name, size: int
) -> None:
    async with _snapshot(target) as theirs:
        last, done = await _last(theirs, table), await _count(theirs, table)
    total = await _count(ours, table)
    tell(table.name, done, total)
    async with _batches(ours, table, size, after=last) as batches:
        async for batch in batches:
            await _put(target, table, batch, mended)
            done += len(batch)
            tell(table.name, done, total)


async def _put(target: Database, table: Table, batch: Sequence[Row], mended: Name) -> None:
    """Insert the batch in one transaction; if a row is rejected, insert one by one and repair that row."""
    try:
        await _write(target, table, batch)
    except MISFITS:
        for row in batch:
            await _put_alone(target, table, row, mended)


async def _put_alone(target: Database, table: Table, row: Row, mended: Name) -> None:
    try:
        await _write(target, table, [row])
    except MISFITS:
        await _put_mended(target, table, row)
        mended(rows.name(table, row))


async def _put_mended(target: Database, table: Table, row: Row) -> None:
    try:
        await _write(target, table, [rows.canonical_row(table, row)])
    except MISFITS as error:
        reason = str(error.orig).partition("\n")[0]  # the following lines may contain client data
        raise Unfit(f"{rows.name(table, row)} ({reason})") from error


async def _write(target: Database, table: Table, batch: Sequence[Row]) -> None:
    async with transaction(target) as db:
        await db.execute(rows.insert_statement(db, table), [rows.parameters(table, row) for row in batch])
        ids = [rows.row_id(table, row) for row in batch] if table.name in INDEXED else []
        if table.name == Client.__tablename__:
            record(db.info, table, ids, {}, dict.fromkeys(index.FOUND_BY), is_filled=True)
        elif ids:  # recording would also count interactions and deals that have not arrived yet
            await db.run_sync(lambda session: INDEXED[table.name](session.connection(), ids))


async def _count_on(ours: AsyncConnection, target: Database, table: Table) -> None:
    if "id" not in table.c:
        return
    async with target.writer.begin() as theirs:
        last = max(await _last_number(ours, table), await _last_number(theirs, table))
        if last:
            for statement in COUNT_ON[theirs.dialect.name]:
                await theirs.execute(statement, {"table": table.name, "last": last})


async def _last_number(db: AsyncConnection, table: Table) -> int:
    return await db.scalar(LAST_NUMBER[db.dialect.name], {"table": table.name}) or 0


async def _count(db: AsyncConnection, table: Table) -> int:
    return await db.scalar(select(func.count()).select_from(table)) or 0


async def _last(db: AsyncConnection, table: Table) -> Row | None:
    """The highest primary key."""
    found = select(*table.primary_key).order_by(*(part.desc() for part in rows.key(db, table))).limit(1)
    row = (await db.execute(found)).first()
    return row and tuple(row)


@asynccontextmanager
async def _batches(
    db: AsyncConnection, table: Table, size: int, *, after: Row | None = None, until: Row | None = None
) -> AsyncIterator[AsyncIterator[Sequence[Row]]]:
    """The rows in key order, at most `size` in memory."""
    key = rows.key(db, table)
    wanted = rows.looked_at(table).order_by(*key)
    if after:
        wanted = wanted.where(tuple_(*key) > after)
    if until:
        wanted = wanted.where(tuple_(*key) <= until)
    found = await db.stream(wanted, execution_options={"yield_per": size})
    try:
        yield found.partitions(size)
    finally:  # `async with` would only close it if nothing is raised
        await found.close()
