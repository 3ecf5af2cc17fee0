"""Connections of the drivers' own: they stay open, because opening one takes longer than most queries."""

import asyncio
from typing import Any

from sqlalchemy import Connection, exc
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database.postgresql_driver import Direct
from storage.database.sqlite_driver import Adapted

TAKE_TIMEOUT = 30  # seconds to wait for a connection


Driver = Adapted | Direct


class Lent:
    """A connection that is taken."""

    def __init__(self, pooled: Any) -> None:
        self._pooled = pooled
        connection = pooled.dbapi_connection
        self.driver: Driver = (
            connection if isinstance(connection, Adapted) else Direct(connection.driver_connection)
        )

    @property
    def is_valid(self) -> bool:
        """False: SQLAlchemy has given it up, because a statement of the ORM was cancelled."""
        return self._pooled.dbapi_connection is not None

    def for_orm(self, engine: AsyncEngine) -> AsyncConnection:
        """The same connection for the ORM, in the transaction that has begun."""
        joined = Connection(engine.sync_engine, self._pooled)
        joined.begin()
        return AsyncConnection(engine, joined)


class Pool:
    """At most `size` connections of that engine, of which `kept` stay open."""

    def __init__(self, engine: AsyncEngine, size: int, kept: int) -> None:
        self.engine = engine
        self.taken = 0
        self.is_hurried = False
        self._kept = kept
        self._free = asyncio.Semaphore(size)
        self._idle: list[Lent] = []
        self._is_closed = False

    async def take(self) -> Lent:
        """Raises the database's error, or SQLAlchemy's TimeoutError."""
        try:
            async with asyncio.timeout(TAKE_TIMEOUT):
                await self._free.acquire()
        except TimeoutError as error:
            raise exc.TimeoutError("no connection was free") from error
        self.taken += 1
        lent = self._idle.pop() if self._idle else None
        try:
            lent = lent or await self._open()
        finally:
            if lent is None:
                self._release()
        return lent

    async def give_back(self, lent: Lent, *, is_good: bool) -> None:
        try:
            if is_good and not self._is_closed and len(self._idle) < self._kept:
                self._idle.append(lent)
            else:
                await lent.driver.leave()
        finally:
            self._release()

    async def drop_idle(self) -> None:
        """Close what is idle: the server has closed one of them."""
        while self._idle:
            await self._idle.pop().driver.leave()

    async def close(self) -> None:
        self._is_closed = True
        await self.drop_idle()

    def _release(self) -> None:
        self.taken -= 1
        self._free.release()

    async def _open(self) -> Lent:
        pooled: Any = await self.engine.raw_connection()
        pooled.detach()  # it is ours from now on
        return Lent(pooled)
