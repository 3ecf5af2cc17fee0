"""Run jobs: one batch after another, in pauses of other work.

A batch of a job holds SQLite's only writer, so it is kept short: how many rows it looks at follows the time the
last one took. After each the runner rests as long as it worked; whoever waits to write comes first.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from handlers.jobs import batches
from storage.jobs import jobs

BATCH_TIME = 0.025  # seconds that a batch is to take
FIRST_ROWS, MIN_ROWS, MAX_ROWS = 50, 1, 50_000  # rows of a batch
GROWTH = 2.0  # at most, from one batch to the next
CHECK_INTERVAL = 1.0  # seconds between checks for jobs
OUTAGE_INTERVAL = 5.0  # seconds until the next try

log = structlog.get_logger()


class JobRunner:
    def __init__(
        self, database: storage.Database, clock: Callable[[], datetime], wake: Callable[[], None]
    ) -> None:
        """`wake` is called after each batch, because messages may have been queued."""
        self._database = database
        self._clock = clock
        self._wake = wake
        self._sizes: dict[str, int] = {}

    async def run(self) -> None:
        """Run what there is to run, until cancelled."""
        while True:
            try:
                await self.drain(rest=1.0)
                await asyncio.sleep(CHECK_INTERVAL)
            except (SQLAlchemyError, OSError) as error:  # an outage: the jobs are still there afterwards
                log.warning("jobs cannot run", error=type(error).__name__)
                await asyncio.sleep(OUTAGE_INTERVAL)

    async def drain(self, *, rest: float = 0.0) -> None:
        """Run jobs until none is left. `rest`: the length of pauses, in times of a batch."""
        took = await self._run_batch()
        while took is not None:
            await asyncio.sleep(rest * took)
            took = await self._run_batch()

    async def _run_batch(self) -> float | None:
        """The seconds that it took; None: no job is running."""
        async with storage.reading(self._database) as db:  # blocks no writer
            if not await jobs.is_any_running(db):
                return None
        async with storage.transaction(self._database) as db:
            began = time.perf_counter()
            ran = await batches.run_next(db, self._clock(), self._size)
            took = time.perf_counter() - began
        if ran is None:  # another process runs it
            return None
        self._adapt(ran, took)
        self._wake()
        return took

    def _size(self, kind: str) -> int:
        return self._sizes.get(kind, FIRST_ROWS)

    def _adapt(self, ran: batches.Ran, took: float) -> None:
        """So many rows next time that the batch takes as long as it may."""
        fitting = ran.size * BATCH_TIME / max(took, 1e-6)
        if ran.size:
            self._sizes[ran.kind] = round(min(max(fitting, MIN_ROWS), MAX_ROWS, ran.size * GROWTH))
