"""Jobs: began, run batch by batch, paused and cancelled by their person or an admin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Job, JobState, Place, Rep, Role
from storage.rights import SYSTEM, Who

RUNNING = Job.state == JobState.RUNNING
# Those that have not run yet first, then whichever has waited longest.
NEXT = select(Job).where(RUNNING).order_by(Job.batch_at.nulls_first(), Job.id).limit(1)


async def add(
    db: AsyncSession,
    who: Rep,
    kind: str,
    place: Place,
    at: datetime,
    *,
    args: dict[str, Any],
    cursor: dict[str, Any],
    total: int | None = None,
) -> Job:
    """A job that begins as soon as it is committed. `total` (rows): for its progress."""
    job = Job(
        kind=kind,
        rep_id=who.id,
        args=args,
        cursor=cursor,
        total=total,
        channel=place.channel,
        space=place.space,
        chat=place.chat,
        created_at=at,
    )
    db.add(job)
    await db.flush()
    return job


async def is_any_running(db: AsyncSession) -> bool:
    return await db.scalar(select(Job.id).where(RUNNING).limit(1)) is not None


async def lock_next(db: AsyncSession) -> Job | None:
    """The job whose turn it is. No other process can run it before this transaction ends."""
    return await db.scalar(NEXT.with_for_update(skip_locked=True))


async def get(db: AsyncSession, who: Who, job_id: int) -> Job | None:
    return await db.scalar(select(Job).where(Job.id == job_id, _visible(who)))


async def lock(db: AsyncSession, who: Who, job_id: int) -> Job | None:
    """A job to be changed: between two batches, not during one."""
    return await db.scalar(select(Job).where(Job.id == job_id, _visible(who)).with_for_update())


async def recent(db: AsyncSession, who: Rep, *, limit: int) -> Sequence[Job]:
    """The newest first."""
    return (await db.scalars(select(Job).where(_visible(who)).order_by(Job.id.desc()).limit(limit))).all()


def end(job: Job, state: JobState, at: datetime, error: str = "") -> None:
    job.state, job.ended_at, job.error = state, at, error


async def forget(db: AsyncSession, before: datetime) -> None:
    """Delete the jobs that ended before then (UTC)."""
    await db.execute(delete(Job).where(Job.ended_at < before))


def _visible(who: Who) -> ColumnElement[bool]:
    if who is SYSTEM:
        return true()
    if not who.active:
        return false()
    return or_(Job.rep_id == who.id, true() if who.role is Role.ADMIN else false())
