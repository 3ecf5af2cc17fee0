"""Bases on PostgreSQL, cleaned and used again, as connections to them are: what is new is slow at first."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from psycopg import AsyncConnection
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

import storage
from storage.models import Base

POSTGRES = os.environ.get("RAPPORT_TEST_POSTGRES", "")
TABLES = [*(f'"{table.name}"' for table in Base.metadata.sorted_tables), "alembic_version"]

KEPT = "kept"  # the name of connections that outlive a test
# Whoever was left there by a test, such as a process that was thought to have died.
OTHERS = f"""
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND NOT (application_name = '{KEPT}' AND state = 'idle')
"""
SHAPE = """
    SELECT string_agg(concat(c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull), ' '
                      ORDER BY c.relname, a.attnum)
           || (SELECT string_agg(conname, ' ' ORDER BY conrelid, conname) FROM pg_constraint)
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace
"""
NUMBERS = """
    SELECT format('SELECT setval(%L, %s, %L)', quote_ident(sequencename), coalesce(last_value, start_value),
                  last_value IS NOT NULL)
    FROM pg_sequences
"""


@dataclass(frozen=True)
class State:
    """What is in a base: its tables as such, the rows, and the next numbers (as SQL)."""

    shape: str
    rows: dict[str, bytes]
    numbers: list[str]


@dataclass
class Spares:
    """As many bases as are needed at once, each a copy of the migrated one called `template`."""

    template: str
    migrated: State
    _free: list[str] = field(default_factory=list)
    _engines: dict[str, AsyncEngine] = field(default_factory=dict)  # by the names of all bases made

    async def take(self, state: State | None = None) -> str:
        """A base in which is what that state says; else what is in every new one."""
        while self._free:
            if await _fill(self._engines[name := self._free.pop()], state or self.migrated):
                return name
        name = f"rapport_test_{uuid.uuid4().hex[:8]}"
        await on_server(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        # A commit that waits for no disk: what it writes outlives every process but the server.
        await on_server(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        self._engines[name] = storage.connect(f"{url_of(name)}?application_name={KEPT}").writer
        if state:
            await _fill(self._engines[name], state)
        return name

    def put_back(self, name: str) -> None:
        self._free.append(name)

    async def drop(self) -> None:
        for engine in self._engines.values():
            await engine.dispose()
        for name in (*self._engines, self.template):
            await on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


async def state_of(name: str) -> State:
    async with _connected(name) as connection:
        rows = {table: await _copied(connection, table) for table in TABLES}
        numbers = await (await connection.execute(NUMBERS)).fetchall()
        there = {table: some for table, some in rows.items() if some}
        return State(await _shape(connection), there, [str(sql) for (sql,) in numbers])


def url_of(name: str) -> str:
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


async def on_server(statement: str) -> None:
    async with await AsyncConnection.connect(POSTGRES, autocommit=True) as connection:
        await connection.execute(statement.encode())


async def _fill(engine: AsyncEngine, state: State) -> bool:
    """Whether that could be done: not if a test has changed the tables as such."""
    async with engine.begin() as begun:
        connection = (await begun.get_raw_connection()).driver_connection
        assert isinstance(connection, AsyncConnection)
        await connection.execute(OTHERS)
        if await _shape(connection) != state.shape:
            return False
        emptied = [f"DELETE FROM {table}" for table in reversed(TABLES)]
        await connection.execute("; ".join([*emptied, *state.numbers]).encode())
        for table, rows in state.rows.items():
            async with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                await copy.write(rows)
    return True


async def _copied(connection: AsyncConnection, table: str) -> bytes:
    async with connection.cursor().copy(f"COPY {table} TO STDOUT".encode()) as copy:
        return b"".join([bytes(some) async for some in copy])


async def _shape(connection: AsyncConnection) -> str:
    found = await (await connection.execute(SHAPE)).fetchone()
    return str(found)


@asynccontextmanager
async def _connected(name: str) -> AsyncIterator[AsyncConnection]:
    """All that happens is one transaction."""
    url = make_url(POSTGRES).set(drivername="postgresql", database=name)
    async with await AsyncConnection.connect(url.render_as_string(hide_password=False)) as connection:
        yield connection
