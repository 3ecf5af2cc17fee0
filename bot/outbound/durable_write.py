"""Retry a write until the database is back; commit many small writes together."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import storage

MAX_WRITES = 20  # per transaction, to keep other writers' wait short
What = Callable[[AsyncSession], Awaitable[None]]

log = structlog.get_logger()

RETRY_INTERVAL = 1.0  # seconds between tries
MAX_WRITE_TRIES = 3  # for errors other than an outage


async def durable_write(database: storage.Database, what: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """Write in one transaction, retrying during an outage. Raises other errors after MAX_WRITE_TRIES."""
    bugs = 0
    while True:
        try:
            async with storage.transaction(database) as db:
                return await what(db)
        except (SQLAlchemyError, ValueError) as error:  # ValueError: drivers reject half a surrogate pair
            bugs += not (is_outage := storage.is_outage(error))
            log.warning("write failed", error=type(error).__name__, exc_info=not is_outage)
            if bugs == MAX_WRITE_TRIES:
                raise
        await asyncio.sleep(RETRY_INTERVAL)


@dataclass(eq=False)
class Mark:
    what: What
    is_written: bool = False


class GroupCommit:
    """Group commit: many writes in one transaction, because separate commits would block everybody else."""

    def __init__(self, database: storage.Database) -> None:
        self.database = database
        self._waiting: list[Mark] = []
        self._turn = asyncio.Lock()

    async def put(self, what: What) -> None:
        """Return when the write is committed. Raises errors other than an outage after MAX_WRITE_TRIES."""
        mark = Mark(what)
        self._waiting.append(mark)
        async with self._turn:  # whoever gets the lock writes for all that wait
            if mark in self._waiting:
                await self._write()
        if not mark.is_written:
            await durable_write(self.database, what)

    async def _write(self) -> None:
        together, self._waiting = self._waiting[:MAX_WRITES], self._waiting[MAX_WRITES:]
        try:
            async with storage.transaction(self.database) as db:
                for mark in together:
                    await mark.what(db)
        except (SQLAlchemyError, ValueError) as error:  # a failed write must not prevent the others
            log.warning("group commit failed", count=len(together), error=type(error).__name__)
            return
        for mark in together:
            mark.is_written = True
