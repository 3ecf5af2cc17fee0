"""The metronome: at every beat each check looks for what is due."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from reminders.registry import CHECKS, Check

log = structlog.get_logger()

BEAT = 5  # seconds between looks for what is due
TURNS = 5  # transactions of a check in one beat, where there is more: others write in between


async def tick(database: storage.Database, now: datetime, wake: Callable[[], None] = lambda: None) -> None:
    """One beat: queue what has come due, each check in transactions of its own. `wake`: there may be news."""
    for check in CHECKS:
        try:
            await _run(database, check, now, wake)
        except SQLAlchemyError:  # the weather: the rows are still there at the next beat
            log.warning("a check could not look", check=check.queue.__module__, exc_info=True)
        except Exception as error:  # a bug of ours must not keep the other checks from what is due
            log.error(
                "a check broke off", check=check.queue.__module__, error=type(error).__name__, exc_info=error
            )
    wake()


async def _run(database: storage.Database, check: Check, now: datetime, wake: Callable[[], None]) -> None:
    async with storage.reading(database) as db:  # nobody else waits for it
        if not await check.is_due(db, now):
            return
    for _turn in range(TURNS):
        async with storage.transaction(database) as db:
            more = await check.queue(db, now)
        if not more:
            return
        wake()


async def keep_time(
    database: storage.Database, clock: Callable[[], datetime], wake: Callable[[], None]
) -> None:
    """Beat until cancelled; a beat that comes late still comes, and the one in hand is finished."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    beating = asyncio.Lock()

    async def beat() -> None:
        async with beating:
            await tick(database, clock(), wake)

    metronome = AsyncIOScheduler(timezone="UTC")
    metronome.add_job(
        beat,
        "interval",
        seconds=BEAT,
        next_run_time=clock(),  # what came due while nobody ran has waited long enough
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    metronome.start()
    try:
        await asyncio.Event().wait()
    finally:
        metronome.pause()
        async with beating:  # shutting down cancels, and a connection of SQLite would never close then
            metronome.shutdown(wait=False)
