"""The base under trial, as people find it, and how to take it away for a while."""

import asyncio
import itertools
import os
import sqlite3
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage
from bot.app import now
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.maintenance import schema
from storage.models import Place, Role
from storage.team import accounts

POSTGRES = "RAPPORT_TEST_POSTGRES"  # the variable with the address of a server

_migrating = asyncio.Lock()  # alembic does one thing at a time in a process

Resident = tuple[Place, str]  # someone known there, and their client


@dataclass(frozen=True)
class Base:
    url: str  # for Rapport
    database: storage.Database  # for us, never away
    take_away: Callable[[float], Awaitable[None]]  # for so many seconds


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[Base]:
    path = folder / "rapport.db"

    async def lock(seconds: float) -> None:
        """Another process writes, and takes its time."""
        other = sqlite3.connect(path, isolation_level=None, timeout=0)
        while True:
            try:
                other.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.OperationalError:
                await asyncio.sleep(0.01)
        try:
            await asyncio.sleep(seconds)
        finally:
            other.execute("ROLLBACK")
            other.close()

    database = storage.connect(f"sqlite+aiosqlite:///{path}")
    try:
        yield Base(f"sqlite:///{path}", database, lock)
    finally:
        await database.close()


@asynccontextmanager
async def postgresql() -> AsyncIterator[Base]:
    from tests.support.kills import a_line

    server = make_url(os.environ[POSTGRES]).set(drivername="postgresql+psycopg")
    name = f"rapport_crash_{uuid.uuid4().hex[:8]}"
    url = server.set(database=name)
    await _on(server.render_as_string(hide_password=False), f'CREATE DATABASE "{name}"')
    database = storage.connect(url.render_as_string(hide_password=False))
    try:
        async with a_line(url.host or "127.0.0.1", url.port or 5432) as line:
            ways = itertools.cycle(((line.cut, line.mend), (line.hang, line.go_on)))

            async def cut(seconds: float) -> None:
                """It refuses, or takes what is said and does not answer: by turns."""
                away, back = next(ways)
                away()
                try:
                    await asyncio.sleep(seconds)
                finally:
                    back()

            through = url.set(drivername="postgresql", host="127.0.0.1", port=line.port)
            yield Base(through.render_as_string(hide_password=False), database, cut)
    finally:
        await database.close()
        await _on(server.render_as_string(hide_password=False), f'DROP DATABASE "{name}" WITH (FORCE)')


async def settle(database: storage.Database, residents: Iterable[Resident]) -> None:
    """Make the base, and let those people in."""
    async with _migrating:
        await schema.migrate(database)
    at = now()
    async with storage.transaction(database) as db:
        for place, client in residents:
            rep = await accounts.join(db, f"Rep {place.user}", Role.REP, locale="en", timezone="UTC", at=at)
            rep.digest_on = rep.birthdays_on = at.date()  # no digest: nobody has asked for it here
            await accounts.add(db, rep, place, at)
            await clients.add(db, rep, NewClient(client), at)


async def _on(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
