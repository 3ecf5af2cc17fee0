"""Pause, continue and cancel a job: its person, and admins."""

from handlers.buttons.jobs import cancel_job, pause_job, resume_job
from handlers.chat import Redraw, Reply, Request, UserError
from handlers.i18n import _
from handlers.jobs import progress
from storage.jobs import jobs
from storage.models import JobState


@pause_job.handler
async def pause(req: Request, job_id: int) -> Reply:
    return await _change(req, job_id, JobState.RUNNING, JobState.PAUSED)


@resume_job.handler
async def resume(req: Request, job_id: int) -> Reply:
    return await _change(req, job_id, JobState.PAUSED, JobState.RUNNING)


@cancel_job.handler
async def cancel(req: Request, job_id: int) -> Reply:
    job = await jobs.lock(req.db, req.rep, job_id)
    if job is None:
        raise UserError(_("That job is gone."))
    if job.ended_at is None:
        jobs.end(job, JobState.CANCELLED, req.now)
    return Redraw(progress.card(job))


async def _change(req: Request, job_id: int, was: JobState, now: JobState) -> Reply:
    """A job that is in another state by now stays in it, and is shown."""
    job = await jobs.lock(req.db, req.rep, job_id)
    if job is None:
        raise UserError(_("That job is gone."))
    if job.state is was:
        job.state = now
    return Redraw(progress.card(job))
