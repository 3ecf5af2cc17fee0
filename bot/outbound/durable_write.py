"""Retry a write until the database is back; and commit many small writes together."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import storage

MAX_WRITES = 20  # in one transaction: whoever wants to write waits for no more than that
What = Callable[[AsyncSession], Awaitable[None]]

log = structlog.get_logger()

PAUSE = 1.0  # seconds between tries
MAX_WRITE_TRIES = 3  # of what fails although the base answers


async def durable_write(database: storage.Database, what: Callable[[AsyncSession], Awaitable[None]]) -> None:
    """In one transaction. Raises what is a bug of ours, after some tries."""
    bugs = 0
    while True:
        try:
            async with storage.transaction(database) as db:
                return await what(db)
        except (SQLAlchemyError, ValueError) as error:  # ValueError: no driver takes half a character
            bugs += not (is_outage := storage.is_outage(error))
            log.warning("not written down yet", error=type(error).__name__, exc_info=not is_outage)
            if bugs == MAX_WRITE_TRIES:
                raise
        await asyncio.sleep(PAUSE)


@dataclass(eq=False)
class Mark:
    what: What
    is_written: bool = False


class GroupCommit:
    """One commit for many writes: one each would keep everybody else waiting."""

    def __init__(self, database: storage.Database) -> None:
        self.database = database
        self._waiting: list[Mark] = []
        self._turn = asyncio.Lock()

    async def put(self, what: What) -> None:
        """Return when it is committed. Raises what is a bug of ours, after some tries."""
        mark = Mark(what)
        self._waiting.append(mark)
        async with self._turn:  # whoever's turn it is writes for those who wait
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
        except (SQLAlchemyError, ValueError) as error:  # one must not keep the others from being written
            log.warning("not written down together", count=len(together), error=type(error).__name__)
            return
        for mark in together:
            mark.is_written = True
