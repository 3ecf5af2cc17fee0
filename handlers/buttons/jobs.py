"""Buttons of jobs."""

from handlers.chat.buttons import button


@button("job.pause")
def pause_job(job_id: int) -> None: ...


@button("job.resume")
def resume_job(job_id: int) -> None: ...


@button("job.cancel")
def cancel_job(job_id: int) -> None: ...
