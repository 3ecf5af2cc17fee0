"""Connections for reading: they stay open, because opening one takes longer than most queries."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database.postgresql_driver import Direct
from storage.database.prepared import Call, Found
from storage.database.sqlite_driver import Adapted

TAKE_TIMEOUT = 30  # seconds to wait for a connection


class Driver(Protocol):
    """A driver's connection."""

    async def fetch(self, call: Call) -> Found: ...

    async def fetch_all(self, calls: Sequence[Call]) -> list[Found]:
        """Of statements that do not depend on each other."""

    def begin(self) -> None:
        """Start reading, if that is not done yet."""

    async def end(self) -> bool:
        """Stop reading; True: the connection can be used again."""

    async def leave(self) -> None:
        """Close the connection."""

    def is_gone(self, error: Exception) -> bool:
        """Whether the error is that the connection is no more."""

    @property
    def is_quiet(self) -> bool:
        """Whether the `end` waits for nothing."""


class Readers:
    """At most `size` connections of that engine, of which `kept` stay open."""

    def __init__(self, engine: AsyncEngine, size: int, kept: int) -> None:
        self._engine = engine
        self._kept = kept
        self.taken = 0
        self._free = asyncio.Semaphore(size)
        self._idle: list[Driver] = []
        self._is_closed = False

    async def take(self) -> Driver:
        """Raises the database's error, or TimeoutError of SQLAlchemy."""
        try:
            async with asyncio.timeout(TAKE_TIMEOUT):
                await self._free.acquire()
        except TimeoutError as error:
            raise exc.TimeoutError("no connection for reading was free") from error
        self.taken += 1
        try:
            return self._idle.pop() if self._idle else await self._open()
        except BaseException:
            self._release()
            raise

    async def give_back(self, driver: Driver, *, is_good: bool) -> None:
        try:
            if is_good and not self._is_closed and len(self._idle) < self._kept:
                self._idle.append(driver)
            else:
                await driver.leave()
        finally:
            self._release()

    async def drop_idle(self) -> None:
        """Close what is idle: the server has closed one of them."""
        while self._idle:
            await self._idle.pop().leave()

    async def close(self) -> None:
        self._is_closed = True
        await self.drop_idle()

    def _release(self) -> None:
        self.taken -= 1
        self._free.release()

    async def _open(self) -> Driver:
        pooled: Any = await self._engine.raw_connection()
        pooled.detach()  # it is ours from now on
        return driver_of(pooled.dbapi_connection)


def driver_of(connection: Any) -> Driver:
    """The driver's connection in SQLAlchemy's."""
    return connection if isinstance(connection, Adapted) else Direct(connection.driver_connection)
