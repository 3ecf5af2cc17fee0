"""Scheduler: runs every check at each beat, to queue what is due."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from reminders.registry import CHECKS, Check

log = structlog.get_logger()

BEAT_INTERVAL = 5  # seconds between beats
MAX_TURNS = 5  # transactions per check and beat if there is more to do: others can write in between


async def tick(database: storage.Database, now: datetime, wake: Callable[[], None] = lambda: None) -> None:
    """One beat: run each check in its own transactions. `wake` is called because rows may have been queued."""
    for check in CHECKS:
        try:
            await _run(database, check, now, wake)
        except SQLAlchemyError:  # database outage: the rows are still there at the next beat
            log.warning("a check could not run", check=check.queue.__module__, exc_info=True)
        except Exception as error:  # a bug in one check must not stop the others
            log.error(
                "a check failed", check=check.queue.__module__, error=type(error).__name__, exc_info=error
            )
    wake()


async def _run(database: storage.Database, check: Check, now: datetime, wake: Callable[[], None]) -> None:
    async with storage.reading(database) as db:  # no writer waits for it
        if not await check.is_due(db, now):
            return
    for _turn in range(MAX_TURNS):
        async with storage.transaction(database) as db:
            more = await check.queue(db, now)
        if not more:
            return
        wake()


async def keep_time(
    database: storage.Database, clock: Callable[[], datetime], wake: Callable[[], None]
) -> None:
    """Run beats until cancelled; late beats are not skipped, and a running one is finished."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    beating = asyncio.Lock()

    async def beat() -> None:
        async with beating:
            await tick(database, clock(), wake)

    metronome = AsyncIOScheduler(timezone="UTC")
    metronome.add_job(
        beat,
        "interval",
        seconds=BEAT_INTERVAL,
        next_run_time=clock(),  # at once: reminders may have come due while no process ran
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    metronome.start()
    try:
        await asyncio.Event().wait()
    finally:
        metronome.pause()
        async with beating:  # shutdown cancels the job, and an SQLite connection would then never close
            metronome.shutdown(wait=False)
