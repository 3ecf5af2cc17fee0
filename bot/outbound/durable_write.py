"""What has to be written down is, even if the base is away for a while."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import storage

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
