"""Run the next batch of whichever job's turn it is, in the caller's transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from handlers.chat import Card, Request, UserError
from handlers.i18n import speaking
from handlers.jobs import progress
from handlers.jobs.registry import JOBS, Batch
from handlers.working_time import after_quiet
from storage.jobs import jobs
from storage.messaging import outbox
from storage.models import Job, JobState, Place, Rep
from storage.rights import SYSTEM
from storage.team import accounts, teams

STOPPED = "job.stopped"  # the reminder's name, a wire format
MAX_TRIES = 3  # of a batch that fails
PAUSE = timedelta(minutes=1)  # more than this between two batches: it did not run

log = structlog.get_logger()


@dataclass(frozen=True)
class Ran:
    """A batch that was run: of which kind of job, and how many rows it was to look at."""

    kind: str
    size: int


async def run_next(db: AsyncSession, now: datetime, size: Callable[[str], int]) -> Ran | None:
    """None: no job is running. `size`: how many rows a batch of that kind looks at."""
    job = await jobs.lock_next(db)
    if job is None:
        return None
    rep = await accounts.get(db, job.rep_id)
    assert rep  # a foreign key
    if not rep.active:
        await _stop(db, job, rep, now)
        return Ran(job.kind, 0)
    place = Place(job.channel, job.space, job.chat, job.chat)
    req = Request(db=db, rep=rep, now=now, place=place)
    rows = size(job.kind)
    with speaking(rep.locale):
        try:
            async with db.begin_nested():
                batch = await JOBS[job.kind].run(req, job, rows)
        except Exception as error:
            if storage.is_outage(error):
                raise
            job, batch = await _failed(req, job.id, error), Batch(0, job.cursor)
        else:
            job.tries = 0
            _advance(job, batch, now)
        for card in batch.cards:
            await _send(req, card)
        await progress.show(req, job)
    return Ran(job.kind, rows)


async def _failed(req: Request, job_id: int, error: Exception) -> Job:
    """The job after a batch that was rolled back: a mistake ends it at once, a bug if it happens again."""
    job = await jobs.lock(req.db, SYSTEM, job_id)
    assert job  # it is locked since the batch began
    job.batch_at = req.now
    if isinstance(error, UserError):
        jobs.end(job, JobState.FAILED, req.now, error.text)
        return job
    job.tries += 1
    log.error("a job failed", job=job.id, kind=job.kind, error=type(error).__name__, exc_info=error)
    if job.tries >= MAX_TRIES:
        jobs.end(job, JobState.FAILED, req.now)
    return job


def _advance(job: Job, batch: Batch, now: datetime) -> None:
    waited = now - (job.batch_at or job.created_at)
    job.milliseconds += waited // timedelta(milliseconds=1) if waited < PAUSE else 0
    job.batch_at = now
    job.done += batch.rows
    if batch.cursor is None:
        jobs.end(job, JobState.DONE, now)
    else:
        job.cursor = batch.cursor


async def _stop(db: AsyncSession, job: Job, rep: Rep, now: datetime) -> None:
    """The job's person has left or is suspended: tell whoever manages them."""
    jobs.end(job, JobState.CANCELLED, now)
    for other in await teams.get_managers(db, rep):
        send_at = after_quiet(now, other.timezone, other.quiet_from, other.quiet_to)
        key, args = f"{STOPPED}:{job.id}:{other.id}", {"job_id": job.id, "rep_id": rep.id}
        await outbox.put_reminder(db, key, other.id, STOPPED, args, send_at)


async def _send(req: Request, card: Card) -> None:
    place = req.place
    await outbox.queue(req.db, place.channel, place.space, place.chat, card.to_json(), req.now)
